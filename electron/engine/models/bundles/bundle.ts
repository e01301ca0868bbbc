import { basename, resolve } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Timeframe, type TradingDay, timeframes } from '../../../../shared/market.ts';
import type { BundleSummary } from '../../../../shared/models.ts';
import type { Regime } from '../../../../shared/prediction.ts';
import { failure, type Result, success } from '../../../../shared/result.ts';
import type { Weights } from '../../../../shared/weights.ts';
import { atrPeriod, barrierAtr, labelHorizon } from '../training/labels.ts';
import type { TrainedBundle } from '../training/train-bundle.ts';
import type { TreeEnsemble } from '../trees/tree-ensemble.ts';
import { modelBounds, parseModel, writeModel } from '../trees/xgboost-json.ts';
import { type FolderFiles, readPlainFile, writeFolder } from './bundle-files.ts';
import { contentHash, hashFiles } from './bundle-hash.ts';
import {
  formatVersion,
  type LoadedBundle,
  type Manifest,
  manifestName,
  manifestSchema,
} from './bundle-schema.ts';

/** A model with the names of the features it reads, in the order of its inputs. */
export interface BundleModel {
  readonly ensemble: TreeEnsemble;
  readonly features: readonly string[];
}

/** A checked bundle with its models. */
export interface Bundle extends LoadedBundle {
  readonly models: Readonly<Record<Timeframe, BundleModel>>;
}

/** Feature names the desk can compute. */
export type KnownFeatures = Readonly<Record<Timeframe, readonly string[]>>;

/** The contents of a new bundle. */
export interface NewBundle {
  readonly symbol: string;
  /** Dataset id. */
  readonly dataset: string;
  /** The trading day that its 4H and Daily bars were cut by. */
  readonly trading_day: TradingDay;
  /** Wall clock, ms. */
  readonly trained_at: number;
  /** The configuration in force at the training; weights in the order of `timeframes`. */
  readonly weights: Weights;
  readonly agreement_bonus: number;
  readonly use_regime_adjustment: boolean;
  readonly regime_targets: Readonly<Record<Regime, Weights>>;
  readonly trained: TrainedBundle;
}

/**
 * Reads and checks the folder of a bundle, made here or elsewhere; executes nothing. Fails with the file and the reason
 * where a file is broken, too large or outside the folder, or needs features that the desk does not know.
 */
export async function readBundle(folder: string, known: KnownFeatures): Promise<Result<Bundle>> {
  const read = await readBundleFiles(folder);
  if (!read.ok) return read;
  return checkBundle(read.value, basename(resolve(folder)), known);
}

/** Writes the folder of a new bundle, completely or not at all. Its parent must exist, the folder itself must not. */
export async function writeBundle(folder: string, bundle: NewBundle): Promise<Result<null>> {
  const files = new Map<string, Buffer>();
  files.set(manifestName, Buffer.from(`${JSON.stringify(manifestOf(bundle), null, 2)}\n`));
  for (const timeframe of timeframes) {
    const { ensemble } = bundle.trained.models[timeframe];
    files.set(modelName(timeframe), Buffer.from(writeModel(ensemble)));
  }
  return writeFolder(folder, files);
}

/** Reads the files of a bundle. Checks their sizes and the manifest, but not the models. */
export async function readBundleFiles(folder: string): Promise<Result<FolderFiles>> {
  const described = await readPlainFile(folder, manifestName, maxManifestBytes);
  if (!described.ok) return described;
  const manifest = parseManifest(described.value);
  if (!manifest.ok) return manifest;
  const files = new Map([[manifestName, described.value]]);
  for (const timeframe of timeframes) {
    const name = manifest.value.timeframes[timeframe].model;
    const model = await readPlainFile(folder, name, modelBounds.characters);
    if (!model.ok) return model;
    files.set(name, model.value);
  }
  return success(files);
}

/**
 * Reads the summary of a bundle. Its models are hashed but not checked: a broken one is found when the bundle is opened.
 * Otherwise fails as `readBundle` does.
 */
export async function readSummary(folder: string, known: KnownFeatures): Promise<Result<BundleSummary>> {
  const read = await readBundleFiles(folder);
  if (!read.ok) return read;
  const manifest = parseManifest(contentOf(read.value, manifestName));
  if (!manifest.ok) return manifest;
  const unknown = unknownFeatures(manifest.value, known);
  return unknown ?? success(summaryOf(manifest.value, read.value, basename(resolve(folder))));
}

/** Checks the files of a bundle that has the id `id`. Other work gets a turn between the models. */
export async function checkBundle(
  files: FolderFiles,
  id: string,
  known: KnownFeatures,
): Promise<Result<Bundle>> {
  const parsed = parseManifest(contentOf(files, manifestName));
  if (!parsed.ok) return parsed;
  const manifest = parsed.value;
  const unknown = unknownFeatures(manifest, known);
  if (unknown) return unknown;
  const models: Partial<Record<Timeframe, BundleModel>> = {};
  for (const timeframe of timeframes) {
    await nextTurn();
    const model = checkModel(files, timeframe, manifest.timeframes[timeframe]);
    if (!model.ok) return model;
    models[timeframe] = model.value;
  }
  const { weights } = manifest;
  return success({
    summary: summaryOf(manifest, files, id),
    weights: [weights['1H'], weights['4H'], weights.D],
    agreement_bonus: manifest.agreement_bonus ?? null,
    use_regime_adjustment: manifest.use_regime_adjustment ?? null,
    split_times: manifest.split_times ?? null,
    models: models as Record<Timeframe, BundleModel>,
  });
}

function summaryOf(manifest: Manifest, files: FolderFiles, id: string): LoadedBundle['summary'] {
  return {
    id,
    hash: contentHash(manifest, files),
    file_hash: hashFiles(files),
    symbol: manifest.symbol,
    dataset: manifest.dataset ?? null,
    trading_day: manifest.trading_day,
    trained_at: manifest.trained_at ?? null,
    seed: manifest.seed ?? null,
    early_stopping: earlyStoppingOf(manifest),
    figures: figuresOf(manifest),
  };
}

const maxManifestBytes = 4 * 1024 * 1024;

function parseManifest(content: Buffer): Result<Manifest> {
  const text = decode(content);
  if (text === null) return failure('unreadable', `${manifestName} is not UTF-8 text.`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return failure('unreadable', `${manifestName} is not JSON (${(error as SyntaxError).message}).`);
  }
  const parsed = manifestSchema.safeParse(json);
  if (parsed.success) return success(parsed.data);
  const details = parsed.error.issues
    .slice(0, 20)
    .map(({ path, message }) => ({ path: path.join('.'), message }));
  const [{ path, message }] = details;
  return failure('invalid', `${manifestName}: ${path === '' ? '' : `${path}: `}${message}.`, details);
}

function unknownFeatures(manifest: Manifest, known: KnownFeatures): Result<never> | null {
  for (const timeframe of timeframes) {
    const { features } = manifest.timeframes[timeframe];
    const unknown = features.filter((feature) => !known[timeframe].includes(feature));
    if (unknown.length === 0) continue;
    const shown = unknown.slice(0, 10).join(', ');
    const more = unknown.length > 10 ? ` and ${unknown.length - 10} more` : '';
    return failure(
      'invalid',
      `The ${timeframe} model needs features the desk does not know: ${shown}${more}.`,
    );
  }
  return null;
}

function checkModel(
  files: FolderFiles,
  timeframe: Timeframe,
  entry: Manifest['timeframes'][Timeframe],
): Result<BundleModel> {
  const { model: name, features } = entry;
  const text = decode(contentOf(files, name));
  if (text === null) return failure('unreadable', `${name} is not UTF-8 text.`);
  const ensemble = parseModel(text);
  if (!ensemble.ok) return failure(ensemble.problem.code, `${name}: ${ensemble.problem.message}`);
  const { featureCount, featureNames } = ensemble.value;
  if (featureCount !== features.length) {
    return failure(
      'invalid',
      `${name} reads ${featureCount} features, but ${manifestName} lists ${features.length} for ${timeframe}.`,
    );
  }
  const differing = featureNames.findIndex((feature, index) => feature !== features[index]);
  if (differing >= 0) {
    return failure(
      'invalid',
      `${name} calls its feature ${differing + 1} "${featureNames[differing]}", but ${manifestName} lists "${features[differing]}" there.`,
    );
  }
  return success({ ensemble: ensemble.value, features });
}

function figuresOf(manifest: Manifest): LoadedBundle['summary']['figures'] {
  const { '1H': hour, '4H': fourHours, D: day } = manifest.timeframes;
  return hour.figures && fourHours.figures && day.figures
    ? { '1H': hour.figures, '4H': fourHours.figures, D: day.figures }
    : null;
}

/** True where the training of any model could stop early; null where the bundle does not say. */
function earlyStoppingOf({ timeframes: entries }: Manifest): boolean | null {
  const rounds = timeframes.map((timeframe) => entries[timeframe].settings?.early_stopping_rounds);
  if (rounds.some((each) => each !== undefined && each > 0)) return true;
  return rounds.includes(undefined) ? null : false;
}

function manifestOf(bundle: NewBundle): Manifest {
  const { trained } = bundle;
  const entry = (timeframe: Timeframe) => {
    const { ensemble, settings, figures } = trained.models[timeframe];
    return {
      model: modelName(timeframe),
      features: [...ensemble.featureNames],
      label: { barrier_atr: barrierAtr, atr_period: atrPeriod, horizon: labelHorizon[timeframe] },
      settings,
      figures: { ...figures, buckets: [...figures.buckets] },
    };
  };
  const targets = bundle.regime_targets;
  return {
    format_version: formatVersion,
    symbol: bundle.symbol,
    dataset: bundle.dataset,
    trading_day: bundle.trading_day,
    trained_at: bundle.trained_at,
    seed: trained.seed,
    weights: byTimeframe(bundle.weights),
    agreement_bonus: bundle.agreement_bonus,
    use_regime_adjustment: bundle.use_regime_adjustment,
    regime_targets: {
      trending: byTimeframe(targets.trending),
      ranging: byTimeframe(targets.ranging),
      volatile: byTimeframe(targets.volatile),
      unknown: byTimeframe(targets.unknown),
    },
    split_times: trained.split_times,
    timeframes: { '1H': entry('1H'), '4H': entry('4H'), D: entry('D') },
  };
}

function modelName(timeframe: Timeframe): string {
  return `${timeframe}.model.json`;
}

function byTimeframe([hour, fourHours, day]: Weights): Record<Timeframe, number> {
  return { '1H': hour, '4H': fourHours, D: day };
}

function contentOf(files: FolderFiles, name: string): Buffer {
  return files.get(name) ?? Buffer.alloc(0);
}

function decode(content: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    return null;
  }
}
