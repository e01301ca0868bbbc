import type { DuckDBConnection } from '@duckdb/node-api';
import type { Result } from '../../../../../shared/result.ts';
import { success } from '../../../../../shared/result.ts';
import { recognise } from '../layout/layout.ts';
import type { SourceFile } from '../source-file.ts';
import type { ParquetLayout } from './parquet-layout.ts';
import { describeParquet } from './parquet-layout.ts';
import {
  parquetBlocks,
  parquetTickers,
  parquetTimes,
  parquetTimesSql,
  parseParquet,
} from './parquet-rows.ts';
import type { Table, Ticker } from './table.ts';
import { mostTickers } from './table.ts';

/** Finds the columns of a Parquet file; no data are read into tables yet. */
export async function openParquetTable(
  connection: DuckDBConnection,
  file: SourceFile,
  now: number,
): Promise<Result<Table>> {
  const described = await describeParquet(connection, file);
  if (!described.ok) return described;
  const tickers = (await parquetTickers(connection, file, described.value, mostTickers)) ?? [];
  const { places } = described.value;
  const layout =
    tickers.length > 0 ? described.value : { ...described.value, places: { ...places, ticker: null } };
  return success(parquetTable({ connection, file, now, layout, tickers }, null));
}

interface ParquetParts {
  readonly connection: DuckDBConnection;
  readonly file: SourceFile;
  readonly now: number;
  readonly layout: ParquetLayout;
  readonly tickers: readonly Ticker[];
}

function parquetTable(parts: ParquetParts, ticker: string | null): Table {
  const { connection, file, now, layout, tickers } = parts;
  const table: Table = {
    layout: 'Parquet',
    delimiter: null,
    has_header: true,
    names: layout.names,
    places: layout.places,
    offered_zones: recognise(layout.names, '', [], layout.places).offered_zones,
    tickers,
    of: (other) => parquetTable(parts, other),
    times: () => parquetTimes(connection, file, layout, ticker),
    timesSql: (time) => parquetTimesSql(file, layout, ticker, time),
    openDecimal: async () => null,
    parse: (time) => parseParquet(connection, file, layout, { time, ticker, now }),
    seriesColumn: async () => null,
    blockColumn: () => parquetBlocks(connection, file, layout),
    async partedBy(position) {
      const parted = { ...layout, places: { ...layout.places, ticker: position } };
      const found = (await parquetTickers(connection, file, parted, mostTickers)) ?? [];
      return parquetTable({ ...parts, layout: parted, tickers: found }, null);
    },
  };
  return table;
}
