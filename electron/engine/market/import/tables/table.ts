import type { Result } from '../../../../../shared/result.ts';
import type { ColumnPlaces } from '../layout/columns.ts';
import type { OfferedZone } from '../layout/layout.ts';
import type { TimeReadings } from '../times/time-reading.ts';
import type { TimeSql } from '../times/time-sql.ts';

/** A file with known columns whose times and numbers have not been read yet. */
export interface Table {
  /** For people, e.g. "MetaTrader 5". */
  readonly layout: string;
  readonly delimiter: string | null;
  readonly has_header: boolean;
  readonly names: readonly string[];
  readonly places: ColumnPlaces;
  readonly offered_zones: readonly OfferedZone[];
  /** The series in it, most rows first; empty where no column separates the rows. */
  readonly tickers: readonly Ticker[];
  /** The same table with another series, or all rows (null). */
  of(ticker: string | null): Table;
  /** The possible readings of the times. */
  times(): Promise<Result<TimeReadings>>;
  /** SQL for n and time of every row under one reading, with its parameters. */
  timesSql(time: TimeSql): readonly [string, Record<string, string>?];
  /** An example price where a comma may separate decimals or thousands; null where it is clear. */
  openDecimal(): Promise<string | null>;
  /** Makes the temporary table `rows`. */
  parse(time: TimeSql, decimalMark: 'comma' | 'thousands'): Promise<Result<null>>;
  /** A column with few values that separates rows of the same time; null where there is none. */
  seriesColumn(): Promise<number | null>;
  /** A column with few words that seem to name series although no two rows have the same time; null where there is none. */
  blockColumn(): Promise<number | null>;
  /** The same table with its rows separated by a column. */
  partedBy(position: number): Promise<Table>;
}

export interface Ticker {
  readonly ticker: string;
  readonly rows: number;
}

/** A column with more distinct texts does not hold tickers. */
export const mostTickers = 500;
