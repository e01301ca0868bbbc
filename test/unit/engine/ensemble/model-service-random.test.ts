import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../electron/engine/random.ts';
import type { Prediction } from '../../../../shared/prediction.ts';
import { regimes } from '../../../../shared/prediction.ts';
import { createNaiveCache } from '../cache/naive-cache.ts';
import { byWindow } from '../config/harness.ts';
import { naivePrediction } from './naive-ensemble.ts';
import { sampleSource } from './sample-source.ts';
import { startService } from './start-service.ts';

describe('under random updates, previews, bars and clears', () => {
  it.each([21, 22])('every prediction equals recomputation from scratch, seed %i', async (seed) => {
    const { config, clock, storage, service } = startService();
    const random = createRandom(seed);
    let source = sampleSource(2, 60);
    let predictions = service.on(source);
    const naive = createNaiveCache<true>({
      limit: () => config.values().cache.prediction_cache_max_size,
      ttlSeconds: () => config.values().cache.prediction_cache_ttl_seconds,
      oldest: 'last-set',
      now: clock.now,
      elapsed: clock.elapsed,
    });
    const problems: string[] = [];
    const pick = <T>(values: readonly T[]): T => values[random.int(values.length)];
    const change = (): [string, Record<string, number | boolean>] => {
      const weight_1h = random.int(11) / 10;
      const weight_4h = (random.int(11) * (1 - weight_1h)) / 10;
      return pick<[string, Record<string, number | boolean>]>([
        ['model', { weight_1h, weight_4h, weight_daily: 1 - weight_1h - weight_4h }],
        ['model', { agreement_bonus: random.next() }],
        ['model', { use_regime_adjustment: random.next() < 0.5 }],
        ['trading', { confidence_threshold: random.next() }],
        ['cache', { prediction_cache_max_size: 1 + random.int(30) }],
        ['cache', { prediction_cache_ttl_seconds: 1 + random.int(90) }],
        ['cache', { price_cache_max_size: 1 + random.int(30) }],
        ['model', { agreement_bonus: -1 }],
      ]);
    };

    for (let step = 0; step < 12_000; step += 1) {
      const dice = random.next();
      const revision = config.revision();
      storage.writesFail = random.next() < 0.05;
      if (dice < 0.04) await config.update(...change(), byWindow);
      else if (dice < 0.08) await config.preview(...change());
      else if (dice < 0.09) await config.commit(byWindow);
      else if (dice < 0.1) await config.cancel();
      else if (dice < 0.105) await config.reset(pick(['cache', 'model', 'trading']), undefined, byWindow);
      else if (dice < 0.13) {
        service.clear('by hand');
        naive.invalidate('by hand');
      } else if (dice < 0.14) {
        source = sampleSource(3 + random.int(3), 60);
        for (const seed of [2, 3, 4, 5]) service.forget(`EURUSD@${seed}`, 'another dataset');
        predictions = service.on(source);
        naive.invalidate('another dataset');
      } else if (dice < 0.2) {
        const fresh = () => Float64Array.of(random.next());
        source.answers.append({
          prob_up: [fresh(), fresh(), fresh()],
          regime: Uint8Array.of(random.int(4)),
        });
      } else if (dice < 0.25) clock.skip(random.int(30_000));
      else {
        const index = random.int(source.answers.length() + 2) - 1;
        const prediction = predictions.predict(index);
        const answer = source.answers.at(index);
        if ((prediction === null) !== (answer === null)) problems.push(`step ${step}: one of them is none`);
        const inside = index >= 0 && index < source.answers.length();
        const hit = inside && naive.get(String(index)) !== undefined;
        if (inside && !hit && answer) naive.set(String(index), true);
        if (prediction && answer) {
          const { weights, directions, confidences, ...expected } = naivePrediction(
            answer.probUp,
            regimes[answer.regime],
            config.values(),
          );
          const whole = {
            ...expected,
            bar_time: source.timeAt(index),
            dataset: source.dataset,
            regime: regimes[answer.regime],
            config_version: config.version(),
            preview: config.previewing(),
            cached: hit,
          };
          for (const [key, value] of Object.entries(whole)) {
            const found = prediction[key as keyof Prediction];
            const same =
              typeof value === 'number' && typeof found === 'number'
                ? Math.abs(found - value) < 1e-9
                : found === value;
            if (!same) problems.push(`step ${step}: ${key} is ${found}, not ${value}`);
          }
          Object.values(prediction.components).forEach((component, i) => {
            const wrong =
              Math.abs(component.weight - weights[i]) > 1e-12 ||
              component.direction !== directions[i] ||
              component.confidence !== confidences[i];
            if (wrong) problems.push(`step ${step}: component ${i}`);
          });
        }
      }
      // Every change of the configuration leaves nothing of an older one behind.
      if (config.revision() !== revision) naive.invalidate('config');
      const { name: _name, service: _service, causes: _causes, ...stats } = service.stats();
      const { causes: _naiveCauses, ...expected } = naive.stats();
      if (JSON.stringify(stats) !== JSON.stringify(expected)) {
        problems.push(`step ${step}: ${JSON.stringify(stats)} ≠ ${JSON.stringify(expected)}`);
      }
      if (problems.length > 0) break;
    }
    expect(problems).toEqual([]);
    const { hits, misses, evictions, expirations, invalidations } = service.stats();
    for (const count of [hits, misses, evictions, expirations, invalidations]) {
      expect(count).toBeGreaterThan(100);
    }
  });
});
