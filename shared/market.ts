import { z } from 'zod';
import { float64Column, listOf } from './columns.ts';

/** The timeframes of the ensemble, in the order every table and tuple of the desk uses. */
export const timeframes = ['1H', '4H', 'D'] as const;
export type Timeframe = (typeof timeframes)[number];

/** One value per timeframe. */
export function byTimeframe<T extends z.ZodType>(each: T) {
  return z.object({ '1H': each, '4H': each, D: each });
}

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/**
 * Nominal length of a bar's period, ms. A New York day in which summer time begins or ends is an hour shorter or longer:
 * ask `Periods` when a period begins and ends.
 */
export const periodMs: Readonly<Record<Timeframe, number>> = {
  '1H': hourMs,
  '4H': 4 * hourMs,
  D: dayMs,
};

/**
 * OHLCV bars as columns of equal length, oldest first.
 * `time` is the open time in milliseconds since the epoch, UTC, strictly ascending.
 * `volume` is 0 where the source has none. `spread` (in price units, NaN where unknown) exists only if the source has
 * one; a resampled bar has the spread of its first base bar, which is the spread at its open.
 */
export const barsSchema = z
  .object({
    time: float64Column,
    open: float64Column,
    high: float64Column,
    low: float64Column,
    close: float64Column,
    volume: float64Column,
    spread: float64Column.optional(),
  })
  .meta({ id: 'Bars' });
export type Bars = Readonly<z.infer<typeof barsSchema>>;

/** One bar, for streams and single look-ups; same units as `Bars`. */
export interface Bar {
  readonly time: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  readonly spread?: number;
}

/**
 * When a trading day ends: at midnight UTC, or at 17:00 in New York (following its summer time), as is usual for
 * currencies and metals.
 */
export const tradingDays = ['utc', 'new-york-close'] as const;
export type TradingDay = (typeof tradingDays)[number];

export const assetClasses = ['forex', 'metal', 'crypto', 'index', 'stock'] as const;
export type AssetClass = (typeof assetClasses)[number];

export const priceUnits = ['pips', 'dollars', 'points'] as const;
export type PriceUnit = (typeof priceUnits)[number];

const unitShape = {
  pip_size: z.number().gt(0).max(1e6).describe('Price distance of one unit of `unit`.'),
  decimals: z.int().min(0).max(10).describe('Decimals that prices are shown with.'),
  unit: z.enum(priceUnits),
};

/** The user's settings for a symbol; null where the guess applies. */
export const assetSettingsSchema = z.object({
  pip_size: unitShape.pip_size.nullable(),
  decimals: unitShape.decimals.nullable(),
  unit: unitShape.unit.nullable(),
});
export type AssetSettings = Readonly<z.infer<typeof assetSettingsSchema>>;

/** How to print the prices of a symbol, and the size of its pip (or point, or dollar). */
export const assetMetadataSchema = z
  .object({
    symbol: z.string().describe('In capitals, without slash or dash; a broker’s suffix is kept.'),
    display: z.string().describe('As shown to people, e.g. "EUR/USD".'),
    asset_class: z.enum(assetClasses),
    ...unitShape,
    usual_trading_day: z.enum(tradingDays).describe('The usual trading day of such a symbol.'),
    guess: z.object(unitShape).describe('The guess from the name and the prices.'),
    settings: assetSettingsSchema.describe('The settings of the user, which replace the guess.'),
    question: z
      .string()
      .nullable()
      .describe(
        'A question to the user if the prices make the guessed pip unlikely; null if they confirm it or the user has set it.',
      ),
  })
  .meta({ id: 'Asset' });
export type AssetMetadata = Readonly<z.infer<typeof assetMetadataSchema>>;

/** When the bars of a series open and close. */
export const periodRulesSchema = z.object({
  phase_ms: z
    .number()
    .describe(
      'How long after the full hour (or the full interval, if that is shorter) bars open, ms; usually 0.',
    ),
  trading_day: z.enum(tradingDays).describe('The trading day that 4H and Daily bars are cut by.'),
});
export type PeriodRules = Readonly<z.infer<typeof periodRulesSchema>>;

export function periodRulesOf({ phase_ms, trading_day }: PeriodRules): PeriodRules {
  return { phase_ms, trading_day };
}

/** One stored series of base bars, usually of five minutes. */
export const datasetSchema = z
  .object({
    /** Stable key: the symbol for imported bars, `symbol@simulated` for the simulated market. */
    id: z.string(),
    symbol: z.string(),
    source: z.enum(['simulated', 'imported']),
    bars: z.number().describe('Number of stored base bars.'),
    interval_ms: z.number().describe('Spacing of the base bars, ms.'),
    ...periodRulesSchema.shape,
    has_spread: z.boolean().describe('Whether its bars have the spreads of the source.'),
    from: z.number().describe('Open time of the first and the last bar, ms UTC.'),
    to: z.number(),
    seed: z.number().nullable().describe('Seed of the simulator; null for imported bars.'),
  })
  .meta({ id: 'Dataset' });
export type Dataset = Readonly<z.infer<typeof datasetSchema>>;

/** The active dataset with what the window shows about it. */
export const marketStateSchema = z
  .object({
    datasets: listOf(datasetSchema),
    active: z.string().nullable(),
    asset: assetMetadataSchema.nullable(),
    /** One per symbol of the datasets. */
    assets: listOf(assetMetadataSchema),
    latest_price: z.number().nullable(),
    /** Closed bars of the active dataset per timeframe. */
    closed_bars: byTimeframe(z.number()),
  })
  .meta({ id: 'MarketState' });
export type MarketState = Readonly<z.infer<typeof marketStateSchema>>;

export const replaySpeeds = [1, 2, 5, 10, 50, 100, 500, 1000] as const;
export type ReplaySpeed = (typeof replaySpeeds)[number];

/** The position of the replay. One step is one 1H bar; speed ×1 is one bar per second. */
export const replayStateSchema = z
  .object({
    index: z
      .number()
      .describe(
        'Index of the last closed 1H bar, counted from the first bar at the time the data were opened; -1 if there is none.',
      ),
    bar_time: z.number().nullable().describe('Open time of that bar, ms UTC; null if there is none.'),
    bars: z.number().describe('Index of the newest bar, plus one.'),
    from: z.number().nullable().describe('Open time of the oldest and of the newest available bar, ms UTC.'),
    to: z.number().nullable(),
    playing: z.boolean(),
    speed: z.literal(replaySpeeds),
    endless: z
      .boolean()
      .describe(
        'True for the simulated market, which continues beyond its stored end; imported data stop there.',
      ),
  })
  .meta({ id: 'ReplayState' });
export type ReplayState = Readonly<z.infer<typeof replayStateSchema>>;
