import { join } from 'node:path';
import { type Bars, type Dataset, periodRulesOf, type Timeframe } from '../../../shared/market.ts';
import type { BundleSummary } from '../../../shared/models.ts';
import { failure, type Result, success } from '../../../shared/result.ts';
import type { Answers } from '../ensemble/answers.ts';
import type { Catalog } from '../instruments/catalog.ts';
import type { Answering, Instrument } from '../instruments/instrument.ts';
import type { LabMaterial } from '../laboratory/laboratory-protocol.ts';
import type { AssetService } from '../market/assets/asset-service.ts';
import { viewBars } from '../market/bars.ts';
import type { MarketStore } from '../market/market-store.ts';
import { simulateAgain } from '../market/simulator/simulated-past.ts';
import { readPlainFile } from '../models/bundles/bundle-files.ts';
import type { BundleLibrary } from '../models/bundles/bundle-library.ts';
import { manifestName, manifestSchema } from '../models/bundles/bundle-schema.ts';
import type { SplitTimes } from '../models/training/splits.ts';

/** The bars and the bundle that experiments run on, before a period is chosen. */
export interface Ground {
  /** Identifies the content of the material: different content has a different key. */
  readonly key: string;
  readonly dataset: Dataset;
  readonly bundle: BundleSummary;
  /** Null where the bundle was not trained on this data. */
  readonly splitTimes: SplitTimes | null;
  /** All closed 1H bars. */
  readonly hours: Bars;
  /** Null where the laboratory has to run the models first, which takes a while. */
  readonly answers: Answers | null;
  readonly material: () => Result<LabMaterial>;
}

export interface Grounds {
  /** The bars and the bundle of an open instrument; fails with the reason where it has no predictions. */
  open(instrument: Instrument): Result<Ground>;
  /** Any stored data with any bundle. */
  stored(dataset: Dataset, bundle: BundleSummary): Promise<Result<Ground>>;
  /** The simulated market of a ground in an earlier state, simulated again. */
  again(
    ground: Ground,
    past: { readonly from: number | null; readonly hours: number },
    signal?: AbortSignal,
  ): Promise<Result<Ground>>;
  /** True where the stored bars have been read already. */
  holds(dataset: Dataset): boolean;
}

export function createGrounds(parts: {
  catalog: Pick<Catalog, 'refreshed'>;
  assets: Pick<AssetService, 'metadata'>;
  store: Pick<MarketStore, 'loadBars' | 'database'>;
  library: Pick<BundleLibrary, 'folderOf'>;
}): Grounds {
  const { catalog, assets, store, library } = parts;
  /** Distinguishes the answers of one loading of a bundle from those of another loading of the same bundle. */
  const loadings = new WeakMap<Answering, number>();
  let lastLoading = 0;
  const latest = new WeakMap<
    Answering,
    { readonly from: number; readonly to: number; readonly ground: Ground }
  >();
  let read: { readonly dataset: string; readonly bars: Readonly<Record<Timeframe, Bars>> } | null = null;

  function loadingOf(answering: Answering): number {
    const known = loadings.get(answering);
    if (known !== undefined) return known;
    lastLoading += 1;
    loadings.set(answering, lastLoading);
    return lastLoading;
  }

  function open(instrument: Instrument): Result<Ground> {
    const answering = instrument.answering();
    const silent = instrument.silentBecause();
    if (!answering || silent !== null)
      return failure('conflict', silent ?? 'No model answers on the open data.');
    const from = answering.answers.first();
    const to = answering.answers.length();
    const known = latest.get(answering);
    if (known?.from === from && known.to === to) return success(known.ground);
    const dataset = instrument.dataset();
    const hours = instrument.data.log('1H').slice(from, to);
    const answers = answering.answers.slice(from, to);
    const { bundle, splitTimes } = answering;
    const pipSize = assets.metadata(dataset.symbol).pip_size;
    const periods = periodRulesOf(dataset);
    const ground: Ground = {
      key: `${dataset.id}|${bundle.hash}|open ${loadingOf(answering)}|${from} ${to}|pip ${pipSize}`,
      dataset,
      bundle,
      splitTimes,
      hours,
      answers,
      material: () => success({ kind: 'ready', hours, answers, pipSize, splitTimes, periods }),
    };
    latest.set(answering, { from, to, ground });
    return success(ground);
  }

  /** A dataset may have been removed and imported anew with as many other bars. */
  function nameOf({ id, bars, from, to, trading_day }: Dataset): string {
    return [id, bars, from, to, trading_day, catalog.refreshed()].join(' ');
  }

  async function barsOf(dataset: Dataset): Promise<Result<Readonly<Record<Timeframe, Bars>>>> {
    const name = nameOf(dataset);
    if (read?.dataset === name) return success(read.bars);
    const bars = await store.loadBars(dataset.id);
    if (bars.ok) read = { dataset: name, bars: bars.value };
    return bars;
  }

  async function stored(dataset: Dataset, bundle: BundleSummary): Promise<Result<Ground>> {
    const bars = await barsOf(dataset);
    if (!bars.ok) return bars;
    const folder = library.folderOf(bundle.id);
    const splits = bundle.dataset === dataset.id ? await splitTimesOf(folder) : success(null);
    if (!splits.ok) return splits;
    const pipSize = assets.metadata(dataset.symbol).pip_size;
    const periods = periodRulesOf(dataset);
    const splitTimes = splits.value;
    return success({
      key: `${dataset.id}|${bundle.hash}|stored ${nameOf(dataset)}|pip ${pipSize}`,
      dataset,
      bundle,
      splitTimes,
      hours: bars.value['1H'],
      answers: null,
      material: () =>
        success({ kind: 'bars', bars: bars.value, bundle: folder, pipSize, splitTimes, periods }),
    });
  }

  async function again(
    ground: Ground,
    past: { readonly from: number | null; readonly hours: number },
    signal?: AbortSignal,
  ): Promise<Result<Ground>> {
    const made = await simulateAgain(store, ground.dataset, past, signal);
    if (!made.ok) return made;
    const bars = made.value;
    const { dataset, bundle, splitTimes } = ground;
    const folder = library.folderOf(bundle.id);
    const pipSize = assets.metadata(dataset.symbol).pip_size;
    return success({
      key: `${dataset.id}|${bundle.hash}|made again ${past.from} ${past.hours} ${dataset.trading_day}|pip ${pipSize}`,
      dataset,
      bundle,
      splitTimes,
      hours: bars['1H'],
      answers: null,
      material: () =>
        success({ kind: 'bars', bars, bundle: folder, pipSize, splitTimes, periods: periodRulesOf(dataset) }),
    });
  }

  return { open, stored, again, holds: (dataset) => read?.dataset === nameOf(dataset) };
}

/** The ground at the time when it had this many 1H bars; later bars are left out. */
export function asOf(ground: Ground, bars: number): Ground {
  if (bars >= ground.hours.time.length) return ground;
  const cut = (all: Bars) => viewBars(all, 0, bars);
  const hours = cut(ground.hours);
  return {
    ...ground,
    key: `${ground.key}|first ${bars}`,
    hours,
    answers: ground.answers && firstAnswers(ground.answers, bars),
    material() {
      const whole = ground.material();
      if (!whole.ok) return whole;
      const { value } = whole;
      if (value.kind === 'ready')
        return success({ ...value, hours, answers: firstAnswers(value.answers, bars) });
      // Longer bars that close later need not be cut: no answer uses a bar before its close.
      return success({ ...value, bars: { ...value.bars, '1H': cut(value.bars['1H']) } });
    },
  };
}

function firstAnswers({ prob_up: [hour, four, day], regime }: Answers, bars: number): Answers {
  return {
    prob_up: [hour.subarray(0, bars), four.subarray(0, bars), day.subarray(0, bars)],
    regime: regime.subarray(0, bars),
  };
}

const largestManifestBytes = 16 * 1024 * 1024;

async function splitTimesOf(folder: string): Promise<Result<SplitTimes | null>> {
  const file = await readPlainFile(folder, manifestName, largestManifestBytes);
  if (!file.ok) return file;
  try {
    const parsed = manifestSchema.safeParse(JSON.parse(file.value.toString('utf8')));
    if (parsed.success) return success(parsed.data.split_times ?? null);
  } catch {
    // Reported below, like a manifest that does not fit.
  }
  return failure('unreadable', `${join(folder, manifestName)} can no longer be read.`);
}
