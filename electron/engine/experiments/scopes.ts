import type { Period, Scope } from '../../../shared/experiments/scope.ts';
import { type Dataset, hourMs } from '../../../shared/market.ts';
import type { BundleSummary } from '../../../shared/models.ts';
import { splitParts } from '../../../shared/prediction.ts';
import { failure, type Result, success } from '../../../shared/result.ts';
import type { BundleChoice } from '../instruments/bundle-choice.ts';
import type { Catalog } from '../instruments/catalog.ts';
import type { Instrument } from '../instruments/instrument.ts';
import type { Instruments } from '../instruments/instruments.ts';
import type { BarRange } from '../laboratory/material.ts';
import type { AssetService } from '../market/assets/asset-service.ts';
import { defaultSimulationStart } from '../market/simulator/simulator.ts';
import { otherTradingDayInExperiment } from '../models/bundles/other-trading-day.ts';
import { barsOfPart, firstBarFrom } from './bar-times.ts';
import { asOf, type Ground, type Grounds } from './ground.ts';

/** What an experiment runs on: the ground, the bars that may signal, and a description of both. */
export interface Place {
  readonly ground: Ground;
  readonly range: BarRange;
  readonly period: Period;
}

export interface Scopes {
  /**
   * Fails with the reason where there is no data, no bundle or no bar in the period, and where the bundle was trained on
   * another trading day and its use on the data was not confirmed.
   */
  place(scope: Scope): Promise<Result<Place>>;
  /**
   * The same for the time when the data had this many 1H bars and began at `from` (open time, ms UTC). Bars of the
   * simulated market that are no longer stored are simulated again.
   */
  placeAsOf(
    scope: Scope,
    past: { readonly bars: number; readonly from?: number | undefined },
    signal?: AbortSignal,
  ): Promise<Result<Place>>;
  /** True for stored data that are neither open nor read yet: reading them takes a while. */
  isFar(scope: Scope): boolean;
}

export function createScopes(parts: {
  grounds: Grounds;
  instruments: Pick<Instruments, 'find' | 'focus'>;
  catalog: Pick<Catalog, 'dataset' | 'bundles' | 'bundle'>;
  choice: Pick<BundleChoice, 'mayAnswer'>;
  assets: Pick<AssetService, 'metadata'>;
}): Scopes {
  const { grounds, instruments, catalog, choice, assets } = parts;

  /** The open instrument that a scope means; null where it names other data, or another bundle than answers on it. */
  function openOf({ dataset, bundle }: Scope): Instrument | null {
    const found = instruments.find(dataset);
    if (!found.ok) return null;
    const active = found.value.bundle()?.summary.id;
    return bundle === undefined || bundle === active ? found.value : null;
  }

  function datasetOf({ dataset: id }: Scope): Result<Dataset> {
    if (id !== undefined) return catalog.dataset(id);
    const focus = instruments.find();
    return focus.ok ? catalog.dataset(focus.value.id) : focus;
  }

  /**
   * The named bundle; without a name, the newest one trained on the data, preferably with the same trading day.
   */
  function bundleOf({ bundle: id }: Scope, dataset: Dataset): Result<BundleSummary> {
    if (id !== undefined) return catalog.bundle(id);
    const [newest] = catalog
      .bundles()
      .filter((bundle) => bundle.dataset === dataset.id)
      .sort(
        (a, b) =>
          Number(choice.mayAnswer(b, dataset)) - Number(choice.mayAnswer(a, dataset)) ||
          (b.trained_at ?? 0) - (a.trained_at ?? 0),
      );
    return newest
      ? success(newest)
      : failure('not-found', `No model has been trained on ${named(dataset)}. Train one, or name a bundle.`);
  }

  async function groundOf(scope: Scope): Promise<Result<Ground>> {
    const open = openOf(scope);
    if (open) return grounds.open(open);
    const dataset = datasetOf(scope);
    if (!dataset.ok) return dataset;
    const bundle = bundleOf(scope, dataset.value);
    if (!bundle.ok) return bundle;
    return choice.mayAnswer(bundle.value, dataset.value)
      ? grounds.stored(dataset.value, bundle.value)
      : otherTradingDayInExperiment(bundle.value, dataset.value, named(dataset.value));
  }

  function placeOn(ground: Ground, scope: Scope): Result<Place> {
    const { dataset, bundle, hours, splitTimes } = ground;
    if (hours.time.length === 0) return failure('not-found', `${named(dataset)} has no closed 1H bar.`);
    const part = splitTimes ? scope.part : 'all';
    const range = rangeOf(ground, part, scope);
    if (range.to <= range.from) return failure('not-found', emptyPeriod(ground, part, named(dataset)));
    const { unit, pip_size } = assets.metadata(dataset.symbol);
    return success({
      ground,
      range,
      period: {
        dataset: dataset.id,
        symbol: dataset.symbol,
        unit,
        pip_size,
        bundle: bundle.id,
        bundle_hash: bundle.hash,
        part,
        from: hours.time[range.from],
        to: hours.time[range.to - 1],
        bars: range.to - range.from,
        spread: scope.spread === 'recorded' && hours.spread ? 'recorded' : 'set',
        early_stopping: bundle.early_stopping,
        parts: splitTimes
          ? splitParts.flatMap((each) => {
              const { from, to } = barsOfPart(hours, splitTimes, each);
              return to > from ? [{ part: each, from: hours.time[from], to: hours.time[to - 1] }] : [];
            })
          : [],
      },
    });
  }

  function named(dataset: Dataset): string {
    return assets.metadata(dataset.symbol).display;
  }

  return {
    isFar(scope) {
      if (openOf(scope)) return false;
      const dataset = datasetOf(scope);
      return dataset.ok && bundleOf(scope, dataset.value).ok && !grounds.holds(dataset.value);
    },
    async place(scope) {
      const ground = await groundOf(scope);
      return ground.ok ? placeOn(ground.value, scope) : ground;
    },
    async placeAsOf(scope, { bars, from }, signal) {
      const ground = await groundOf(scope);
      if (!ground.ok) return ground;
      const { dataset, hours } = ground.value;
      if (dataset.source === 'imported' || hours.time[0] === (from ?? defaultSimulationStart))
        return placeOn(asOf(ground.value, bars), scope);
      const again = await grounds.again(ground.value, { from: from ?? null, hours: bars }, signal);
      return again.ok ? placeOn(again.value, scope) : again;
    },
  };
}

/** The bars of a part of the split that open at or after `from` and before `to`, ms UTC. */
function rangeOf(
  { hours, splitTimes }: Pick<Ground, 'hours' | 'splitTimes'>,
  part: Period['part'],
  { from, to }: Pick<Scope, 'from' | 'to'>,
): BarRange {
  const bars = hours.time.length;
  const within = part === 'all' || !splitTimes ? { from: 0, to: bars } : barsOfPart(hours, splitTimes, part);
  return {
    from: Math.max(within.from, from === undefined ? 0 : firstBarFrom(hours, from)),
    to: Math.min(within.to, to === undefined ? bars : firstBarFrom(hours, to)),
  };
}

function emptyPeriod({ hours }: Ground, part: Period['part'], name: string): string {
  const day = (time: number) => new Date(time).toISOString().slice(0, 10);
  const where = part === 'all' ? '' : ` of the ${part} part`;
  const last = hours.time[hours.time.length - 1] + hourMs - 1;
  return `No bar${where} opens in this period. The bars of ${name} run from ${day(hours.time[0])} to ${day(last)}.`;
}
