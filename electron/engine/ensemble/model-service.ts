import type { CacheStats } from '../../../shared/caches.ts';
import type { TradingConfig } from '../../../shared/parameters.ts';
import { type Component, type Prediction, regimes, type SplitPart } from '../../../shared/prediction.ts';
import { type BoundedCache, createBoundedCache } from '../cache/bounded-cache.ts';
import type { ConfigOwner } from '../config/trading-config.ts';
import type { EngineObserver } from '../observer.ts';
import type { AnswerLog } from './answers.ts';
import { confidenceOf, directionOf } from './combine.ts';
import { ensembleUnder, type MtfEnsemble } from './mtf-ensemble.ts';

/** What the predictions are made from: the answers of one bundle on one dataset. */
export interface PredictionSource {
  readonly dataset: string;
  readonly symbol: string;
  readonly bundle: string;
  readonly answers: AnswerLog;
  /** Open time of a 1H bar, ms UTC. */
  timeAt(index: number): number;
  partOf(time: number): SplitPart | null;
}

/** Serves predictions of any number of datasets from one cache, by dataset, bar time and config version. */
export interface ModelService {
  /** The predictions from one source; null stands for none at all. */
  on(source: PredictionSource | null): Predictions;
  /** Drops what is cached of a dataset, whose bars or bundle are others from now on. */
  forget(dataset: string, cause: string): void;
  stats(): CacheStats;
  clear(cause: string): number;
  close(): void;
}

/** What the ensemble says of the bars of one dataset under the configuration in force. */
export interface Predictions {
  /** The prediction at the close of a 1H bar; null where there is none yet. */
  predict(index: number): Prediction | null;
  /** The predictions of bars under values of another version, past the cache. */
  predictUnder(values: TradingConfig, version: number): (index: number) => Prediction | null;
  /** Confidence, direction and should_trade of bars `from` … `to` (excluded), past the cache: for charts. */
  sweep(from: number, to: number): { confidence: Float32Array; direction: Uint8Array; trade: Uint8Array };
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
  const cache: BoundedCache<Prediction> = createBoundedCache<Prediction>({
    name: 'predictions',
    service: 'model-service',
    limit: () => config.values().cache.prediction_cache_max_size,
    ttlSeconds: () => config.values().cache.prediction_cache_ttl_seconds,
    oldest: 'last-set',
    now,
    elapsed,
  });

  let revision = config.revision();

  const dropAll = (_values: unknown, _previous: unknown, { cause }: { cause: string }) => {
    revision = config.revision();
    cache.invalidate(cause);
  };
  /** A preview may begin or end without changing a value: nobody is called, yet its mark is another. */
  function dropOlder(): void {
    if (revision !== config.revision()) dropAll(null, null, { cause: `preview on v${config.version()}` });
  }
  // Whatever changed, every entry is of an older version now. The ensemble subscribed before, so a
  // prediction asked for from here on is combined with the new values.
  const undo = [
    config.subscribe('cache', 'model-service', dropAll),
    config.subscribe('trading', 'model-service', dropAll),
    config.subscribe('model', 'model-service', dropAll),
  ];

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
    const key = `${from.dataset}|${from.timeAt(index)}|v${config.version()}`;
    const hit = cache.get(key);
    if (hit) return { ...hit, cached: true };
    const prediction = compute(from, index, ensemble, {
      config_version: config.version(),
      preview: config.previewing(),
    });
    if (prediction) cache.set(key, prediction);
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
        for (let i = 0; i < length; i += 1) {
          const answer = source?.answers.at(from + i);
          if (!answer) continue;
          const combined = ensemble.combine(answer.probUp, regimes[answer.regime]);
          confidence[i] = combined.confidence;
          direction[i] = combined.direction;
          trade[i] = ensemble.shouldTrade(combined.confidence) ? 1 : 0;
        }
        return { confidence, direction, trade };
      },
    };
  }

  return {
    on,
    forget: (dataset, cause) => void cache.invalidate(cause, (key) => key.startsWith(`${dataset}|`)),
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
