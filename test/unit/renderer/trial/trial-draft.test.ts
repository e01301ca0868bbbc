import { describe, expect, it } from 'vitest';
import { defaults } from '../../../../electron/engine/config/layers.ts';
import {
  addable,
  trialChanges,
  trialEnd,
  withoutParameter,
  withParameter,
} from '../../../../renderer/trial/trial-draft.ts';

describe('the draft of a trial', () => {
  it('starts with the values in force, so that there is nothing to try until one is changed', () => {
    const draft = withParameter({}, 'trading.spread_pips', defaults);
    expect(draft).toEqual({ 'trading.spread_pips': 0.5 });
    expect(trialChanges(draft, defaults)).toEqual({});
    expect(trialChanges({ 'trading.spread_pips': 1 }, defaults)).toEqual({ trading: { spread_pips: 1 } });
  });

  it('keeps the values set when another one is added', () => {
    const draft = withParameter({ 'trading.spread_pips': 1 }, 'trading.default_tp_pips', defaults);
    expect(draft).toEqual({ 'trading.spread_pips': 1, 'trading.default_tp_pips': 25 });
  });

  it('treats the weights as one: they are added, changed and removed together', () => {
    const draft = withParameter({}, 'model.weight_1h', defaults);
    expect(Object.keys(draft)).toHaveLength(3);
    const moved = { ...draft, 'model.weight_1h': 0.5, 'model.weight_daily': 0.2 };
    expect(trialChanges(moved, defaults)).toEqual({
      model: { weight_1h: 0.5, weight_4h: 0.3, weight_daily: 0.2 },
    });
    expect(withoutParameter(draft, 'model.weight_4h')).toEqual({});
  });

  it('offers each parameter once and the weights under one name', () => {
    const labels = addable({}).map(({ label }) => label);
    expect(labels.filter((label) => label === 'Weights')).toHaveLength(1);
    expect(new Set(labels).size).toBe(labels.length);
    expect(addable(withParameter({}, 'model.weight_1h', defaults)).map(({ label }) => label)).not.toContain(
      'Weights',
    );
  });

  it('accepts only a sensible duration', () => {
    expect(trialEnd('15', '')).toEqual({ minutes: 15 });
    expect(trialEnd('daily-close', 'nonsense')).toBe('daily-close');
    expect(trialEnd('custom', ' 2.5 ')).toEqual({ minutes: 2.5 });
    for (const nonsense of ['', '0', '-1', 'soon', '43201', 'Infinity', 'NaN']) {
      expect(trialEnd('custom', nonsense), nonsense).toBeNull();
    }
  });
});
