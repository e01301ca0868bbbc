import type { DuckDBConnection } from '@duckdb/node-api';
import type { Result } from '../../../../../shared/result.ts';
import { success } from '../../../../../shared/result.ts';
import type { Questions } from '../questions.ts';
import type { Table } from '../tables/table.ts';
import { minuteText } from '../words.ts';
import type { TimeReading } from './time-reading.ts';
import type { Weight } from './weigh.ts';
import { equallyGood, weighTimes } from './weigh.ts';

/** Of the readings that fit, the one with the fewest rows out of place; asked only where two are as good. */
export async function chooseReading(
  connection: DuckDBConnection,
  table: Table,
  questions: Questions,
  now: number,
): Promise<Result<TimeReading>> {
  const found = await table.times();
  if (!found.ok) return found;
  const { readings, question, customary } = found.value;
  if (readings.length === 1 || question === null) return success(readings[0]);
  const weights: Weight[] = [];
  for (const { sql } of readings) weights.push(await weighTimes(connection, table.timesSql(sql), now));
  const best = question === 'time_unit' ? readings.map((_, index) => index) : equallyGood(weights);
  if (best.length === 1 || customary) return success(readings[best[0]]);
  const choices = best.map((index) => ({
    value: readings[index].value,
    label: labels[readings[index].value] ?? readings[index].value,
    consequence: `bars from ${minuteText(weights[index].from)} to ${minuteText(weights[index].to)}`,
  }));
  const text =
    question === 'time_unit'
      ? 'The times are counts that fit two units. Which unit is right?'
      : 'The dates can be read in more than one order. Which order is right?';
  const value = questions.ask(question, text, choices);
  return success(readings.find((reading) => reading.value === value) ?? readings[0]);
}

const labels: Readonly<Record<string, string>> = {
  'day-first': 'Day first (31/12/2024)',
  'month-first': 'Month first (12/31/2024)',
  'year-first': 'Year first (24/12/31)',
  seconds: 'Seconds',
  minutes: 'Minutes',
  nanoseconds: 'Nanoseconds since 1970',
  ticks: '.NET ticks (tenths of a microsecond since the year 1)',
  filetime: 'Windows file times (tenths of a microsecond since 1601)',
};
