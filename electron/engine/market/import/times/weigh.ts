import type { DuckDBConnection } from '@duckdb/node-api';
import { isWeekendSql } from '../census/census.ts';
import { numbersOf } from '../stages.ts';

/** How plausible one reading of the times is. */
export interface Weight {
  /** The number of times that are unreadable, in the future or days from both neighbours, of rows out of order, and of pauses of days. */
  readonly cost: number;
  /** Pauses longer than the spacing, weekends not counted. */
  readonly gaps: number;
  /** Equal for readings that give every row the same time. */
  readonly mark: number;
  readonly from: number | null;
  readonly to: number | null;
}

const dayMs = 86_400_000;

/** Rates one reading by `times`, the SQL for n and time of every row under it; rows may be newest first. */
export async function weighTimes(
  connection: DuckDBConnection,
  [times, parameters]: readonly [string, Record<string, string>?],
  now: number,
): Promise<Weight> {
  const [unreadable, rising, falling, long, gaps, from, to, mark] = await numbersOf(
    connection,
    `WITH moments AS MATERIALIZED (${times}),
     readable AS (SELECT n, time, coalesce(abs(time - lag(time) OVER w) > ${4 * dayMs}, true)
         AND coalesce(abs(time - lead(time) OVER w) > ${4 * dayMs}, true) AS alone
       FROM moments WHERE time > 0 AND time <= ${now + dayMs} WINDOW w AS (ORDER BY n)),
     good AS (SELECT n, time, time - lag(time) OVER (ORDER BY n) AS step FROM readable WHERE NOT alone),
     pauses AS (SELECT lag(time) OVER (ORDER BY time) AS before, time AS after FROM good)
     SELECT (SELECT count(*) FROM moments)::DOUBLE - (SELECT count(*) FROM good)::DOUBLE,
       (SELECT count(*) FILTER (step > 0) FROM good)::DOUBLE, (SELECT count(*) FILTER (step < 0) FROM good)::DOUBLE,
       (SELECT count(*) FROM pauses WHERE after - before > ${4 * dayMs})::DOUBLE,
       (SELECT count(*) FROM pauses WHERE after - before > (SELECT mode(after - before) FROM pauses WHERE after > before)
         AND NOT ${isWeekendSql('before', 'after')})::DOUBLE,
       (SELECT min(time) FROM readable)::DOUBLE, (SELECT max(time) FROM readable)::DOUBLE,
       (SELECT bit_xor(hash(n, time)) % 9007199254740991 FROM readable)::DOUBLE`,
    parameters,
  );
  const disorder = Math.min(rising ?? 0, falling ?? 0);
  return { cost: (unreadable ?? 0) + disorder + (long ?? 0), gaps: gaps ?? 0, mark: mark ?? 0, from, to };
}

/** The indexes of the best readings; of those that give the same times, the first only. */
export function equallyGood(weights: readonly Weight[]): readonly number[] {
  const order = (a: Weight, b: Weight) => a.cost - b.cost || a.gaps - b.gaps;
  const [best] = [...weights].sort(order);
  const good = weights.flatMap((weight, index) => (order(weight, best) === 0 ? [index] : []));
  return good.filter(
    (index, at) => good.findIndex((other) => weights[other].mark === weights[index].mark) === at,
  );
}
