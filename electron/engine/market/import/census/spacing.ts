import type { DuckDBConnection } from '@duckdb/node-api';
import { hourMs } from '../../../../../shared/market.ts';
import { fault, numbersOf } from '../stages.ts';

/** How far bars are apart, and at which time past the hour they open. */
export interface Spacing {
  readonly interval_ms: number;
  /** The time past the hour at which bars open, within their spacing. */
  readonly phase_ms: number;
  /** Bars moved to the start of their period, see `takeLateOpens`. */
  readonly late_opens: number;
  /** A second time past the hour at which many bars open; null where there is none. */
  readonly other_phase_ms: number | null;
  /** The times were those of the last moment of each bar, and are now those of its start. */
  readonly end_stamped: boolean;
}

/**
 * The spacing is the most frequent difference `step`, the phase the most frequent remainder. Rows beside both are late
 * opens or refused. Where many are beside (a thin market in which most bars are missing), the widest divisor of an
 * hour that nearly all bars are on is the spacing. Null without two bars.
 */
export async function findSpacing(
  connection: DuckDBConnection,
  step: number | null,
): Promise<Spacing | null> {
  if (step === null) return null;
  const unmarked = {
    interval_ms: step,
    phase_ms: 0,
    late_opens: 0,
    other_phase_ms: null,
    end_stamped: false,
  };
  if (hourMs % step !== 0) return unmarked;
  const marked = await phaseOf(connection, step);
  const end_stamped = step >= 60_000 && step - marked <= 1000;
  if (end_stamped) await takeStarts(connection, step);
  const phase_ms = end_stamped ? 0 : marked;
  const plain = { ...unmarked, end_stamped };
  const bars = await countBeside(connection, step, phase_ms);
  if (bars.beside === 0) return { ...plain, phase_ms };
  const late_opens = await takeLateOpens(connection, step, phase_ms);
  const beside = bars.beside - late_opens;
  if (beside === 0) return { ...plain, phase_ms, late_opens };
  const steady = await isSteady(connection, step);
  if (beside > bars.all / 4 && !steady) {
    for (const interval_ms of spacingsBelow(step)) {
      const phase = await phaseOf(connection, interval_ms);
      const finer = await countBeside(connection, interval_ms, phase);
      if (finer.beside > finer.all / 100) continue;
      await refuseBeside(connection, interval_ms, phase);
      return { ...plain, interval_ms, phase_ms: phase, late_opens };
    }
  }
  // So many are not exceptions: the file has two phases, and no window contains the bars of both whole.
  const many = steady && beside >= 3 && beside > bars.all / 50;
  const other_phase_ms = many ? await otherPhase(connection, step, phase_ms) : null;
  await refuseBeside(connection, step, phase_ms);
  return { ...plain, phase_ms, late_opens, other_phase_ms };
}

/** Some sources stamp a bar with its last moment, 00:59:59.999. */
async function takeStarts(connection: DuckDBConnection, interval: number): Promise<void> {
  await connection.run(
    `UPDATE rows SET time = time - time % ${interval} WHERE ${interval} - time % ${interval} <= 1000`,
  );
}

/** The most frequent remainder; of equally frequent ones the smallest. */
async function phaseOf(connection: DuckDBConnection, interval: number): Promise<number> {
  const [phase] = await numbersOf(
    connection,
    `SELECT (time % ${interval})::DOUBLE FROM rows WHERE fault = 0 GROUP BY time % ${interval}
     ORDER BY count(*) DESC, time % ${interval} LIMIT 1`,
  );
  return phase ?? 0;
}

async function countBeside(connection: DuckDBConnection, interval: number, phase: number) {
  const [all, beside] = await numbersOf(
    connection,
    `SELECT count(*)::DOUBLE, (count(*) FILTER (time % ${interval} <> ${phase}))::DOUBLE FROM rows WHERE fault = 0`,
  );
  return { all: all ?? 0, beside: beside ?? 0 };
}

/**
 * A market that opens at five past has its first hourly bar at five past, and the next one on the hour. Such a bar is
 * that of the period it opens in, which ends where the next one begins: it takes the period's time. Only what recurs on
 * different days at the same distance is taken so; a lone one is a fault. Returns how many.
 */
async function takeLateOpens(connection: DuckDBConnection, interval: number, phase: number): Promise<number> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE late AS
    WITH beside AS (
      SELECT n, time, (time - ${phase}) % ${interval} AS late, time - (time - ${phase}) % ${interval} AS period,
        lag(time) OVER (ORDER BY time) AS before, lead(time) OVER (ORDER BY time) AS after
      FROM rows WHERE fault = 0),
    alone AS (
      SELECT n, late, period, after, period // 86400000 AS day FROM beside
      WHERE late <> 0 AND (before IS NULL OR before < period) AND (after IS NULL OR after >= period + ${interval}))
    SELECT n, period FROM alone WHERE late IN (
      SELECT late FROM alone WHERE after = period + ${interval} GROUP BY late HAVING count(DISTINCT day) > 1)`);
  const [count] = await numbersOf(connection, 'SELECT count(*)::DOUBLE FROM late');
  if (count) await connection.run('UPDATE rows SET time = late.period FROM late WHERE rows.n = late.n');
  await connection.run('DROP TABLE late');
  return count ?? 0;
}

/** Whether most bars follow each other at this spacing; otherwise it may be the remains of a finer one. */
async function isSteady(connection: DuckDBConnection, step: number): Promise<boolean> {
  const [steps, same] = await numbersOf(
    connection,
    `SELECT count(*)::DOUBLE, (count(*) FILTER (step = ${step}))::DOUBLE
     FROM (SELECT time - lag(time) OVER (ORDER BY time) AS step FROM rows WHERE fault = 0) WHERE step IS NOT NULL`,
  );
  return (same ?? 0) > (steps ?? 0) / 2;
}

async function otherPhase(
  connection: DuckDBConnection,
  interval: number,
  phase: number,
): Promise<number | null> {
  const [other] = await numbersOf(
    connection,
    `SELECT (time % ${interval})::DOUBLE FROM rows WHERE fault = 0 AND time % ${interval} <> ${phase}
     GROUP BY time % ${interval} ORDER BY count(*) DESC, time % ${interval} LIMIT 1`,
  );
  return other;
}

async function refuseBeside(connection: DuckDBConnection, interval: number, phase: number): Promise<void> {
  await connection.run(
    `UPDATE rows SET fault = ${fault.grid} WHERE fault IN (0, ${fault.duplicate}) AND time % ${interval} <> ${phase}`,
  );
}

function spacingsBelow(step: number): readonly number[] {
  const seconds = [1800, 1200, 900, 720, 600, 360, 300, 240, 180, 120, 60, 30, 20, 15, 10, 5, 2, 1];
  return seconds.map((count) => count * 1000).filter((spacing) => spacing < step && step % spacing === 0);
}
