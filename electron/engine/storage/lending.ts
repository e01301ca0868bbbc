import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { type Lease, lend, Stopped } from './lease.ts';

/**
 * The desk's one database, and the only owner of connections to it: each piece of work is lent one of its own,
 * and none is closed before everything on it has ended. Work that is stopped rejects with `Stopped`. Work must not ask
 * for further work and wait for it.
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

/** DuckDB refuses everything after such an error, as where the disk is full in the midst of a checkpoint. */
const fatal = /\bFATAL Error\b|has been invalidated/i;

export function isFatal(error: unknown): boolean {
  return error instanceof Error && fatal.test(error.message);
}

/**
 * Lends connections to what `open` gives. After a fatal error everything on the old one is waited for and it is opened
 * again, as a start would: what was committed is there, and nothing else.
 */
export async function lendFrom(open: () => Promise<DuckDBInstance>): Promise<Database> {
  let instance: DuckDBInstance | null = await open();
  let failed = false;
  let reopening: Promise<void> | null = null;
  const lent = new Map<Promise<unknown>, { readonly stop: () => void; readonly reads: boolean }>();
  /** Those of `lent` that have got their connection. */
  const connected = new Set<Promise<unknown>>();
  let reading = true;
  let closed = false;

  async function reopen(): Promise<void> {
    await Promise.allSettled(connected);
    instance?.closeSync();
    instance = null;
    instance = await open();
    failed = false;
  }

  function use<T>(work: Work<T>, reads: boolean, signal?: AbortSignal): Promise<T> {
    if (closed || (reads && !reading) || signal?.aborted) return Promise.reject(new Stopped());
    let lease: Lease | null = null;
    let wanted = true;
    const stop = () => {
      wanted = false;
      lease?.stop();
    };
    signal?.addEventListener('abort', stop);
    const onConnection = async (from: DuckDBInstance) => {
      lease = lend(await from.connect());
      if (!wanted) lease.stop();
      try {
        return await work(lease.connection);
      } catch (error) {
        failed ||= isFatal(error);
        throw error;
      } finally {
        await lease.end();
      }
    };
    const run = async () => {
      while (failed || !instance) {
        reopening ??= reopen().finally(() => {
          reopening = null;
        });
        await reopening;
      }
      if (!wanted) throw new Stopped();
      const done = onConnection(instance);
      connected.add(done);
      const leave = () => connected.delete(done);
      done.then(leave, leave);
      return done;
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
      instance?.closeSync();
    },
  };
}
