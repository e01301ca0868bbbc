import { z } from 'zod';
import { listOf } from './columns.ts';

/** What a file may leave open: two readings fit, and only a person knows which is meant. */
export const importQuestionIds = [
  'date_order',
  'time_unit',
  'repeated_hour',
  'ticker',
  'decimal_mark',
  'spread_unit',
] as const;
export type ImportQuestionId = (typeof importQuestionIds)[number];

const answer = z.string().min(1).max(64);

/** The chosen value for each question that a file raises; questions it does not raise are ignored. */
export const importAnswersSchema = z.strictObject({
  date_order: answer.describe('"day-first", "month-first" or "year-first".'),
  time_unit: answer.describe('"seconds" or "minutes" since 1970.'),
  repeated_hour: answer.describe(
    'Which of the two hours is meant when clocks are set back: "earlier", "later" or "leave-out".',
  ),
  ticker: answer.describe(
    'One of the tickers in the file, "all" for a dataset each, or "together" where the file offers it.',
  ),
  decimal_mark: answer.describe(
    '"comma" (1,234 is a little over one) or "thousands" (1,234 is over a thousand).',
  ),
  spread_unit: answer.describe('"price", "points", "pips" or "none" (the column is not used).'),
} satisfies Record<ImportQuestionId, z.ZodString>);
export type ImportAnswers = Partial<z.infer<typeof importAnswersSchema>>;

export const importOptionsSchema = z
  .strictObject({
    symbol: z
      .string()
      .trim()
      .regex(/^[A-Za-z0-9][A-Za-z0-9.+_-]{0,19}$/, {
        error: 'A symbol is 1 to 20 letters, digits, dots, dashes, underscores or plus signs.',
      })
      .overwrite(symbolCase)
      .describe('Six letters, a coin, or a ticker; decides the dataset the bars go to.'),
    time_zone: z
      .string()
      .min(1)
      .max(64)
      .describe(
        'IANA zone of the local times in the file, e.g. "UTC" or "Europe/Athens"; UTC where it is left out. Times with an offset and epochs ignore it.',
      )
      .optional(),
    answers: importAnswersSchema.partial().optional().describe('Answers to the questions of the preview.'),
  })
  .meta({ id: 'ImportOptions' });
export type ImportOptions = z.infer<typeof importOptionsSchema>;

/** Capitals, but for the small letters that a broker puts behind a name: EURUSDm, XAUUSDc, EURUSD.r. */
export function symbolCase(symbol: string): string {
  return /^[A-Z0-9]{3,}[.+_-]?[a-z]{1,4}$/.test(symbol) ? symbol : symbol.toUpperCase();
}

/** A question that the file itself does not answer. */
export const importQuestionSchema = z.object({
  id: z.enum(importQuestionIds),
  text: z.string().describe('The question, with what was seen in the file.'),
  choices: listOf(
    z.object({
      value: z.string(),
      label: z.string(),
      consequence: z.string().describe('What the file then says, e.g. its first and last bar.'),
    }),
  ),
  answer: z.string().nullable().describe('The answer given; null while it is open.'),
});
export type ImportQuestion = Readonly<z.infer<typeof importQuestionSchema>>;

export const timeFormats = ['epoch', 'offset', 'local', 'native'] as const;
export type TimeFormat = (typeof timeFormats)[number];

export const spreadUnits = ['price', 'points', 'pips'] as const;
export type SpreadUnit = (typeof spreadUnits)[number];

/** Why a row was left out. `example` is the row's text, cut at 120 characters. */
export const refusedRowSchema = z.object({
  line: z.number(),
  reason: z.string(),
  example: z.string(),
});
export type RefusedRow = Readonly<z.infer<typeof refusedRowSchema>>;

/** What was understood of a file before it is taken. */
export const importPreviewSchema = z
  .object({
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
      spread: z.string().nullable(),
      ticker: z.string().nullable(),
    }),
    ignored_columns: listOf(z.string()),
    time_format: z.enum(timeFormats),
    time_pattern: z.string().describe('The pattern understood, e.g. "%Y.%m.%d %H:%M".'),
    time_zone: z.string(),
    /** Zones that the file's header names or that its source usually writes in, most likely first. */
    offered_zones: listOf(z.object({ zone: z.string(), because: z.string() })),
    symbol: z.string(),
    /** What has to be answered before the file can be taken. */
    questions: listOf(importQuestionSchema),
    /** The series that a file with several tickers holds, most rows first; empty for a file of one. */
    tickers: listOf(z.object({ ticker: z.string(), rows: z.number() })),
    rows: z.number().describe('Rows of the file, header not counted.'),
    accepted: z.number(),
    duplicates: z.number(),
    unordered: z.number(),
    refused: z.number(),
    /** The first 200 refused or duplicate rows, by line. */
    refused_rows: listOf(refusedRowSchema),
    interval_ms: z.number().nullable().describe('The most frequent difference between neighbouring bars.'),
    phase_ms: z.number().describe('Milliseconds past the hour at which bars open, within their spacing.'),
    late_opens: z
      .number()
      .describe(
        'Bars that open late in their period, day after day at the same time; taken as that period’s bar.',
      ),
    spread: z
      .object({
        unit: z.enum(spreadUnits),
        factor: z.number().describe('Price units for one unit of the column.'),
        median: z.number().describe('In price units.'),
      })
      .nullable()
      .describe('How the file’s own spreads are read; null where it has none.'),
    gaps: z.number().describe('Pauses longer than the interval, weekends not counted.'),
    from: z.number().nullable(),
    to: z.number().nullable(),
    /** First bars as understood: [time ms UTC, open, high, low, close, volume]. */
    sample: listOf(
      z.tuple([z.number(), z.number(), z.number(), z.number(), z.number(), z.number()]).readonly(),
    ),
    /** What deserves a second look, in words. */
    warnings: listOf(z.string()),
  })
  .meta({ id: 'ImportPreview' });
export type ImportPreview = Readonly<z.infer<typeof importPreviewSchema>>;

/** What an import did. */
export const importReportSchema = z.object({
  /** The first dataset of the file. */
  dataset: z.string(),
  /** Every dataset that the file went into, in its order. */
  datasets: listOf(z.string()),
  /** Of the first dataset. */
  preview: importPreviewSchema,
  added: z.number(),
  already_stored: z.number().describe('Bars whose time was stored already: kept as stored.'),
  conflicting: z.number().describe('… of which with other prices.'),
});
export type ImportReport = Readonly<z.infer<typeof importReportSchema>>;
