import { describe, expect, it } from 'vitest';
import { createModelService } from '../../../../electron/engine/ensemble/model-service.ts';
import type { Prediction } from '../../../../shared/prediction.ts';
import { regimes } from '../../../../shared/prediction.ts';
import { byWindow } from '../config/harness.ts';
import { naivePrediction, targets } from './naive-ensemble.ts';
import { sampleSource } from './sample-source.ts';
import { startService } from './start-service.ts';

describe('the model service', () => {
  it('marks what comes from its cache, and only that', () => {
    const { service, source, predict } = startService();
    const first = predict(10);
    const asked = source.asked();
    expect(first.cached).toBe(false);
    expect(predict(10)).toEqual({ ...first, cached: true });
    expect(source.asked()).toBe(asked);
    expect(service.stats()).toMatchObject({
      hits: 1,
      misses: 1,
      sets: 1,
      size: 1,
      limit: 100,
      ttl_seconds: 60,
    });
  });

  it('tells what it served, from where and how long it took, and nothing where there is no prediction', () => {
    const { config, ensemble, clock, source } = startService();
    const served: { cached: boolean; duration_ms: number }[] = [];
    let ticks = 0;
    const service = createModelService({
      config,
      ensemble,
      now: clock.now,
      elapsed: () => {
        ticks += 1;
        return 5 * ticks;
      },
      onPredict: (prediction) => served.push(prediction),
    });
    service.on(null).predict(10);
    const predictions = service.on(source);
    predictions.predict(10);
    predictions.predict(10);
    predictions.predict(-1);
    expect(served.map(({ cached }) => cached)).toEqual([false, true]);
    // Whoever else looks at the clock meanwhile takes ticks as well.
    for (const { duration_ms } of served) expect(duration_ms).toBeGreaterThanOrEqual(5);
  });

  it('computes again when the time to live has passed', () => {
    const { clock, service, predict } = startService();
    predict(10);
    clock.skip(60_000);
    expect(predict(10).cached).toBe(false);
    expect(service.stats()).toMatchObject({ expirations: 1, hits: 0, misses: 2 });
  });

  it('carries all that a prediction is made of', () => {
    const { source, predict } = startService();
    const prediction = predict(10);
    const answer = source.answers.at(10);
    expect(prediction).toMatchObject({
      dataset: 'EURUSD@1',
      symbol: 'EURUSD',
      bar_time: source.timeAt(10),
      bundle: 'bundle-1',
      split: 'train',
      config_version: 1,
      preview: false,
      confidence_threshold: 0.66,
      regime: regimes[answer?.regime ?? 0],
    });
    expect(prediction.prob_up + prediction.prob_down).toBe(1);
    const { components } = prediction;
    expect([components['1H'], components['4H'], components.D].map(({ prob_up }) => prob_up)).toEqual(
      answer?.probUp,
    );
  });

  it('has none before the models speak, past the end, or without a source', () => {
    const { service, predictions } = startService();
    expect([-1, 0, 40].map(predictions.predict)).toEqual([null, null, null]);
    expect(service.on(null).predict(10)).toBeNull();
    expect(service.on(null).sweep(0, 2).confidence).toEqual(new Float32Array([Number.NaN, Number.NaN]));
  });

  it('keeps what it says of several sources apart in one cache, and forgets one of them alone', () => {
    const { service, predictions, source } = startService();
    const other = sampleSource(2, 40);
    const beside = service.on(other);
    const first = predictions.predict(10);
    const second = beside.predict(10);
    expect([first?.dataset, second?.dataset]).toEqual([source.dataset, other.dataset]);
    expect(first?.prob_up).not.toBe(second?.prob_up);
    expect(service.stats()).toMatchObject({ size: 2, hits: 0 });
    service.forget(source.dataset, 'it was closed');
    expect(service.stats()).toMatchObject({ size: 1, causes: [{ cause: 'it was closed', entries: 1 }] });
    expect([predictions.predict(10)?.cached, beside.predict(10)?.cached]).toEqual([false, true]);
  });

  it.each([
    ['a weight', 'model', { weight_1h: 0.2, weight_4h: 0.7 }],
    ['the bonus', 'model', { agreement_bonus: 0.3 }],
    ['the regime flag', 'model', { use_regime_adjustment: false }],
    ['the threshold', 'trading', { confidence_threshold: 0.2 }],
  ] as const)(
    'takes %s at once, from what the models have said already',
    async (_what, category, changes) => {
      const { config, service, predict, hourWith } = startService();
      const hour = hourWith('trending', true);
      const before = predict(hour);
      await config.update(category, changes, byWindow);
      const after = predict(hour);
      expect(after).toMatchObject({ cached: false, config_version: 2 });
      expect([after.components['1H'].prob_up, after.regime]).toEqual([
        before.components['1H'].prob_up,
        before.regime,
      ]);
      const { weights, ...expected } = expectedAt(after, config.values());
      expect(after).toMatchObject(expected);
      expect({ ...after, config_version: 1, cached: true }).not.toEqual(before);
      expect(service.stats().causes[0].cause).toBe(
        `config v2: ${Object.keys(changes)
          .map((key) => `${category}.${key}`)
          .join(', ')}`,
      );
    },
  );

  it('gives the regime targets exactly at the default weights', () => {
    const { ensemble } = startService();
    for (const regime of ['trending', 'ranging', 'volatile'] as const) {
      ensemble.weights(regime).forEach((weight, i) => {
        expect(weight).toBeCloseTo(targets[regime][i], 14);
      });
    }
    ensemble.weights('unknown').forEach((weight, i) => {
      expect(weight).toBeCloseTo([0.6, 0.3, 0.1][i], 14);
    });
  });

  it('is asked by a later subscriber during a change and answers with the new values', async () => {
    const { config, predict } = startService();
    predict(10);
    const seen: Prediction[] = [];
    config.subscribe('trading', 'asks', () => seen.push(predict(10)));
    await config.update('trading', { confidence_threshold: 0.1 }, byWindow);
    expect(seen).toMatchObject([
      { config_version: 2, confidence_threshold: 0.1, should_trade: true, cached: false },
    ]);
  });

  it('drops everything on any cache change, and says which', async () => {
    const { config, service, predictions, predict } = startService();
    for (let i = 10; i < 20; i += 1) predictions.predict(i);
    const held = service.stats().size;
    await config.update('cache', { asset_cache_max_size: 7 }, byWindow);
    expect(service.stats()).toMatchObject({
      size: 0,
      invalidations: held,
      causes: [{ cause: 'config v2: cache.asset_cache_max_size', entries: held }],
    });
    expect(predict(10).cached).toBe(false);
  });

  it('never serves what a preview said once it is over, although the version is the same', async () => {
    const { config, hourWith, predict } = startService();
    const hour = hourWith('ranging', false);
    const before = predict(hour);
    await config.preview('model', { weight_1h: 0.1, weight_daily: 0.6 });
    const during = predict(hour);
    expect(during).toMatchObject({ preview: true, config_version: 1, cached: false });
    expect(during.prob_up).not.toBe(before.prob_up);
    await config.cancel();
    expect(predict(hour)).toEqual({ ...before, cached: false });
  });

  it('sweeps bars as it predicts them, past the cache', () => {
    const { service, predictions } = startService();
    const stats = service.stats();
    const swept = predictions.sweep(0, 45);
    expect(service.stats()).toEqual(stats);
    for (let i = 0; i < 45; i += 1) {
      const prediction = predictions.predict(i);
      if (!prediction) expect(swept.confidence[i]).toBeNaN();
      else {
        expect(swept.confidence[i]).toBe(Math.fround(prediction.confidence));
        expect(swept.direction[i]).toBe(prediction.direction);
        expect(swept.trade[i]).toBe(prediction.should_trade ? 1 : 0);
      }
    }
    expect(predictions.sweep(3, 3).confidence).toHaveLength(0);
  });

  it('no longer listens once closed', async () => {
    const { config, service, ensemble } = startService();
    service.close();
    ensemble.close();
    expect(await config.update('model', { agreement_bonus: 0.1 }, byWindow)).toMatchObject({
      value: { callbacks: [] },
    });
  });
});

function expectedAt(prediction: Prediction, values: Parameters<typeof naivePrediction>[2]) {
  const probUp = [
    prediction.components['1H'].prob_up,
    prediction.components['4H'].prob_up,
    prediction.components.D.prob_up,
  ];
  const { direction, confidence, should_trade, confidence_threshold, weights } = naivePrediction(
    probUp,
    prediction.regime,
    values,
  );
  return {
    weights,
    direction,
    confidence: expect.closeTo(confidence, 12),
    should_trade,
    confidence_threshold,
  };
}
