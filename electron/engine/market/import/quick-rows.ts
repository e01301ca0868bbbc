import type { DuckDBConnection } from '@duckdb/node-api';
import { takeCensus } from './census/census.ts';
import type { ReadRows } from './read-rows.ts';
import type { Report } from './report.ts';
import type { SourceFile } from './source-file.ts';
import { plainSpread } from './spread.ts';
import { numbersOf } from './stages.ts';
import { readCleanText } from './tables/clean-text.ts';

/** Reads a text file in one pass; null unless every row is a bar, in order, and there is no question. */
export async function readQuickly(
  connection: DuckDBConnection,
  file: SourceFile,
  zone: string,
  now: number,
  report: Report,
): Promise<ReadRows | null> {
  const clean = await readCleanText(connection, file, zone, now);
  if (!clean) return null;
  report(0.2, 'Checking every row');
  const census = await takeCensus(connection);
  if (census.accepted < census.rows || census.rows === 0 || census.unordered > 0 || census.late_opens > 0)
    return null;
  const { layout, reading } = clean;
  if (census.gaps > 0 && reading.pattern.startsWith('%Y') && (await daysAreFew(connection))) return null;
  const table = {
    layout: layout.name,
    delimiter: layout.delimiter,
    has_header: layout.header_line > 0,
    names: layout.names ?? Array.from({ length: layout.fields }, (_, index) => String(index + 1)),
    places: layout.places,
    offered_zones: layout.offered_zones,
  };
  const spread = await plainSpread(connection, table);
  if (spread === undefined) return null;
  return {
    table,
    reading,
    zone: 'UTC',
    census,
    repeated: { twice: 0, open: 0, example: null },
    spread,
    tickers: [],
    ticker: null,
    named_ticker: true,
  };
}

/** Where no day is above 12, day and month may be swapped, which only all rows together can tell. */
async function daysAreFew(connection: DuckDBConnection): Promise<boolean> {
  const [last] = await numbersOf(connection, 'SELECT max(day(epoch_ms(time)))::DOUBLE FROM rows');
  return (last ?? 31) <= 12;
}
