import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import type { ImportPreview, ImportQuestion, SpreadUnit } from '../../../../shared/imports.ts';
import type { Questions } from './questions.ts';
import type { Table } from './tables/table.ts';

/** The units that fit the spreads of a file; `unit` is null where several do and the user must choose. */
export interface SpreadReading {
  readonly unit: SpreadUnit | null;
  readonly fitting: readonly SpreadUnit[];
  /** Decimals of the prices. */
  readonly decimals: number;
  /** The usual spread in the unit of the column, and the usual price, to show what each unit would mean. */
  readonly median: number;
  readonly price: number;
}

/**
 * Finds the unit of the spreads by comparing them with prices and ranges. Null where there are none.
 * MetaTrader writes points, of the last decimal of a price; a pip has ten of them where prices have 3 or 5 decimals.
 */
export async function readSpreads(
  connection: DuckDBConnection,
  layout: string,
): Promise<SpreadReading | null> {
  const reader = await connection.runAndReadAll(
    `SELECT spread, close, high - low AS bar FROM rows WHERE fault = 0 AND spread > 0 AND isfinite(spread)
     USING SAMPLE reservoir(5000 ROWS) REPEATABLE (1)`,
  );
  const rows = z.array(z.tuple([z.number(), z.number(), z.number()])).parse(reader.getRows());
  if (rows.length === 0) return null;
  const median = medianOf(rows.map(([spread]) => spread));
  const price = medianOf(rows.map(([, close]) => close));
  const range = medianOf(rows.map(([, , bar]) => bar));
  const decimals = decimalsOf(rows.map(([, close]) => close));
  const whole = rows.every(([spread]) => Number.isInteger(spread));
  const seen = { decimals, median, price };
  if (whole && layout === 'MetaTrader 5') return { ...seen, unit: 'points', fitting: ['points'] };

  const fits: Readonly<Record<SpreadUnit, boolean>> = {
    price: median <= price * 0.01 && median <= Math.max(range * 10, price * 1e-5),
    points: whole && median / 10 ** decimals <= price * 0.01,
    pips:
      !whole &&
      hasPips(decimals) &&
      median >= 0.05 &&
      median <= 200 &&
      median * factorOf('pips', decimals) <= price * 0.01,
  };
  const fitting = (['price', 'points', 'pips'] as const).filter((unit) => fits[unit]);
  return { ...seen, unit: fitting.length === 1 ? fitting[0] : null, fitting };
}

/** How the spreads in `rows` are read; asks for the unit where their size does not tell it. Null where they are not used. */
export async function askSpread(
  connection: DuckDBConnection,
  table: Pick<Table, 'layout' | 'places'>,
  questions: Questions,
): Promise<ImportPreview['spread']> {
  if (table.places.spread === null) return null;
  const reading = await readSpreads(connection, table.layout);
  if (!reading) return null;
  if (reading.unit) return spreadText(reading, reading.unit);
  const choices: ImportQuestion['choices'] = [
    ...reading.fitting.map((unit) => ({
      value: unit as string,
      label: { price: 'Price units', points: 'Points of the last decimal', pips: 'Pips' }[unit],
      consequence: `${reading.median} is ${Number((reading.median * factorOf(unit, reading.decimals)).toPrecision(6))} at a price of ${reading.price}`,
    })),
    { value: 'none', label: 'Do not use it', consequence: 'the bars carry no spread' },
  ];
  const value = questions.ask(
    'spread_unit',
    `The file has a column of spreads, usually ${reading.median}. In which unit are they?`,
    choices,
  );
  const unit = reading.fitting.find((fitting) => fitting === value);
  return unit ? spreadText(reading, unit) : null;
}

/** The same for the fast path; undefined where a question would have to be asked. */
export async function plainSpread(
  connection: DuckDBConnection,
  table: Pick<Table, 'layout' | 'places'>,
): Promise<ImportPreview['spread'] | undefined> {
  if (table.places.spread === null) return null;
  const reading = await readSpreads(connection, table.layout);
  if (!reading) return null;
  return reading.unit ? spreadText(reading, reading.unit) : undefined;
}

/** Price units for one unit of the column. */
export function factorOf(unit: SpreadUnit, decimals: number): number {
  if (unit === 'price') return 1;
  return 1 / 10 ** (unit === 'points' ? decimals : decimals - 1);
}

/** The spread as shown in the preview. */
export function spreadText(reading: SpreadReading, unit: SpreadUnit): NonNullable<ImportPreview['spread']> {
  const factor = factorOf(unit, reading.decimals);
  return { unit, factor, median: Number((reading.median * factor).toPrecision(6)) };
}

/** SQL for a row's spread in price units; NULL where there is none or it is wider than a twentieth of the price. */
export function spreadSql(spread: ImportPreview['spread']): string {
  if (!spread) return 'NULL::DOUBLE';
  // Divided, not multiplied: 3 points are 0.00003, not 0.000030000000000000004.
  const value = spread.factor === 1 ? 'spread' : `spread / ${Math.round(1 / spread.factor)}`;
  return `CASE WHEN spread >= 0 AND ${value} <= close / 20 THEN ${value} END`;
}

function hasPips(decimals: number): boolean {
  return decimals === 3 || decimals === 5;
}

/** The decimals of the prices without rounding noise: 1.1213300000000002 has five. */
export function decimalsOf(prices: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const price of prices) {
    const text = String(Number(price.toPrecision(10)));
    const decimals = text.includes('e') ? 10 : (text.split('.')[1]?.length ?? 0);
    counts.set(decimals, (counts.get(decimals) ?? 0) + 1);
  }
  const seen = [...counts].filter(([, count]) => count >= prices.length / 100).map(([decimals]) => decimals);
  const most = Math.max(0, ...seen);
  if (most <= 6) return most;
  // Computed prices have many digits: take the usual number for their size.
  const price = medianOf(prices);
  return price < 20 ? 5 : price < 1000 ? 3 : 2;
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
