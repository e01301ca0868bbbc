import type { DuckDBConnection } from '@duckdb/node-api';
import type { Result } from '../../../shared/result.ts';
import { failure, messageOf } from '../../../shared/result.ts';
import type { Database } from './database.ts';
import { Stopped } from './lease.ts';
import { isFatal } from './lending.ts';

/**
 * Runs `work` on a connection of its own, inside one transaction: kept when `work` succeeds, otherwise, and when
 * `signal` fires, as if it had never been. A full disk and the like become a failure in words.
 */
export async function inTransaction<T>(
  database: Database,
  signal: AbortSignal | undefined,
  work: (connection: DuckDBConnection) => Promise<Result<T>>,
): Promise<Result<T>> {
  return inWords(database, signal, (connection) => transact(connection, signal, () => work(connection)));
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

/** Like `inTransaction`, for long work that begins its transaction itself, if it has one; its progress can be asked. */
export async function withConnection<T>(
  database: Database,
  signal: AbortSignal | undefined,
  work: (connection: DuckDBConnection) => Promise<Result<T>>,
): Promise<Result<T>> {
  return inWords(database, signal, async (connection) => {
    await connection.run(followedSql);
    return work(connection);
  });
}

async function inWords<T>(
  database: Database,
  signal: AbortSignal | undefined,
  work: (connection: DuckDBConnection) => Promise<Result<T>>,
): Promise<Result<T>> {
  try {
    return await database.work(work, signal);
  } catch (error) {
    if (error instanceof Stopped || signal?.aborted) return cancelled();
    const message = messageOf(error).split('\n')[0];
    if (isFatal(error)) return failure('not-saved', stoppedInWords(message));
    if (/no space left|read-only file system|could not write/i.test(message))
      return failure('not-saved', `The market data could not be saved, nothing was changed: ${message}`);
    if (/out of memory|max_temp_directory_size/i.test(message))
      return failure(
        'too-large',
        `This takes more memory than the desk may use, nothing was changed: ${message}`,
      );
    throw error;
  }
}

/** Like `database.read`; reading that was stopped is a failure in words. */
export async function reading<T>(
  database: Database,
  work: (connection: DuckDBConnection) => Promise<Result<T>>,
): Promise<Result<T>> {
  try {
    return await database.read(work);
  } catch (error) {
    if (error instanceof Stopped) return failure('cancelled', 'The desk is ending; reading was stopped.');
    const message = messageOf(error).split('\n')[0];
    if (isFatal(error)) return failure('unreadable', stoppedInWords(message));
    if (/checksum|corrupt|i\/o error|io error|serialization error|fatal error/i.test(message))
      return failure(
        'unreadable',
        `What is stored cannot be read (${message}). Remove this data and import it again.`,
      );
    throw error;
  }
}

function stoppedInWords(message: string): string {
  return `The store of market data and of the audit trail stopped after an error (${message}). What was saved before is kept, and the desk opens the store again by itself; see that the disk is well and has room.`;
}

/** Progress is kept, never printed: jobs ask how far a statement is. DuckDB has it per connection only. */
const followedSql = 'SET enable_progress_bar = true; SET enable_progress_bar_print = false';

function cancelled() {
  return failure('cancelled', 'Cancelled; nothing was changed.');
}
