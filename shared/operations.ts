import { z } from 'zod';
import { apiOperations } from './api.ts';
import type { Asker } from './asker.ts';
import {
  auditFilterSchema,
  auditPageSchema,
  configDifferenceSchema,
  dryRunSchema,
  profileSchema,
  versionValuesSchema,
} from './audit.ts';
import { cacheNames, cacheStatsSchema } from './caches.ts';
import { listOf } from './columns.ts';
import { configStateSchema, parameterValueSchema, receiptSchema } from './config.ts';
import { chartDataSchema, type DeskEvent, deskSnapshotSchema, exportedSchema } from './desk.ts';
import { experimentOperations } from './experiment-operations.ts';
import { importOptionsSchema, importPreviewSchema } from './imports.ts';
import { jobSchema } from './jobs.ts';

import {
  assetMetadataSchema,
  assetSettingsSchema,
  byTimeframe,
  marketStateSchema,
  replaySpeeds,
  replayStateSchema,
  timeframes,
  tradingDays,
} from './market.ts';
import { modelStateSchema, trainingSettingsOf } from './models.ts';

import { nameSchema } from './names.ts';
import { operation } from './operation.ts';
import { categories, tradingConfigSchema } from './parameters.ts';
import { directionSchema, predictionSchema, regimes, whatIfSchema } from './prediction.ts';
import type { Result } from './result.ts';

const empty = z.strictObject({});
const category = z.enum(categories as [string, ...string[]]);
const changes = z.record(z.string().max(64), parameterValueSchema);
const reason = z.string().trim().max(500).optional();
const time = z.number().int().min(-8.64e15).max(8.64e15);
const datasetId = z.string().min(1).max(64);
const assetSymbol = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9^#][\w./#+!^~$@&=: -]{0,31}$/, { error: 'must be a symbol, such as EURUSD or BTC-USD' });
const bundleId = z.string().min(1).max(128);
const filePath = z.string().min(1).max(4096);
const version = z
  .int()
  .min(1)
  .max(2 ** 31 - 1);
/** "category.key" of some parameters. */
/** The version the asker has seen: if another is in force by then, nothing changes. */
const expected_version = version.optional();
const paths = z.array(z.string().max(130)).min(1).max(100);
const changesByCategory = z.record(z.string().max(64), changes);

const namedComponent = z.strictObject({
  direction: directionSchema,
  confidence: z.number().min(0).max(1),
});
const fraction = z.number().min(0).max(1);

const whatIfInput = z.strictObject({
  components: byTimeframe(namedComponent).strict().optional(),
  weights: byTimeframe(fraction).strict().optional(),
  agreement_bonus: fraction.optional(),
  /** Named, the weights are tilted by it first; left out, they are taken as effective. */
  regime: z.enum(regimes).optional(),
  confidence_threshold: fraction.optional(),
});

/** Every operation of the desk: its input schema and the type of its answer. One table, however it is reached. */
export const operations = {
  'desk.snapshot': operation('The whole state of the desk and its newest logs.', empty, deskSnapshotSchema),

  'config.get': operation('The values in force, of all categories.', empty, tradingConfigSchema),
  'config.category': operation(
    'The values in force, of one category.',
    z.strictObject({ category }),
    z.record(z.string(), parameterValueSchema),
  ),
  'config.state': operation(
    'Values with where each comes from, and what is under way.',
    empty,
    configStateSchema,
  ),
  'config.update': operation(
    'Changes values of one category, all or nothing.',
    z.strictObject({ category, changes, reason, expected_version }),
    receiptSchema,
  ),
  'config.preview': operation(
    'Applies values to the running system without saving them.',
    z.strictObject({ category, changes }),
    z.object({ version: z.int() }),
  ),
  'config.commit': operation(
    'Saves the preview as one update.',
    z.strictObject({ reason }),
    receiptSchema.nullable(),
  ),
  'config.cancel': operation('Goes back to the values before the preview.', empty, z.null()),
  'config.reset': operation(
    'Clears saved values: a key, a category, everything.',
    z.strictObject({
      category: category.optional(),
      key: z.string().max(64).optional(),
      reason,
      expected_version,
    }),
    receiptSchema.nullable(),
  ),
  'config.reload': operation('Reads the saved values from disk again.', empty, receiptSchema.nullable()),
  'config.validate': operation(
    'Says what changes would do, without doing it.',
    z.strictObject({ changes: changesByCategory }),
    dryRunSchema,
  ),
  'config.undo': operation('Goes back before the latest change.', empty, receiptSchema.nullable()),
  'config.redo': operation('Goes forward again after an undo.', empty, receiptSchema.nullable()),
  'config.take-bundle': operation(
    'Takes the values that the open bundle was trained under.',
    empty,
    receiptSchema.nullable(),
  ),

  'audit.page': operation(
    'Changes and refusals, newest first, a page at a time.',
    z.strictObject({
      filter: auditFilterSchema.prefault({}),
      below: z.int().min(0).optional(),
      limit: z.int().min(1).max(500).default(100),
    }),
    auditPageSchema,
  ),
  'audit.version': operation(
    'The values of one version, exactly.',
    z.strictObject({ version }),
    versionValuesSchema,
  ),
  'audit.compare': operation(
    'What differs between two versions.',
    z.strictObject({ from: version, to: version }),
    listOf(configDifferenceSchema),
  ),
  'audit.restore': operation(
    'Makes an earlier version, or some of its values, the one in force.',
    z.strictObject({ version, paths: paths.optional(), reason, expected_version }),
    receiptSchema.nullable(),
  ),
  'audit.export': operation(
    'Writes what a filter finds to a file that the user chooses.',
    z.strictObject({ filter: auditFilterSchema, format: z.enum(['csv', 'json']) }),
    exportedSchema.nullable(),
  ),

  'trial.begin': operation(
    'A change that goes back by itself unless it is kept.',
    z.strictObject({
      changes: changesByCategory,
      until: z.union([z.literal('daily-close'), z.strictObject({ minutes: z.number().gt(0).max(43_200) })]),
      reason,
    }),
    receiptSchema,
  ),
  'trial.keep': operation('Keeps what is on trial.', empty, receiptSchema.nullable()),
  'trial.revert': operation('Takes back what is on trial.', empty, receiptSchema.nullable()),

  'profiles.list': operation('The saved profiles.', empty, listOf(profileSchema)),
  'profiles.save': operation(
    'Saves values in force under a name.',
    z.strictObject({ name: nameSchema, paths: paths.optional() }),
    profileSchema,
  ),
  'profiles.compare': operation(
    'What applying a profile would do.',
    z.strictObject({ name: nameSchema }),
    dryRunSchema,
  ),
  'profiles.apply': operation(
    'Applies a profile as one update.',
    z.strictObject({ name: nameSchema, reason, expected_version }),
    receiptSchema,
  ),
  'profiles.remove': operation('Removes a profile.', z.strictObject({ name: nameSchema }), z.null()),
  'profiles.choose': operation(
    'Lets the user choose a profile file.',
    empty,
    z.object({ path: z.string() }).nullable(),
  ),
  'profiles.export': operation(
    'Writes a profile to a file that the user chooses.',
    z.strictObject({ name: nameSchema }),
    exportedSchema.nullable(),
  ),
  'profiles.inspect': operation(
    'Reads a profile file without taking it.',
    z.strictObject({ path: filePath }),
    z.object({ profile: profileSchema, would: dryRunSchema }),
  ),
  'profiles.import': operation(
    'Takes a profile from a file.',
    z.strictObject({ path: filePath }),
    profileSchema,
  ),

  'prediction.latest': operation('The prediction at the present bar.', empty, predictionSchema),
  'prediction.list': operation(
    'What a version of the configuration says at closed bars, newest first; the one in force unless another is named.',
    z.strictObject({
      from: time.optional(),
      to: time.optional(),
      version: version.optional(),
      limit: z.int().min(1).max(5000).default(100),
    }),
    listOf(predictionSchema),
  ),
  'prediction.what-if': operation(
    'Combines components, weights, bonus and threshold that are named; what is left out comes from the configuration and the present bar.',
    whatIfInput,
    whatIfSchema,
  ),
  'prediction.at': operation(
    'The prediction at one past bar under the configuration in force.',
    z.strictObject({ bar_time: time }),
    predictionSchema,
  ),
  'market.chart': operation(
    'Bars with what the ensemble says at each.',
    z.strictObject({
      timeframe: z.enum(timeframes).default('1H'),
      bars: z.int().min(1).max(5000).default(500),
      before: time.optional(),
    }),
    chartDataSchema,
  ),
  'market.state': operation('Stored market data and what is open.', empty, marketStateSchema),
  'market.activate': operation('Opens market data.', z.strictObject({ dataset: datasetId }), z.null()),
  'market.set-trading-day': operation(
    'Cuts the bars of stored market data into days that end at midnight UTC or at 17:00 in New York.',
    z.strictObject({ dataset: datasetId, trading_day: z.enum(tradingDays) }),
    z.null(),
  ),
  'market.asset': operation(
    'How prices of a symbol are shown and what one pip of it is.',
    z.strictObject({ symbol: assetSymbol }),
    assetMetadataSchema,
  ),
  'market.set-asset': operation(
    'Sets what one pip of a symbol is, its unit and its decimals. Null goes back to what name and prices say.',
    z.strictObject({ symbol: assetSymbol, ...assetSettingsSchema.partial().shape }),
    assetMetadataSchema,
  ),
  'market.remove': operation('Removes stored market data.', z.strictObject({ dataset: datasetId }), z.null()),

  'import.choose': operation(
    'Lets the user choose a file with market data.',
    empty,
    z.object({ path: z.string() }).nullable(),
  ),
  'import.inspect': operation(
    'Says what was understood of a file, without taking it.',
    z.strictObject({ path: filePath, options: importOptionsSchema.partial().optional() }),
    importPreviewSchema,
  ),
  'import.run': operation(
    'Imports a file as a job.',
    z.strictObject({ path: filePath, options: importOptionsSchema }),
    z.object({ job: z.int() }),
  ),

  'models.state': operation('The bundles, and the one that answers.', empty, modelStateSchema),
  'models.train': operation(
    'Trains the three models as a job.',
    z.strictObject({
      dataset: datasetId,
      seed: z
        .int()
        .min(0)
        .max(2 ** 31 - 1)
        .default(1),
      settings: z
        .strictObject({
          '1H': trainingSettingsOf('1H'),
          '4H': trainingSettingsOf('4H'),
          D: trainingSettingsOf('D'),
        })
        .prefault({}),
    }),
    z.object({ job: z.int() }),
  ),
  'models.activate': operation(
    'Lets a bundle answer on the open data. One trained in another trading day answers only when that is confirmed.',
    z.strictObject({ bundle: bundleId, confirm_trading_day: z.boolean().optional() }),
    z.null(),
  ),
  'models.choose': operation(
    'Lets the user choose the folder of a bundle.',
    empty,
    z.object({ path: z.string() }).nullable(),
  ),
  'models.import': operation(
    'Copies a bundle from a folder into the library.',
    z.strictObject({ path: filePath }),
    z.object({ bundle: z.string() }),
  ),
  'models.remove': operation(
    'Removes a bundle from the library.',
    z.strictObject({ bundle: bundleId }),
    z.null(),
  ),

  'replay.state': operation('Where the replay stands.', empty, replayStateSchema),
  'replay.play': operation('Plays bar by bar.', empty, z.null()),
  'replay.pause': operation('Pauses the replay.', empty, z.null()),
  'replay.step': operation(
    'Steps by bars, also backwards.',
    z.strictObject({ bars: z.int().min(-1000).max(1000) }),
    z.null(),
  ),
  'replay.speed': operation(
    'Sets the speed of the replay.',
    z.strictObject({ speed: z.literal(replaySpeeds) }),
    z.null(),
  ),
  'replay.jump': operation('Jumps to a time.', z.strictObject({ to: time }), z.null()),

  'caches.list': operation('Counters of every cache.', empty, listOf(cacheStatsSchema)),
  'caches.clear': operation('Empties a cache.', z.strictObject({ name: z.enum(cacheNames) }), z.null()),
  'jobs.list': operation('Running and recent jobs.', empty, listOf(jobSchema)),
  'jobs.get': operation('One job.', z.strictObject({ job: z.int().min(0) }), jobSchema),
  'jobs.cancel': operation('Cancels a running job.', z.strictObject({ job: z.int().min(0) }), z.null()),
  ...experimentOperations,
  ...apiOperations,
} as const;

export type OperationName = keyof typeof operations;
/** Parsed: what is left out has its default. */
export type OperationInput<N extends OperationName> = z.infer<(typeof operations)[N]['input']>;
/** As asked. */
export type OperationAsk<N extends OperationName> = z.input<(typeof operations)[N]['input']>;
export type OperationAnswer<N extends OperationName> = z.infer<(typeof operations)[N]['answer']>;

/** What serves the operations: one handler each, given parsed input and who asks, answering a value. */
export type Handlers = {
  readonly [N in OperationName]: (
    input: OperationInput<N>,
    asker: Asker,
  ) => Promise<Result<OperationAnswer<N>>> | Result<OperationAnswer<N>>;
};

/** The same on behalf of one asker. */
export type HandlersOfOne<H extends Partial<Handlers> = Handlers> = {
  readonly [N in keyof H]: H[N] extends (input: infer I, asker: Asker) => infer A ? (input: I) => A : never;
};

export const menuCommands = [
  'import',
  'show-desk',
  'show-data',
  'show-experiments',
  'show-api',
  'toggle-theme',
  'play-pause',
] as const;
export type MenuCommand = (typeof menuCommands)[number];

/** What the preload puts on `window.desk`: named functions, never Electron's own objects. */
export interface DeskBridge {
  invoke<N extends OperationName>(name: N, input: OperationAsk<N>): Promise<Result<OperationAnswer<N>>>;
  /** Returns its undo. */
  onEvent(listener: (event: DeskEvent) => void): () => void;
  /** What the menu asks of the window. Returns its undo. */
  onCommand(listener: (command: MenuCommand) => void): () => void;
  /** Absolute path of a dropped `File`; empty for anything else. */
  pathForFile(file: unknown): string;
}
