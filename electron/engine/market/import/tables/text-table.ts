import type { DuckDBConnection } from '@duckdb/node-api';
import type { Result } from '../../../../../shared/result.ts';
import { failure, success } from '../../../../../shared/result.ts';
import type { TextLayout } from '../layout/layout.ts';
import { detectLayout } from '../layout/layout.ts';
import type { NumberReading } from '../numbers.ts';
import { findNumberStyle } from '../numbers.ts';
import type { SourceFile } from '../source-file.ts';
import { findTimeReadings } from '../times/time-reading.ts';
import { otherHeader } from './other-header.ts';
import { blockColumn, seriesColumn } from './series-columns.ts';
import type { Table, Ticker } from './table.ts';
import { mostTickers } from './table.ts';
import { exampleRows, firstLines, loadLines } from './text-lines.ts';
import { parseLines, textsIn, timesSql } from './text-rows.ts';

/** Reads the lines of the file into the connection's table `lines` and tells their layout. */
export async function openTextTable(
  connection: DuckDBConnection,
  file: SourceFile,
  now: number,
): Promise<Result<Table>> {
  const loaded = await loadLines(connection, file);
  if (!loaded.ok) return loaded;
  const detected = detectLayout(await firstLines(connection));
  if (!detected.ok) return failure(detected.problem.code, `${file.name}: ${detected.problem.message}`);
  return success(await tableOf(connection, file, now, detected.value));
}

async function tableOf(
  connection: DuckDBConnection,
  file: SourceFile,
  now: number,
  layout: TextLayout,
): Promise<Table> {
  const { places, wide } = layout;
  const rows = await exampleRows(connection, layout);
  const tickers: readonly Ticker[] =
    wide.length > 0
      ? wide.map(({ ticker }) => ({ ticker, rows: rows.length }))
      : places.ticker === null
        ? []
        : ((await textsIn(connection, layout, places.ticker, mostTickers)) ?? []);
  // An empty column, or one with another text in nearly every row, does not name series.
  const parted = tickers.length > 0 ? layout : { ...layout, places: { ...places, ticker: null } };
  return textTable({ connection, file, now, layout: parted, rows, tickers }, null);
}

interface TextParts {
  readonly connection: DuckDBConnection;
  readonly file: SourceFile;
  readonly now: number;
  readonly layout: TextLayout;
  /** Rows from the whole file. */
  readonly rows: readonly (readonly string[])[];
  readonly tickers: readonly Ticker[];
}

function textTable(parts: TextParts, ticker: string | null): Table {
  const { connection, file, now, tickers } = parts;
  const places = parts.layout.wide.find((series) => series.ticker === ticker)?.places ?? parts.layout.places;
  const layout = { ...parts.layout, places };
  const own =
    ticker === null || places.ticker === null
      ? parts.rows
      : parts.rows.filter((row) => row[places.ticker ?? 0] === ticker);
  const column = (positions: readonly (number | null)[]) =>
    own.flatMap((row) => positions.flatMap((position) => (position === null ? [] : [row[position]])));
  const numbers = findNumberStyle(
    column([places.open, places.high, places.low, places.close]),
    column([places.volume, places.spread]),
  );

  return {
    layout: layout.name,
    delimiter: layout.delimiter,
    has_header: layout.header_line > 0,
    names: layout.names ?? Array.from({ length: layout.fields }, (_, index) => String(index + 1)),
    places,
    offered_zones: layout.offered_zones,
    tickers,
    of: (other) => textTable(parts, other),
    async times() {
      const readings = findTimeReadings(
        own.map((row) => places.time.map((position) => row[position]).join(' ')),
      );
      return readings.ok
        ? readings
        : failure(readings.problem.code, `${file.name}: ${readings.problem.message}`);
    },
    timesSql: (time) => [
      timesSql({ layout, numbers: numbers.style, ticker }, time),
      ticker === null || places.ticker === null ? undefined : { ticker },
    ],
    openDecimal: async () =>
      numbers.open ? (column([places.close]).find((text) => text.includes(',')) ?? null) : null,
    async parse(time, decimalMark) {
      await parseLines(connection, { layout, numbers: styleOf(numbers, decimalMark), ticker }, time, now);
      const line = await otherHeader(connection, layout);
      return line === null
        ? success(null)
        : failure(
            'unreadable',
            `${file.name}: line ${line} is another header, with the columns in another order. Split the file there and import the parts one by one.`,
          );
    },
    seriesColumn: () => seriesColumn(connection, layout),
    blockColumn: () => blockColumn(connection, layout, own),
    partedBy: (position) =>
      tableOf(connection, file, now, { ...layout, places: { ...places, ticker: position } }),
  };
}

function styleOf({ style, open }: NumberReading, decimalMark: 'comma' | 'thousands') {
  return open && decimalMark === 'thousands' ? ({ decimal: '.', group: ',', plain: false } as const) : style;
}
