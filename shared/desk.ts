import { z } from 'zod';
import { apiStateSchema } from './api.ts';
import { profileSchema } from './audit.ts';
import { cacheStatsSchema } from './caches.ts';
import { float32Column, float64Column, listOf, uint8Column } from './columns.ts';
import { callbackRunSchema, configStateSchema } from './config.ts';
import { shadowStateSchema } from './experiments/shadows.ts';
import { instrumentStateSchema } from './instruments.ts';
import { jobSchema, noticeSchema } from './jobs.ts';
import { barsSchema, marketStateSchema, replayStateSchema } from './market.ts';
import { modelStateSchema } from './models.ts';
import { predictionSchema } from './prediction.ts';

export const aboutSchema = z
  .object({
    version: z.string(),
    electron: z.string(),
    user_data: z.string(),
  })
  .meta({ id: 'About' });
export type About = Readonly<z.infer<typeof aboutSchema>>;

/** Everything the window shows, as slices. Each slice has one owner in the main process. */
export const deskStateSchema = z
  .object({
    config: configStateSchema,
    prediction: predictionSchema.nullable(),
    caches: listOf(cacheStatsSchema),
    market: marketStateSchema,
    instruments: listOf(instrumentStateSchema),
    replay: replayStateSchema,
    models: modelStateSchema,
    jobs: listOf(jobSchema),
    profiles: listOf(profileSchema),
    shadows: shadowStateSchema,
    api: apiStateSchema,
    about: aboutSchema,
  })
  .meta({ id: 'DeskState' });
export type DeskState = Readonly<z.infer<typeof deskStateSchema>>;

/** What grows rather than changes; the window keeps the newest few hundred. */
export const deskLogsSchema = z
  .object({
    callbacks: listOf(callbackRunSchema),
    predictions: listOf(predictionSchema),
    notices: listOf(noticeSchema),
  })
  .meta({ id: 'DeskLogs' });
export type DeskLogs = Readonly<z.infer<typeof deskLogsSchema>>;

/**
 * The one event: slices that changed, whole, and new log entries, oldest first.
 * `sequence` rises by one for every event; the window drops what is not newer than what it has.
 */
export interface DeskEvent {
  readonly sequence: number;
  readonly state: Partial<DeskState>;
  readonly logs: Partial<DeskLogs>;
}

/** The whole picture, for a window that opens or comes back from being hidden. */
export const deskSnapshotSchema = z.object({
  sequence: z.int(),
  state: deskStateSchema,
  logs: deskLogsSchema,
});
export type DeskSnapshot = Readonly<z.infer<typeof deskSnapshotSchema>>;

const timeOfBar = z.number().nullable().describe('Open time, ms UTC; null where there are no bars.');

/** What the ensemble says at each 1H bar of a chart under the config now in force, one entry of each column per bar. */
export const chartSignalsSchema = z
  .object({
    first: timeOfBar,
    last: timeOfBar,
    /** 0…1 confidence per bar, NaN where there is no prediction. */
    confidence: float32Column,
    /** 1 long, 0 short; meaningless where confidence is NaN. */
    direction: uint8Column,
    /** 1 where should_trade. */
    trade: uint8Column,
    config_version: z.int(),
  })
  .meta({ id: 'ChartSignals' });
export type ChartSignals = Readonly<z.infer<typeof chartSignalsSchema>>;

/** Bars for the chart with what the ensemble says at each. */
export const chartDataSchema = chartSignalsSchema
  .omit({ first: true, last: true })
  .extend({
    bars: barsSchema,
    dates: float64Column
      .nullable()
      .describe(
        'Of Daily bars, the date that each is called by, as its midnight UTC in ms: that of New York opens on the evening before. Null for shorter bars.',
      ),
    test_from: z
      .number()
      .nullable()
      .describe(
        'Open time of the first bar of the test part of the loaded bundle, ms UTC; null when unknown.',
      ),
  })
  .meta({ id: 'ChartData' });
export type ChartData = Readonly<z.infer<typeof chartDataSchema>>;

/** Where something was written; the place is the user's choice, made in a dialog. */
export const exportedSchema = z.object({ path: z.string() });
export type Exported = Readonly<z.infer<typeof exportedSchema>>;
