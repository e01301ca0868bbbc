import type { DuckDBConnection } from '@duckdb/node-api';
import type { Result } from '../../../shared/result.ts';
import { failure } from '../../../shared/result.ts';
import type { Database } from './database.ts';

/**
 * Runs `work` on a connection of its own, inside one transaction: kept when `work` succeeds, otherwise, and when
 * `signal` fires, as if it had never been. A full disk and the like become a failure in words.
 */
export async function inTransaction<T>(
  database: Database,
  signal: AbortSignal | undefined,
  work: (connection: DuckDBConnection) => Promise<Result<T>>,
): Promise<Result<T>> {
  return withConnection(database, signal, (connection) =>
    transact(connection, signal, () => work(connection)),
  );
}

/** The transaction alone, on a connection that has done other work before and is closed if this throws. */
export async function transact<T>(
  connection: DuckDBConnection,
  signal: AbortSignal | undefined,
  work: () => Promise<Result<T>>,
): Promise<Result<T>> {
  await connection.run('BEGIN');
  const result = await work();
  signal?.throwIfAborted();
  await connection.run(result.ok ? 'COMMIT' : 'ROLLBACK');
  return result;
}

/** Like `inTransaction`, for work that keeps nothing in the database. */
export async function withConnection<T>(
  database: Database,
  signal: AbortSignal | undefined,
  work: (connection: DuckDBConnection) => Promise<Result<T>>,
): Promise<Result<T>> {
  if (signal?.aborted) return cancelled();
  const connection = await database.connect();
  const interrupt = () => connection.interrupt();
  signal?.addEventListener('abort', interrupt);
  try {
    return await work(connection);
  } catch (error) {
    if (signal?.aborted) return cancelled();
    const message = error instanceof Error ? error.message.split('\n')[0] : String(error);
    if (/no space left|read-only file system|could not write/i.test(message))
      return failure('not-saved', `The market data could not be saved, nothing was changed: ${message}`);
    if (/out of memory|max_temp_directory_size/i.test(message))
      return failure(
        'too-large',
        `This takes more memory than the desk may use, nothing was changed: ${message}`,
      );
    throw error;
  } finally {
    signal?.removeEventListener('abort', interrupt);
    // Closing ends an open transaction without keeping it.
    connection.closeSync();
  }
}

function cancelled() {
  return failure('cancelled', 'Cancelled; nothing was changed.');
}
