import type { CacheStats } from '../../../shared/caches.ts';
import type { TradingConfig } from '../../../shared/parameters.ts';
import { type Component, type Prediction, regimes, type SplitPart } from '../../../shared/prediction.ts';
import { type Scope, scopeOf } from '../../../shared/symbols.ts';
import { type BoundedCache, createBoundedCache } from '../cache/bounded-cache.ts';
import type { ConfigOwner } from '../config/trading-config.ts';
import type { EngineObserver } from '../observer.ts';
import type { AnswerLog } from './answers.ts';
import { confidenceOf, directionOf } from './combine.ts';
import { ensembleUnder, type MtfEnsemble } from './mtf-ensemble.ts';

/** The source of predictions: the answers of one bundle on one dataset. */
export interface PredictionSource {
  readonly dataset: string;
  readonly symbol: string;
  readonly bundle: string;
  readonly answers: AnswerLog;
  /** Open time of a 1H bar, ms UTC. */
  timeAt(index: number): number;
  partOf(time: number): SplitPart | null;
}

/**
 * Serves predictions of any number of datasets from one cache, by dataset, bar time and the version of the
 * configuration that last touched the dataset's symbol.
 */
export interface ModelService {
  /** The predictions from one source; with null there are none. */
  on(source: PredictionSource | null): Predictions;
  /** Drops the cached predictions of a dataset, because its bars or bundle have changed. */
  forget(dataset: string, cause: string): void;
  /** How many predictions are cached of a symbol, or with null of all. */
  cachedOf(scope: Scope): number;
  stats(): CacheStats;
  clear(cause: string): number;
  close(): void;
}

/** Predictions for the bars of one dataset under the configuration in force. */
export interface Predictions {
  /** The prediction at the close of a 1H bar; null where there is none yet. */
  predict(index: number): Prediction | null;
  /** Predictions under the values of another version, without the cache. */
  predictUnder(values: TradingConfig, version: number): (index: number) => Prediction | null;
  /** Confidence, direction and should_trade of bars `from` … `to` (excluded) for charts, without the cache. */
  sweep(from: number, to: number): { confidence: Float32Array; direction: Uint8Array; trade: Uint8Array };
}

/** A prediction with the revision of its symbol's configuration that it was made under. */
interface Held {
  readonly prediction: Prediction;
  readonly revision: number;
}

export function createModelService(options: {
  config: ConfigOwner;
  ensemble: MtfEnsemble;
  now: () => number;
  /** Monotonic clock, ms. */
  elapsed: () => number;
  onPredict?: EngineObserver['onPredict'];
}): ModelService {
  const { config, ensemble, now, elapsed, onPredict } = options;
  const cache: BoundedCache<Held> = createBoundedCache<Held>({
    name: 'predictions',
    service: 'model-service',
    limit: () => config.values().cache.prediction_cache_max_size,
    ttlSeconds: () => config.values().cache.prediction_cache_ttl_seconds,
    oldest: 'last-set',
    now,
    elapsed,
  });

  let revision = config.revision();

  /** What changed for one symbol leaves the entries of the others. */
  const dropTouched = (_values: unknown, _previous: unknown, { cause }: { cause: string }) => {
    revision = config.revision();
    cache.invalidate(cause, (_key, held) => held.revision !== config.revisionOf(held.prediction.symbol));
  };
  /** A preview may start or end without a change of values. No callback runs then, but the preview mark changes. */
  function dropOlder(): void {
    if (revision !== config.revision()) dropTouched(null, null, { cause: `preview on v${config.version()}` });
  }
  // The ensemble subscribed before, so a prediction asked for from here on is combined with the new values.
  const undo = [
    config.subscribe('cache', 'model-service', dropTouched),
    config.subscribe('trading', 'model-service', dropTouched),
    config.subscribe('model', 'model-service', dropTouched),
  ];

  const ofSymbols = new WeakMap<TradingConfig, Omit<MtfEnsemble, 'close'>>();
  /** The ensemble under the values in force for a symbol: most symbols have none of their own. */
  function ensembleOf(symbol: string): Omit<MtfEnsemble, 'close'> {
    const values = config.values(symbol);
    if (values === config.values()) return ensemble;
    const by = ofSymbols.get(values) ?? ensembleUnder(values);
    ofSymbols.set(values, by);
    return by;
  }

  function compute(
    from: PredictionSource,
    index: number,
    by: Omit<MtfEnsemble, 'close'>,
    under: Pick<Prediction, 'config_version' | 'preview'>,
  ): Prediction | null {
    const answer = from.answers.at(index);
    if (!answer) return null;
    const regime = regimes[answer.regime];
    const weights = by.weights(regime);
    const combined = by.combine(answer.probUp, regime);
    const component = (i: number): Component => ({
      prob_up: answer.probUp[i],
      direction: directionOf(answer.probUp[i]),
      confidence: confidenceOf(answer.probUp[i]),
      weight: weights[i],
    });
    const time = from.timeAt(index);
    return {
      dataset: from.dataset,
      symbol: from.symbol,
      bar_time: time,
      ...combined,
      prob_down: 1 - combined.prob_up,
      should_trade: by.shouldTrade(combined.confidence),
      regime,
      components: { '1H': component(0), '4H': component(1), D: component(2) },
      confidence_threshold: by.threshold(),
      ...under,
      cached: false,
      split: from.partOf(time),
      bundle: from.bundle,
    };
  }

  function serve(from: PredictionSource, index: number): Prediction | null {
    dropOlder();
    const version = config.versionOf(from.symbol);
    const key = `${from.dataset}|${from.timeAt(index)}|v${version}`;
    const hit = cache.get(key);
    if (hit) return { ...hit.prediction, cached: true };
    const prediction = compute(from, index, ensembleOf(from.symbol), {
      config_version: version,
      preview: config.previewing(from.symbol),
    });
    if (prediction) cache.set(key, { prediction, revision: config.revisionOf(from.symbol) });
    return prediction;
  }

  function on(source: PredictionSource | null): Predictions {
    return {
      predict(index) {
        if (!source || index < 0 || index >= source.answers.length()) return null;
        if (!onPredict) return serve(source, index);
        const start = elapsed();
        const prediction = serve(source, index);
        if (prediction) onPredict({ cached: prediction.cached, duration_ms: elapsed() - start });
        return prediction;
      },
      predictUnder(values, version) {
        const by = ensembleUnder(values);
        const under = { config_version: version, preview: false };
        return (index) => source && compute(source, index, by, under);
      },
      sweep(from, to) {
        const length = Math.max(0, to - from);
        const confidence = new Float32Array(length).fill(Number.NaN);
        const direction = new Uint8Array(length);
        const trade = new Uint8Array(length);
        const by = source ? ensembleOf(source.symbol) : ensemble;
        for (let i = 0; i < length; i += 1) {
          const answer = source?.answers.at(from + i);
          if (!answer) continue;
          const combined = by.combine(answer.probUp, regimes[answer.regime]);
          confidence[i] = combined.confidence;
          direction[i] = combined.direction;
          trade[i] = by.shouldTrade(combined.confidence) ? 1 : 0;
        }
        return { confidence, direction, trade };
      },
    };
  }

  return {
    on,
    forget: (dataset, cause) => void cache.invalidate(cause, (key) => key.startsWith(`${dataset}|`)),
    cachedOf(scope) {
      dropOlder();
      return cache.count(({ prediction }) => scope === null || scopeOf(prediction.symbol) === scope);
    },
    stats() {
      dropOlder();
      return cache.stats();
    },
    clear: (cause) => cache.invalidate(cause),
    close: () => {
      for (const end of undo) end();
    },
  };
}
