import type { DuckDBConnection } from '@duckdb/node-api';

/** Thrown by every statement on a connection whose work was stopped. */
export class Stopped extends Error {
  constructor() {
    super('The work on the database was stopped.');
    this.name = 'Stopped';
  }
}

/** A connection lent for one piece of work. */
export interface Lease {
  readonly connection: DuckDBConnection;
  /** Ends the statement under way soon and refuses every further one. A COMMIT that has begun is let through. */
  stop(): void;
  /** Waits for what is still under way, then closes the connection, which drops a transaction left open. */
  end(): Promise<void>;
}

/** An interrupt reaches only a statement that is running: one that is about to begin would miss a single one. */
const interruptEveryMs = 5;

const stopped = new WeakSet<DuckDBConnection>();

/** For long work between two statements, such as copying a result out. */
export function throwIfStopped(connection: DuckDBConnection): void {
  if (stopped.has(connection)) throw new Stopped();
}

/**
 * Lends `connection`. Closing a connection under a running statement hangs or takes the process down, so every
 * statement is followed to its end; that `run` is the only way to start one makes this whole.
 */
export function lend(connection: DuckDBConnection): Lease {
  const running = new Set<Promise<unknown>>();
  const plainRun = connection.run.bind(connection);
  let interrupting: NodeJS.Timeout | undefined;
  let committing = false;

  connection.run = async (sql, values, types) => {
    throwIfStopped(connection);
    committing = sql === 'COMMIT';
    const statement = plainRun(sql, values, types);
    running.add(statement);
    try {
      return await statement;
    } catch (error) {
      if (stopped.has(connection)) throw new Stopped();
      throw error;
    } finally {
      committing = false;
      running.delete(statement);
    }
  };
  for (const way of ['stream', 'start', 'startStream', 'prepare'] as const) {
    connection[way] = () => {
      // An interrupted stream ends short and without an error, and none of them is followed here.
      throw new TypeError(`Use run, not ${way}.`);
    };
  }

  const interrupt = () => {
    if (running.size > 0 && !committing) connection.interrupt();
  };

  return {
    connection,
    stop() {
      if (stopped.has(connection)) return;
      stopped.add(connection);
      interrupt();
      interrupting = setInterval(interrupt, interruptEveryMs);
    },
    async end() {
      await Promise.allSettled(running);
      clearInterval(interrupting);
      connection.closeSync();
    },
  };
}
