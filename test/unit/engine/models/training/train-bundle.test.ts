import { describe, expect, test } from 'vitest';
import { splitTimes } from '../../../../../electron/engine/models/training/splits.ts';
import { trainBundle } from '../../../../../electron/engine/models/training/train-bundle.ts';
import { type Bars, timeframes } from '../../../../../shared/market.ts';
import { utcPeriods } from '../../market/utc-periods.ts';
import { quickSettings, sampleFeatures, sampleMarket, sampleNames } from '../sample-market.ts';

const bars = sampleMarket(7, 24 * 160);
const job = { bars, periods: utcPeriods, features: sampleFeatures(bars), settings: quickSettings, seed: 3 };

describe('training the three models', () => {
  test('gives models, figures of every part and the split times, identical for the same seed', () => {
    const result = trainBundle(job);
    if (!result.ok) throw new Error(result.problem.message);
    expect(result.value.split_times).toEqual(splitTimes(bars['1H']));
    for (const timeframe of timeframes) {
      const { ensemble, figures, settings } = result.value.models[timeframe];
      expect(settings).toEqual(quickSettings[timeframe]);
      expect(ensemble.featureNames).toEqual(sampleNames);
      expect(figures.trees).toBe(settings.num_boost_round);
      expect(figures.features).toBe(3);
      expect(figures.train.rows).toBeGreaterThan(figures.test.rows);
      expect(figures.buckets.reduce((sum, { rows }) => sum + rows, 0)).toBe(figures.test.rows);
    }
    expect(trainBundle(job)).toEqual(result);
  });

  test('reports progress up to 1 and names the current model', () => {
    const shares: number[] = [];
    const messages: string[] = [];
    trainBundle({
      ...job,
      onProgress: (share, message) => {
        shares.push(share);
        messages.push(message);
      },
    });
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBeCloseTo(1, 12);
    expect(messages[0]).toMatch(/^1H model: round 1 of 6, validation log loss 0\.\d{4}$/);
    expect(messages.at(-1)).toMatch(/^D model: round 3 of 3/);
  });

  test('the test part has no influence on the models', () => {
    const from = splitTimes(bars['1H']).test_from;
    const other = {
      '1H': doubled(bars['1H'], from),
      '4H': doubled(bars['4H'], from),
      D: doubled(bars.D, from),
    };
    const stopping = Object.fromEntries(
      timeframes.map((timeframe) => [timeframe, { ...quickSettings[timeframe], early_stopping_rounds: 2 }]),
    ) as typeof quickSettings;
    const before = trainBundle({ ...job, settings: stopping });
    const after = trainBundle({ ...job, bars: other, features: sampleFeatures(other), settings: stopping });
    if (!before.ok || !after.ok) throw new Error('both must train');
    for (const timeframe of timeframes) {
      expect(after.value.models[timeframe].ensemble).toEqual(before.value.models[timeframe].ensemble);
      expect(after.value.models[timeframe].figures.validation).toEqual(
        before.value.models[timeframe].figures.validation,
      );
      expect(after.value.models[timeframe].figures.test).not.toEqual(
        before.value.models[timeframe].figures.test,
      );
    }
  });

  test('rows of the warm-up are used neither for training nor for the figures', () => {
    const features = sampleFeatures(bars);
    for (const timeframe of timeframes) {
      const { values, names } = features[timeframe];
      const table = { ...features[timeframe], warm_up: 30 };
      features[timeframe] = table;
      values.fill(Number.NaN, 0, 30 * names.length);
    }
    const wild = structuredClone(features);
    for (const timeframe of timeframes) wild[timeframe].values.fill(7, 0, 30 * sampleNames.length);
    expect(trainBundle({ ...job, features: wild })).toEqual(trainBundle({ ...job, features }));
  });

  test('ends when cancelled', () => {
    const result = trainBundle({ ...job, isCancelled: () => true });
    expect(result.ok ? '' : result.problem.code).toBe('cancelled');
  });
});

describe('too little data is refused', () => {
  test('with each timeframe, its labelled rows and the number it needs', () => {
    const few = sampleMarket(7, 24 * 30);
    const result = trainBundle({ ...job, bars: few, features: sampleFeatures(few) });
    if (result.ok) throw new Error('trained on too little');
    expect(result.problem.code).toBe('conflict');
    expect(result.problem.message).toMatch(/D has \d labelled rows for train, 50 are needed/);
    expect(result.problem.details?.map(({ path }) => path)).toContain('D.train');
    expect(result.problem.details?.map(({ path }) => path)).not.toContain('1H.train');
  });

  test('even without any bars', () => {
    const none = sampleMarket(7, 0);
    const result = trainBundle({ ...job, bars: none, features: sampleFeatures(none) });
    expect(result.ok ? '' : result.problem.message).toMatch(/1H has 0 labelled rows/);
  });

  test('and so is a market that only rises', () => {
    const rising = { '1H': trending(bars['1H']), '4H': trending(bars['4H']), D: trending(bars.D) };
    const result = trainBundle({ ...job, bars: rising, features: sampleFeatures(rising) });
    expect(result.ok ? '' : result.problem.message).toMatch(/rows of 1H are up/);
  });
});

/** Twice as wild after a time; the last close before it is kept. */
function doubled(bars: Bars, from: number): Bars {
  const start = bars.time.findIndex((time) => time >= from);
  const base = bars.close[start - 1];
  const stretch = (column: Float64Array) =>
    column.map((price, i) => (i < start ? price : base + 2 * (price - base)));
  return {
    ...bars,
    open: stretch(bars.open),
    high: stretch(bars.high),
    low: stretch(bars.low),
    close: stretch(bars.close),
  };
}

function trending(bars: Bars): Bars {
  const line = (shift: number) => bars.time.map((_, i) => 100 + i + shift);
  return { ...bars, open: line(-1), high: line(0.1), low: line(-1.1), close: line(0) };
}
