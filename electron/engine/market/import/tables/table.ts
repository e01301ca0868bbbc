import type { Result } from '../../../../../shared/result.ts';
import type { ColumnPlaces } from '../layout/columns.ts';
import type { OfferedZone } from '../layout/layout.ts';
import type { TimeReadings } from '../times/time-reading.ts';
import type { TimeSql } from '../times/time-sql.ts';

/** A file whose columns are known, before its times and numbers are read. */
export interface Table {
  /** For people, e.g. "MetaTrader 5". */
  readonly layout: string;
  readonly delimiter: string | null;
  readonly has_header: boolean;
  readonly names: readonly string[];
  readonly places: ColumnPlaces;
  readonly offered_zones: readonly OfferedZone[];
  /** The series in it, most rows first; empty where nothing parts the rows. */
  readonly tickers: readonly Ticker[];
  /** The same table with another series, or all rows (null). */
  of(ticker: string | null): Table;
  /** How the times may be read. */
  times(): Promise<Result<TimeReadings>>;
  /** SQL for n and time of every row under one reading, with its parameters. */
  timesSql(time: TimeSql): readonly [string, Record<string, string>?];
  /** A price as it stands in the file where a lone comma may part decimals or thousands; null where it is clear. */
  openDecimal(): Promise<string | null>;
  /** Makes the temporary table `rows`. */
  parse(time: TimeSql, decimalMark: 'comma' | 'thousands'): Promise<Result<null>>;
  /** The column of few values that parts rows of the same time; null where none does. */
  seriesColumn(): Promise<number | null>;
  /** The column of few words that seem to name series although no two rows have the same time; null where none does. */
  blockColumn(): Promise<number | null>;
  /** The same table with its rows parted by a column. */
  partedBy(position: number): Promise<Table>;
}

export interface Ticker {
  readonly ticker: string;
  readonly rows: number;
}

/** With more different texts than this, a column names something else than tickers. */
export const mostTickers = 500;
