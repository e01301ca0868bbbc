import type { DuckDBConnection } from '@duckdb/node-api';
import type { Result } from '../../../../shared/result.ts';
import { failure, success } from '../../../../shared/result.ts';
import { reasonOf } from '../reason.ts';
import { firstTables } from './1-first-tables.ts';
import { instrumentSettings } from './2-instrument-settings.ts';
import { simulatorStates } from './3-simulator-states.ts';
import { simulatedCalendar } from './4-simulated-calendar.ts';
import { scopesOfAudit } from './5-scopes-of-audit.ts';

/** Takes the tables from one version of their shape to the next. A released step is never edited: add another. */
export type Migration = (connection: DuckDBConnection) => Promise<void>;

/** In order: the first makes version 1 out of an empty file, each further one the next version. */
const migrations: readonly Migration[] = [
  firstTables,
  instrumentSettings,
  simulatorStates,
  simulatedCalendar,
  scopesOfAudit,
];

/** The version of the tables that this desk reads and writes. */
export const schemaVersion = migrations.length;

/**
 * Brings the tables to `schemaVersion`, step by step, each step kept whole or not at all. Fails with `conflict`,
 * and changes nothing, where a newer desk has written them; with `not-saved` where a step fails, those before it kept.
 */
export async function migrate(connection: DuckDBConnection): Promise<Result<null>> {
  const found = await readVersion(connection);
  if (found > schemaVersion)
    return failure(
      'conflict',
      `It was written by a newer version of the desk (schema ${found}; this one knows ${schemaVersion}). Start that version, or start this one with another data folder: --user-data-dir=PATH.`,
    );
  if (found === schemaVersion) return success(null);
  for (const [index, step] of migrations.entries()) {
    if (index < found) continue;
    await connection.run('BEGIN');
    try {
      await step(connection);
      await connection.run('DELETE FROM schema_version');
      await connection.run('INSERT INTO schema_version VALUES ($version)', { version: index + 1 });
      await connection.run('COMMIT');
    } catch (error) {
      await connection.run('ROLLBACK').catch(() => undefined);
      return failure(
        'not-saved',
        `It could not be brought from schema ${index} to ${index + 1}: ${reasonOf(error)}. Free some disk space if there is little, then start again.`,
      );
    }
  }
  // Altered tables are written out at once: the log of changes need not be understood by the next start.
  await connection.run('CHECKPOINT');
  return success(null);
}

/** 0 for an empty file, and for one from before versions were noted. */
async function readVersion(connection: DuckDBConnection): Promise<number> {
  await connection.run('CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)');
  const reader = await connection.runAndReadAll('SELECT coalesce(max(version), 0) FROM schema_version');
  return Number(reader.getRows()[0][0]);
}
