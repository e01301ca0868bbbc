import { z } from 'zod';
import type { AuditPage, ConfigDifference, DryRun, Profile, VersionValues } from './audit.ts';
import { auditFilterSchema } from './audit.ts';
import type { CacheStats } from './caches.ts';
import { cacheNames } from './caches.ts';
import type { CallbackRun, ConfigState, Receipt } from './config.ts';
import type { ImportPreview } from './imports.ts';
import { importOptionsSchema } from './imports.ts';
import type { Job, Notice } from './jobs.ts';
import type { Bars, MarketState, ReplayState } from './market.ts';
import { replaySpeeds, timeframes } from './market.ts';
import type { ModelState } from './models.ts';
import { trainingSettingsSchema } from './models.ts';
import { categories } from './parameters.ts';
import type { Prediction } from './prediction.ts';
import type { Result } from './result.ts';

/** Everything the window shows, as slices. Each slice has one owner in the main process. */
export interface DeskState {
  readonly config: ConfigState;
  readonly prediction: Prediction | null;
  readonly caches: readonly CacheStats[];
  readonly market: MarketState;
  readonly replay: ReplayState;
  readonly models: ModelState;
  readonly jobs: readonly Job[];
  readonly profiles: readonly Profile[];
  readonly about: About;
}

export interface About {
  readonly version: string;
  readonly electron: string;
  readonly user_data: string;
}

/** What grows rather than changes; the window keeps the newest few hundred. */
export interface DeskLogs {
  readonly callbacks: readonly CallbackRun[];
  readonly predictions: readonly Prediction[];
  readonly notices: readonly Notice[];
}

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
export interface DeskSnapshot {
  readonly sequence: number;
  readonly state: DeskState;
  readonly logs: DeskLogs;
}

/** Bars for the chart with what the ensemble says at each under the config now in force. */
export interface ChartData {
  readonly bars: Bars;
  /** 0…1 confidence per bar, NaN where there is no prediction. */
  readonly confidence: Float32Array;
  /** 1 long, 0 short; meaningless where confidence is NaN. */
  readonly direction: Uint8Array;
  /** 1 where should_trade. */
  readonly trade: Uint8Array;
  readonly config_version: number;
  /** Open time of the first bar of the test part of the loaded bundle, ms UTC; null when unknown. */
  readonly test_from: number | null;
}

/** Where something was written; the place is the user's choice, made in a dialog. */
export interface Exported {
  readonly path: string;
}

const empty = z.strictObject({});
const category = z.enum(categories as [string, ...string[]]);
const changes = z.record(z.string().max(64), z.union([z.number(), z.boolean()]));
const reason = z.string().trim().max(500).optional();
const time = z.number().int().min(-8.64e15).max(8.64e15);
const datasetId = z.string().min(1).max(64);
const bundleId = z.string().min(1).max(128);
const filePath = z.string().min(1).max(4096);
const version = z
  .int()
  .min(1)
  .max(2 ** 31 - 1);
const profileName = z.string().trim().min(1).max(80);
/** "category.key" of some parameters. */
const paths = z.array(z.string().max(130)).min(1).max(100);
const changesByCategory = z.record(z.string().max(64), changes);

/** Every operation of the desk: its input schema and the type of its answer. One table, however it is reached. */
export const operations = {
  'desk.snapshot': operation(empty).answers<DeskSnapshot>(),

  'config.update': operation(z.strictObject({ category, changes, reason })).answers<Receipt>(),
  'config.preview': operation(z.strictObject({ category, changes })).answers<{ version: number }>(),
  'config.commit': operation(z.strictObject({ reason })).answers<Receipt | null>(),
  'config.cancel': operation(empty).answers<null>(),
  'config.reset': operation(
    z.strictObject({ category: category.optional(), key: z.string().max(64).optional(), reason }),
  ).answers<Receipt | null>(),
  'config.reload': operation(empty).answers<Receipt | null>(),
  'config.validate': operation(z.strictObject({ changes: changesByCategory })).answers<DryRun>(),
  'config.undo': operation(empty).answers<Receipt | null>(),
  'config.redo': operation(empty).answers<Receipt | null>(),
  'config.take-bundle': operation(empty).answers<Receipt | null>(),

  'audit.page': operation(
    z.strictObject({
      filter: auditFilterSchema,
      below: z.int().min(0).optional(),
      limit: z.int().min(1).max(500),
    }),
  ).answers<AuditPage>(),
  'audit.version': operation(z.strictObject({ version })).answers<VersionValues>(),
  'audit.compare': operation(z.strictObject({ from: version, to: version })).answers<
    readonly ConfigDifference[]
  >(),
  'audit.restore': operation(
    z.strictObject({ version, paths: paths.optional(), reason }),
  ).answers<Receipt | null>(),
  'audit.export': operation(
    z.strictObject({ filter: auditFilterSchema, format: z.enum(['csv', 'json']) }),
  ).answers<Exported | null>(),

  'trial.begin': operation(
    z.strictObject({
      changes: changesByCategory,
      until: z.union([z.literal('daily-close'), z.strictObject({ minutes: z.number().gt(0).max(43_200) })]),
      reason,
    }),
  ).answers<Receipt>(),
  'trial.keep': operation(empty).answers<Receipt | null>(),
  'trial.revert': operation(empty).answers<Receipt | null>(),

  'profiles.save': operation(
    z.strictObject({ name: profileName, paths: paths.optional() }),
  ).answers<Profile>(),
  'profiles.compare': operation(z.strictObject({ name: profileName })).answers<DryRun>(),
  'profiles.apply': operation(z.strictObject({ name: profileName, reason })).answers<Receipt>(),
  'profiles.remove': operation(z.strictObject({ name: profileName })).answers<null>(),
  'profiles.choose': operation(empty).answers<{ path: string } | null>(),
  'profiles.export': operation(z.strictObject({ name: profileName })).answers<Exported | null>(),
  'profiles.inspect': operation(z.strictObject({ path: filePath })).answers<{
    profile: Profile;
    would: DryRun;
  }>(),
  'profiles.import': operation(z.strictObject({ path: filePath })).answers<Profile>(),

  'prediction.at': operation(z.strictObject({ bar_time: time })).answers<Prediction>(),
  'market.chart': operation(
    z.strictObject({
      timeframe: z.enum(timeframes),
      bars: z.int().min(1).max(5000),
      before: time.optional(),
    }),
  ).answers<ChartData>(),
  'market.activate': operation(z.strictObject({ dataset: datasetId })).answers<null>(),
  'market.remove': operation(z.strictObject({ dataset: datasetId })).answers<null>(),

  'import.choose': operation(empty).answers<{ path: string } | null>(),
  'import.inspect': operation(
    z.strictObject({ path: filePath, options: importOptionsSchema.partial().optional() }),
  ).answers<ImportPreview>(),
  'import.run': operation(z.strictObject({ path: filePath, options: importOptionsSchema })).answers<{
    job: number;
  }>(),

  'models.train': operation(
    z.strictObject({
      dataset: datasetId,
      seed: z
        .int()
        .min(0)
        .max(2 ** 31 - 1),
      settings: z.strictObject({
        '1H': trainingSettingsSchema,
        '4H': trainingSettingsSchema,
        D: trainingSettingsSchema,
      }),
    }),
  ).answers<{ job: number }>(),
  'models.activate': operation(z.strictObject({ bundle: bundleId })).answers<null>(),
  'models.choose': operation(empty).answers<{ path: string } | null>(),
  'models.import': operation(z.strictObject({ path: filePath })).answers<{ bundle: string }>(),
  'models.remove': operation(z.strictObject({ bundle: bundleId })).answers<null>(),

  'replay.play': operation(empty).answers<null>(),
  'replay.pause': operation(empty).answers<null>(),
  'replay.step': operation(z.strictObject({ bars: z.int().min(-1000).max(1000) })).answers<null>(),
  'replay.speed': operation(z.strictObject({ speed: z.literal(replaySpeeds) })).answers<null>(),
  'replay.jump': operation(z.strictObject({ to: time })).answers<null>(),

  'caches.clear': operation(z.strictObject({ name: z.enum(cacheNames) })).answers<null>(),
  'jobs.cancel': operation(z.strictObject({ job: z.int().min(0) })).answers<null>(),
} as const;

export type OperationName = keyof typeof operations;
export type OperationInput<N extends OperationName> = z.infer<(typeof operations)[N]['input']>;
export type OperationAnswer<N extends OperationName> =
  (typeof operations)[N] extends Operation<z.ZodType, infer A> ? A : never;

/** What serves the operations: one handler each, given parsed input, answering a value. */
export type Handlers = {
  readonly [N in OperationName]: (
    input: OperationInput<N>,
  ) => Promise<Result<OperationAnswer<N>>> | Result<OperationAnswer<N>>;
};

export const menuCommands = ['import', 'show-desk', 'show-data', 'toggle-theme', 'play-pause'] as const;
export type MenuCommand = (typeof menuCommands)[number];

/** What the preload puts on `window.desk`: named functions, never Electron's own objects. */
export interface DeskBridge {
  invoke<N extends OperationName>(name: N, input: OperationInput<N>): Promise<Result<OperationAnswer<N>>>;
  /** Returns its undo. */
  onEvent(listener: (event: DeskEvent) => void): () => void;
  /** What the menu asks of the window. Returns its undo. */
  onCommand(listener: (command: MenuCommand) => void): () => void;
  /** Absolute path of a dropped `File`; empty for anything else. */
  pathForFile(file: unknown): string;
}

interface Operation<I extends z.ZodType, A> {
  readonly input: I;
  /** Exists in types only. */
  readonly answer?: A;
}

function operation<I extends z.ZodType>(input: I) {
  return { answers: <A>(): Operation<I, A> => ({ input }) };
}
