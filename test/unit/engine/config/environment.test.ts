import { describe, expect, it } from 'vitest';
import { readEnvironment } from '../../../../electron/engine/config/environment.ts';
import { createRandom } from '../../../../electron/engine/random.ts';
import { allParameters, parameters } from '../../../../shared/parameters.ts';
import { startConfig } from './harness.ts';

describe('the environment', () => {
  it('sets every parameter by the variable that the table names', () => {
    const env: Record<string, string> = {};
    for (const { parameter } of allParameters()) env[parameter.env] = String(parameter.default);
    const { layer, problems } = readEnvironment(env);
    expect(problems).toEqual([]);
    const set = Object.values(layer).flatMap((group) => Object.keys(group));
    expect(set).toHaveLength(allParameters().length);
    expect(new Set(allParameters().map(({ parameter }) => parameter.env)).size).toBe(set.length);
  });

  it.each([
    ['CACHE_PREDICTION_TTL_SECONDS', ' 90 ', 'cache', 'prediction_cache_ttl_seconds', 90],
    ['CACHE_PREDICTION_TTL_SECONDS', '9e1', 'cache', 'prediction_cache_ttl_seconds', 90],
    ['SPREAD_PIPS', '.25', 'trading', 'spread_pips', 0.25],
    ['MODEL_USE_REGIME_ADJUSTMENT', 'No', 'model', 'use_regime_adjustment', false],
    ['MODEL_USE_REGIME_ADJUSTMENT', 'ON', 'model', 'use_regime_adjustment', true],
    ['MODEL_USE_REGIME_ADJUSTMENT', '0', 'model', 'use_regime_adjustment', false],
  ])('reads %s=%j', (name, text, category, key, value) => {
    expect(readEnvironment({ [name]: text })).toEqual({
      layer: { [category]: { [key]: value } },
      problems: [],
    });
  });

  it.each([
    ['CACHE_PREDICTION_TTL_SECONDS', 'soon'],
    ['CACHE_PREDICTION_TTL_SECONDS', '0'],
    ['CACHE_PREDICTION_TTL_SECONDS', '1.5'],
    ['CACHE_PREDICTION_TTL_SECONDS', '0x10'],
    ['CACHE_PREDICTION_MAX_SIZE', '-1'],
    ['CACHE_PREDICTION_MAX_SIZE', '1e400'],
    ['CONFIDENCE_THRESHOLD', 'NaN'],
    ['CONFIDENCE_THRESHOLD', 'Infinity'],
    ['CONFIDENCE_THRESHOLD', '66%'],
    ['CONFIDENCE_THRESHOLD', '0,66'],
    ['DEFAULT_TP_PIPS', '0'],
    ['MODEL_USE_REGIME_ADJUSTMENT', 'perhaps'],
    ['MODEL_AGREEMENT_BONUS', 'x'.repeat(100_000)],
  ])('skips %s=%j, naming the variable and what would be right', (name, text) => {
    const { layer, problems } = readEnvironment({ [name]: text, SPREAD_PIPS: '0.75' });
    expect(layer.trading).toMatchObject({ spread_pips: 0.75 });
    expect(Object.values(layer).flatMap((group) => Object.keys(group))).toEqual(['spread_pips']);
    expect(problems).toHaveLength(1);
    expect(problems[0].path).toBe(name);
    expect(problems[0].message).toMatch(/^it must be (a|true).*, but held "/);
    expect(problems[0].message).toContain(text.slice(0, 40));
    expect(problems[0].message.length).toBeLessThan(200);
  });

  it('skips weights that do not sum to 1, all of those it sets, naming each', () => {
    const { layer, problems } = readEnvironment({ MODEL_WEIGHT_1H: '0.9', MODEL_WEIGHT_4H: '0.3' });
    expect(layer.model).toEqual({});
    expect(problems).toEqual([
      {
        path: 'MODEL_WEIGHT_1H, MODEL_WEIGHT_4H',
        message:
          'the three weights must sum to 1 (±0.01), but MODEL_WEIGHT_1H held "0.9", MODEL_WEIGHT_4H held "0.3", MODEL_WEIGHT_DAILY counts with its default 0.1: they sum to 1.3. Set all three, e.g. MODEL_WEIGHT_1H=0.75 MODEL_WEIGHT_4H=0.25 MODEL_WEIGHT_DAILY=0.',
      },
    ]);
  });

  it('says of one weight alone what the others count as and what would be right, which then is', () => {
    const { problems } = readEnvironment({ MODEL_WEIGHT_1H: '0.5', SPREAD_PIPS: 'wide' });
    expect(problems.map(({ path }) => path)).toEqual(['SPREAD_PIPS', 'MODEL_WEIGHT_1H']);
    expect(problems[1].message).toBe(
      'the three weights must sum to 1 (±0.01), but MODEL_WEIGHT_1H held "0.5", MODEL_WEIGHT_4H counts with its default 0.3, MODEL_WEIGHT_DAILY counts with its default 0.1: they sum to 0.9. Set all three, e.g. MODEL_WEIGHT_1H=0.5 MODEL_WEIGHT_4H=0.375 MODEL_WEIGHT_DAILY=0.125.',
    );
  });

  it('suggests weights that it takes itself', () => {
    let suggestions = 0;
    for (const weights of seededWeights(200)) {
      const { problems } = readEnvironment(weights);
      if (problems.length === 0) continue;
      const suggested = problems[0].message.matchAll(/(MODEL_WEIGHT_\w+)=(\d[\d.]*\d|\d)/g);
      const env = Object.fromEntries([...suggested].map(([, name, value]) => [name, value]));
      expect(Object.keys(env)).toHaveLength(3);
      expect(readEnvironment(env).problems, JSON.stringify(weights)).toEqual([]);
      suggestions += 1;
    }
    expect(suggestions).toBeGreaterThan(100);
  });

  it('takes an empty variable for one that is not set', () => {
    expect(readEnvironment({ SPREAD_PIPS: ' ', CONFIDENCE_THRESHOLD: undefined })).toEqual({
      layer: {},
      problems: [],
    });
  });

  it('lies above the defaults and under what was saved', async () => {
    const { config } = startConfig({ env: { SPREAD_PIPS: '0.8', CONFIDENCE_THRESHOLD: '0.7' } });
    expect(config.values().trading).toMatchObject({ spread_pips: 0.8, confidence_threshold: 0.7 });
    await config.update('trading', { spread_pips: 0.9 }, { by: 'window' });
    const { trading } = config.state().provenance;
    expect(trading.spread_pips).toEqual({ layer: 'stored', default: 0.5, environment: 0.8, stored: 0.9 });
    expect(trading.confidence_threshold).toEqual({ layer: 'environment', default: 0.66, environment: 0.7 });
    expect(trading.max_holding_hours).toEqual({
      layer: 'default',
      default: parameters.trading.max_holding_hours.default,
    });
  });
});

function seededWeights(count: number): Record<string, string>[] {
  const random = createRandom(5);
  const names = ['MODEL_WEIGHT_1H', 'MODEL_WEIGHT_4H', 'MODEL_WEIGHT_DAILY'];
  return Array.from({ length: count }, () =>
    Object.fromEntries(
      names.filter(() => random.next() < 0.7).map((name) => [name, random.next().toFixed(random.int(4))]),
    ),
  );
}
