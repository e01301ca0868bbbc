import { z } from 'zod';
import { listOf } from './columns.ts';
import { assetMetadataSchema } from './market.ts';

/** Questions that a file may raise because it can be read in two ways and only a person knows the right one. */
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
  time_unit: answer.describe(
    '"seconds", "minutes" or "nanoseconds" since 1970, "ticks" (.NET) or "filetime" (Windows), of which the file offers two.',
  ),
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
      .describe('A currency pair, a coin or a ticker; it decides the dataset that the bars are added to.'),
    time_zone: z
      .string()
      .min(1)
      .max(64)
      .describe(
        'IANA zone of the local times in the file, e.g. "UTC" or "Europe/Athens"; UTC by default. Ignored for epochs and for times with an offset.',
      )
      .optional(),
    pip_size: assetMetadataSchema.shape.pip_size
      .optional()
      .describe(
        'Price distance of one pip, dollar or point of the symbol, where the preview asks for it; kept as if set by hand. Not used where all series of a file are taken.',
      ),
    answers: importAnswersSchema.partial().optional().describe('Answers to the questions of the preview.'),
  })
  .meta({ id: 'ImportOptions' });
export type ImportOptions = z.infer<typeof importOptionsSchema>;

/** The symbol in capitals, except for small letters that a broker appends: EURUSDm, XAUUSDc, EURUSD.r. */
export function symbolCase(symbol: string): string {
  return /^[A-Z0-9]{3,}[.+_-]?[a-z]{1,4}$/.test(symbol) ? symbol : symbol.toUpperCase();
}

/** A question that the file itself does not answer. */
export const importQuestionSchema = z.object({
  id: z.enum(importQuestionIds),
  text: z.string().describe('The question, with what the file contains.'),
  choices: listOf(
    z.object({
      value: z.string(),
      label: z.string(),
      consequence: z.string().describe('How this choice reads the file, e.g. its first and last bar.'),
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

/** How the desk reads a file, before it is imported. */
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
    time_pattern: z.string().describe('The recognised pattern, e.g. "%Y.%m.%d %H:%M".'),
    time_zone: z.string(),
    /** Zones that the header of the file names or that its source usually uses, most likely first. */
    offered_zones: listOf(z.object({ zone: z.string(), because: z.string() })),
    symbol: z.string(),
    asset: assetMetadataSchema.describe(
      'What is known of the symbol, from its name and the prices in the file. Its `question` may be answered with `pip_size`, or later.',
    ),
    likely_pip: z
      .number()
      .nullable()
      .describe('The pip that the prices suggest, where they make the guessed one unlikely.'),
    /** Questions to answer before the file can be imported. */
    questions: listOf(importQuestionSchema),
    /** The series of a file with several tickers, most rows first; empty for a file with one. */
    tickers: listOf(z.object({ ticker: z.string(), rows: z.number() })),
    rows: z.number().describe('Rows of the file, without the header.'),
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
        'Bars that open late in their period, at the same time every day; used as the bar of that period.',
      ),
    spread: z
      .object({
        unit: z.enum(spreadUnits),
        factor: z.number().describe('Price units for one unit of the column.'),
        median: z.number().describe('In price units.'),
      })
      .nullable()
      .describe('How the file’s own spreads are read; null where it has none.'),
    gaps: z.number().describe('Pauses longer than the interval, without weekends.'),
    from: z.number().nullable(),
    to: z.number().nullable(),
    /** The first bars as they are read: [time ms UTC, open, high, low, close, volume]. */
    sample: listOf(
      z.tuple([z.number(), z.number(), z.number(), z.number(), z.number(), z.number()]).readonly(),
    ),
    /** Points to check before importing, in words. */
    warnings: listOf(z.string()),
  })
  .meta({ id: 'ImportPreview' });
export type ImportPreview = Readonly<z.infer<typeof importPreviewSchema>>;

/** What an import did. */
export const importReportSchema = z.object({
  /** The first dataset of the file. */
  dataset: z.string(),
  /** All datasets that received bars, in the order of the file. */
  datasets: listOf(z.string()),
  /** Of the first dataset. */
  preview: importPreviewSchema,
  added: z.number(),
  already_stored: z.number().describe('Bars whose time was already stored; the stored bars were kept.'),
  conflicting: z.number().describe('Those of them with different prices.'),
});
export type ImportReport = Readonly<z.infer<typeof importReportSchema>>;
