import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import type { RefusedRow } from '../../../../../shared/imports.ts';
import { hourMs } from '../../../../../shared/market.ts';
import { fault, faults, numbersOf } from '../stages.ts';
import type { OtherSpacing } from './mixed-spacing.ts';
import { findOtherSpacing } from './mixed-spacing.ts';
import { countUnordered, orderRows, refuseFarRows } from './order.ts';
import type { Spacing } from './spacing.ts';
import { findSpacing } from './spacing.ts';

/** What was counted in the rows of a file. */
export interface Census {
  readonly rows: number;
  readonly accepted: number;
  readonly duplicates: number;
  /** Duplicates with other prices than the first row of their time. */
  readonly conflicting: number;
  readonly unordered: number;
  readonly refused: number;
  readonly interval_ms: number | null;
  readonly phase_ms: number;
  readonly late_opens: number;
  /** Another time past the hour at which many bars open, beside `phase_ms`; null where all fit. */
  readonly other_phase_ms: number | null;
  /** Whether bars were stamped with their end and have been moved to their start. */
  readonly end_stamped: boolean;
  /** A part of the file with bars of another length; null where there is none. */
  readonly other_spacing: OtherSpacing | null;
  readonly gaps: number;
  readonly from: number | null;
  readonly to: number | null;
}

/** Marks duplicates, rows off the spacing and rows far from all others, sorts `rows` by time, and counts everything. */
export async function takeCensus(connection: DuckDBConnection): Promise<Census> {
  let deltas = await readDeltas(connection);
  const disordered = deltas.disorder > 0;
  if (disordered || deltas.longest > farMs) await refuseFarRows(connection, deltas.disorder);
  if (disordered) await orderRows(connection);
  if (disordered || deltas.longest > farMs) deltas = await readDeltas(connection);
  const { interval } = deltas;
  const uneven = interval !== null && hourMs % interval === 0 && deltas.others > 5;
  const other_spacing = uneven ? await findOtherSpacing(connection, interval) : null;
  const spacing = await findSpacing(connection, interval);
  const counts = await numbersOf(
    connection,
    `SELECT count(*)::DOUBLE, (count(*) FILTER (fault = 0))::DOUBLE,
       (count(*) FILTER (fault = ${fault.duplicate}))::DOUBLE,
       (min(time) FILTER (fault = 0))::DOUBLE, (max(time) FILTER (fault = 0))::DOUBLE FROM rows`,
  );
  const [rows, accepted, duplicates] = counts.map((count) => count ?? 0);
  return {
    rows,
    accepted,
    duplicates,
    conflicting: duplicates === 0 ? 0 : await countConflicting(connection),
    unordered: disordered ? await countUnordered(connection) : 0,
    refused: rows - accepted - duplicates,
    ...spacingOf(spacing),
    other_spacing,
    gaps: spacing === null ? 0 : await countGaps(connection, spacing.interval_ms),
    from: counts[3],
    to: counts[4],
  };
}

/** A few bars beyond a longer pause are misdated. */
const farMs = 180 * 86_400_000;

function spacingOf(spacing: Spacing | null):
  | Spacing
  | ({ [Key in keyof Spacing]: Spacing[Key] | null } & {
      phase_ms: number;
      late_opens: number;
      end_stamped: boolean;
    }) {
  return (
    spacing ?? { interval_ms: null, phase_ms: 0, late_opens: 0, other_phase_ms: null, end_stamped: false }
  );
}

/** The first `limit` rows left out, by line. `texts` says whether `lines` holds the file's own text. */
export async function refusedRows(
  connection: DuckDBConnection,
  texts: boolean,
  limit: number,
): Promise<readonly RefusedRow[]> {
  const example = texts
    ? 'left(line, 120)'
    : "left(concat_ws(', ', epoch_ms(time), open, high, low, close, volume), 120)";
  const reader = await connection.runAndReadAll(
    `SELECT n::DOUBLE, fault, coalesce(${example}, '') FROM
       (SELECT * FROM rows WHERE fault <> 0 ORDER BY n LIMIT ${limit}) ${texts ? 'JOIN lines ON lines.rowid = n - 1' : ''} ORDER BY n`,
  );
  return z
    .array(z.tuple([z.number(), z.number(), z.string()]))
    .parse(reader.getRows())
    .map(([line, code, text]) => ({ line, reason: faults[code], example: text }));
}

interface Deltas {
  /** Rows that do not come after the row before them. */
  readonly disorder: number;
  /** The most frequent step from bar to bar, ms; null with fewer than two bars. */
  readonly interval: number | null;
  readonly longest: number;
  /** How often the second most frequent step occurs. */
  readonly others: number;
}

async function readDeltas(connection: DuckDBConnection): Promise<Deltas> {
  const [disorder, interval, longest, others] = await numbersOf(
    connection,
    `WITH steps AS MATERIALIZED (
       SELECT step, count(*) AS times FROM (SELECT time - lag(time) OVER () AS step FROM rows WHERE fault = 0)
       WHERE step IS NOT NULL GROUP BY step)
     SELECT coalesce((SELECT sum(times) FROM steps WHERE step <= 0), 0)::DOUBLE,
       (SELECT step FROM steps WHERE step > 0 ORDER BY times DESC, step LIMIT 1)::DOUBLE,
       (SELECT max(abs(step)) FROM steps)::DOUBLE,
       (SELECT times FROM steps WHERE step > 0 ORDER BY times DESC, step LIMIT 1 OFFSET 1)::DOUBLE`,
  );
  return { disorder: disorder ?? 0, interval, longest: longest ?? 0, others: others ?? 0 };
}

async function countConflicting(connection: DuckDBConnection): Promise<number> {
  const [conflicting] = await numbersOf(
    connection,
    `SELECT count(*)::DOUBLE FROM rows d JOIN rows k ON k.time = d.time AND k.fault = 0
     WHERE d.fault = ${fault.duplicate}
       AND (d.open <> k.open OR d.high <> k.high OR d.low <> k.low OR d.close <> k.close)`,
  );
  return conflicting ?? 0;
}

/** Pauses longer than the spacing, weekends not counted. */
async function countGaps(connection: DuckDBConnection, interval: number): Promise<number> {
  const [gaps] = await numbersOf(
    connection,
    `SELECT (count(*) FILTER (NOT ${isWeekendSql('pause', 'time')}))::DOUBLE FROM (
       SELECT time, lag(time) OVER () + ${interval} AS pause FROM rows WHERE fault = 0)
     WHERE time > pause`,
  );
  return gaps ?? 0;
}

/** SQL: whether the pause from one time to another, ms UTC, is a weekend: up to three days with a whole Saturday. */
export function isWeekendSql(from: string, to: string): string {
  const [day, week] = [86_400_000, 604_800_000];
  const saturday = `((${from} - 2 * ${day} + ${week} - 1) // ${week}) * ${week} + 2 * ${day}`;
  return `(${to} - ${from} <= 3 * ${day} AND ${saturday} + ${day} <= ${to})`;
}
