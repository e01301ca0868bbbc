import { z } from 'zod';

export const importOptionsSchema = z.strictObject({
  /** Six letters, a coin, or a ticker; decides the dataset the bars go to. */
  symbol: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z0-9][A-Z0-9.-]{0,19}$/, {
      error: 'A symbol is 1 to 20 letters, digits, dots or dashes.',
    }),
  /** IANA zone the file's local times are in, e.g. "UTC" or "Europe/Athens". Times with an offset and epochs ignore it. */
  time_zone: z.string().min(1).max(64),
});
export type ImportOptions = z.infer<typeof importOptionsSchema>;

export type TimeFormat = 'epoch-s' | 'epoch-ms' | 'epoch-us' | 'offset' | 'local' | 'native';

/** Why a row was left out. `example` is the row's text, cut at 120 characters. */
export interface RefusedRow {
  readonly line: number;
  readonly reason: string;
  readonly example: string;
}

/** What was understood of a file before it is taken. */
export interface ImportPreview {
  readonly path: string;
  readonly file_name: string;
  readonly size_bytes: number;
  readonly format: 'csv' | 'parquet';
  /** e.g. "MetaTrader 5", or "CSV with header". */
  readonly layout: string;
  readonly delimiter: string | null;
  readonly has_header: boolean;
  /** Column name or 1-based position by role; null where the file has none. */
  readonly columns: Readonly<Record<'time' | 'open' | 'high' | 'low' | 'close' | 'volume', string | null>>;
  readonly ignored_columns: readonly string[];
  readonly time_format: TimeFormat;
  /** The pattern understood, e.g. "%Y.%m.%d %H:%M". */
  readonly time_pattern: string;
  readonly time_zone: string;
  readonly symbol: string;
  /** Rows of the file, header not counted. */
  readonly rows: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly unordered: number;
  readonly refused: number;
  /** The first 200 refused or duplicate rows, by line. */
  readonly refused_rows: readonly RefusedRow[];
  readonly interval_ms: number | null;
  /** Pauses longer than the interval, weekends not counted. */
  readonly gaps: number;
  readonly from: number | null;
  readonly to: number | null;
  /** First bars as understood: [time ms UTC, open, high, low, close, volume]. */
  readonly sample: readonly (readonly [number, number, number, number, number, number])[];
  /** What deserves a second look, in words. */
  readonly warnings: readonly string[];
}

/** What an import did. */
export interface ImportReport {
  readonly dataset: string;
  readonly preview: ImportPreview;
  readonly added: number;
  /** Bars whose time was stored already: kept as stored. */
  readonly already_stored: number;
  /** … of which with other prices. */
  readonly conflicting: number;
}
