import type { DuckDBConnection } from '@duckdb/node-api';
import type { Questions } from '../questions.ts';
import { minuteText } from '../words.ts';
import type { RepeatedHourAnswer, RepeatedHours } from './local-to-utc.ts';
import { localToUtc } from './local-to-utc.ts';

const noneRepeated: RepeatedHours = { twice: 0, open: 0, example: null };

/** Turns the times in `rows`, local to `zone`, into UTC; asks about an hour that happened twice and is there once. */
export async function toUtc(
  connection: DuckDBConnection,
  zone: string,
  questions: Questions,
): Promise<RepeatedHours> {
  if (zone === 'UTC') return noneRepeated;
  await connection.run('CREATE OR REPLACE TEMP TABLE local_rows AS SELECT * FROM rows ORDER BY n');
  const repeated = await localToUtc(connection, zone, 'earlier');
  if (repeated.open === 0) return repeated;
  const value = questions.ask(
    'repeated_hour',
    `Clocks were set back in ${zone}, and the file contains the repeated hour only once (${minuteText(repeated.example)}). Which of the two is it?`,
    [
      { value: 'earlier', label: 'The first of the two', consequence: 'summer time' },
      { value: 'later', label: 'The second of the two', consequence: 'standard time' },
      { value: 'leave-out', label: 'Leave it out', consequence: `${repeated.open} fewer rows` },
    ],
  );
  if (value === 'earlier') return repeated;
  await connection.run('DROP TABLE rows');
  await connection.run('ALTER TABLE local_rows RENAME TO rows');
  return localToUtc(connection, zone, value as RepeatedHourAnswer);
}
