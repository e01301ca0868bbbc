import { z } from 'zod';
import { listOf } from './columns.ts';

export const importOptionsSchema = z.strictObject({
  /** Six letters, a coin, or a ticker; decides the dataset the bars go to. */
  symbol: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z0-9][A-Z0-9.-]{0,19}$/, {
      error: 'A symbol is 1 to 20 letters, digits, dots or dashes.',
    }),
  time_zone: z
    .string()
    .min(1)
    .max(64)
    .describe(
      'IANA zone of the local times in the file, e.g. "UTC" or "Europe/Athens". Times with an offset and epochs ignore it.',
    ),
});
export type ImportOptions = z.infer<typeof importOptionsSchema>;

export const timeFormats = ['epoch-s', 'epoch-ms', 'epoch-us', 'offset', 'local', 'native'] as const;
export type TimeFormat = (typeof timeFormats)[number];

/** Why a row was left out. `example` is the row's text, cut at 120 characters. */
export const refusedRowSchema = z.object({
  line: z.number(),
  reason: z.string(),
  example: z.string(),
});
export type RefusedRow = Readonly<z.infer<typeof refusedRowSchema>>;

/** What was understood of a file before it is taken. */
export const importPreviewSchema = z.object({
  path: z.string(),
  file_name: z.string(),
  size_bytes: z.number(),
  format: z.enum(['csv', 'parquet']),
  layout: z.string().describe('e.g. "MetaTrader 5", or "CSV with header".'),
  delimiter: z.string().nullable(),
  has_header: z.boolean(),
  /** Column name or 1-based position by role; null where the file has none. */
  columns: z.object({
    time: z.string().nullable(),
    open: z.string().nullable(),
    high: z.string().nullable(),
    low: z.string().nullable(),
    close: z.string().nullable(),
    volume: z.string().nullable(),
  }),
  ignored_columns: listOf(z.string()),
  time_format: z.enum(timeFormats),
  time_pattern: z.string().describe('The pattern understood, e.g. "%Y.%m.%d %H:%M".'),
  time_zone: z.string(),
  symbol: z.string(),
  rows: z.number().describe('Rows of the file, header not counted.'),
  accepted: z.number(),
  duplicates: z.number(),
  unordered: z.number(),
  refused: z.number(),
  /** The first 200 refused or duplicate rows, by line. */
  refused_rows: listOf(refusedRowSchema),
  interval_ms: z.number().nullable(),
  gaps: z.number().describe('Pauses longer than the interval, weekends not counted.'),
  from: z.number().nullable(),
  to: z.number().nullable(),
  /** First bars as understood: [time ms UTC, open, high, low, close, volume]. */
  sample: listOf(
    z.tuple([z.number(), z.number(), z.number(), z.number(), z.number(), z.number()]).readonly(),
  ),
  /** What deserves a second look, in words. */
  warnings: listOf(z.string()),
});
export type ImportPreview = Readonly<z.infer<typeof importPreviewSchema>>;

/** What an import did. */
export const importReportSchema = z.object({
  dataset: z.string(),
  preview: importPreviewSchema,
  added: z.number(),
  already_stored: z.number().describe('Bars whose time was stored already: kept as stored.'),
  conflicting: z.number().describe('… of which with other prices.'),
});
export type ImportReport = Readonly<z.infer<typeof importReportSchema>>;
