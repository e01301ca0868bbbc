import type { DuckDBConnection } from '@duckdb/node-api';
import { most } from '../layout/columns.ts';
import type { TextLayout } from '../layout/layout.ts';
import { isNumber } from '../layout/shapes.ts';
import { numbersOf } from '../stages.ts';
import { isKnownSymbol } from '../symbol-name.ts';
import { timeKind } from '../times/time-form.ts';
import { blocksSql, partingSql, textsIn } from './text-rows.ts';

/** A column with more distinct values does not name series. */
const mostSeries = 50;

/** A column with few values that separates rows of the same time; null where there is none. */
export async function seriesColumn(connection: DuckDBConnection, layout: TextLayout): Promise<number | null> {
  const others = unusedColumns(layout);
  if (others.length === 0) return null;
  const [rows, ...counts] = await numbersOf(connection, partingSql(layout, others));
  const found = others.findIndex((_, index) => {
    const [values, pairs] = [counts[2 * index] ?? 0, counts[2 * index + 1] ?? 0];
    return values > 1 && values <= mostSeries && pairs >= (rows ?? 0) * 0.99;
  });
  return found < 0 ? null : others[found];
}

/**
 * A column with few words, each in one contiguous block of rows (one market after the other) or all of them known
 * symbols; null where there is none.
 */
export async function blockColumn(
  connection: DuckDBConnection,
  layout: TextLayout,
  examples: readonly (readonly string[])[],
): Promise<number | null> {
  const words = wordColumns(layout, examples);
  if (words.length === 0) return null;
  const counts = await numbersOf(connection, blocksSql(layout, words));
  for (const [index, position] of words.entries()) {
    const [values, changes] = [counts[2 * index] ?? 0, counts[2 * index + 1] ?? 0];
    if (values < 2 || values > mostSeries) continue;
    const texts = (await textsIn(connection, layout, position, mostSeries)) ?? [];
    if (changes === values - 1 || texts.every(({ ticker }) => isKnownSymbol(ticker))) return position;
  }
  return null;
}

/** The unused columns that hold words. */
export function wordColumns(layout: TextLayout, examples: readonly (readonly string[])[]): readonly number[] {
  return unusedColumns(layout).filter((position) =>
    most(examples, (row) => {
      const text = row[position] ?? '';
      return /\p{L}{2}/u.test(text) && !isNumber(text, layout.delimiter) && timeKind(text) === null;
    }),
  );
}

function unusedColumns({ places, fields }: TextLayout): readonly number[] {
  const { time, open, high, low, close, volume, spread } = places;
  const used = new Set([...time, open, high, low, close, volume, spread]);
  return Array.from({ length: Math.min(fields, 100) }, (_, position) => position).filter(
    (position) => !used.has(position),
  );
}
