import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { type Lease, lend, Stopped } from './lease.ts';

/**
 * The desk's one database, and the only owner of connections to it: each piece of work is lent one of its own,
 * and none is closed before everything on it has ended. Work that is stopped rejects with `Stopped`.
 */
export interface Database {
  /** For work that only reads: it is stopped when the desk begins to end. */
  read<T>(work: Work<T>): Promise<T>;
  /** For work that writes or takes long: it is stopped by `signal`, or else when the database closes. */
  work<T>(work: Work<T>, signal?: AbortSignal): Promise<T>;
  /** Stops what is being read and refuses further reading, so that writing can come to its end quickly. */
  endReading(): void;
  /** Stops what is under way, waits for it, writes what is pending and lets go of the file. */
  close(): Promise<void>;
}

export type Work<T> = (connection: DuckDBConnection) => Promise<T>;

/** Takes over `instance`: it is used and closed here alone. */
export function lendFrom(instance: DuckDBInstance): Database {
  const lent = new Map<Promise<unknown>, { readonly stop: () => void; readonly reads: boolean }>();
  let reading = true;
  let closed = false;

  function use<T>(work: Work<T>, reads: boolean, signal?: AbortSignal): Promise<T> {
    if (closed || (reads && !reading) || signal?.aborted) return Promise.reject(new Stopped());
    let lease: Lease | null = null;
    let wanted = true;
    const stop = () => {
      wanted = false;
      lease?.stop();
    };
    signal?.addEventListener('abort', stop);
    const run = async () => {
      lease = lend(await instance.connect());
      if (!wanted) lease.stop();
      try {
        return await work(lease.connection);
      } finally {
        await lease.end();
      }
    };
    const done = run();
    lent.set(done, { stop, reads });
    const forget = () => {
      signal?.removeEventListener('abort', stop);
      lent.delete(done);
    };
    done.then(forget, forget);
    return done;
  }

  function endReading(): void {
    reading = false;
    for (const { stop, reads } of lent.values()) if (reads) stop();
  }

  return {
    read: (work) => use(work, true),
    work: (work, signal) => use(work, false, signal),
    endReading,
    async close() {
      if (closed) return;
      closed = true;
      for (const { stop } of lent.values()) stop();
      await Promise.allSettled(lent.keys());
      instance.closeSync();
    },
  };
}
