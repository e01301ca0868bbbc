import { expect, it } from 'vitest';
import {
  changedWords,
  versionRow,
  versionsNote,
} from '../../../../renderer/experiments/versions/version-results-words.ts';
import type { Figures } from '../../../../shared/experiments/figures.ts';
import type { VersionResult } from '../../../../shared/experiments/version-results.ts';

const figures: Figures = {
  trades: 40,
  wins: 22,
  losses: 0,
  win_rate: 0.55,
  total_pips: 120,
  mean_pips: 3,
  profit_factor: 1.4,
  max_drawdown_pips: 60,
  max_drawdown_open_pips: 72,
  sharpe: 1.2,
  exposure: 0.3,
  unfinished_pips: null,
};
const result: VersionResult = {
  version: 3,
  dataset: 'EURUSD',
  bundle: 'a',
  from: Date.UTC(2025, 4, 22, 22),
  to: Date.UTC(2025, 5, 1, 3),
  bars: 1_234,
  figures,
  predecessor: 2,
  predecessor_figures: { ...figures, trades: 12, total_pips: 130.5 },
  changed: ['trading.confidence_threshold'],
};
const first: VersionResult = { ...result, version: 1, predecessor: null, predecessor_figures: null };

it('a version stands beside its predecessor on the same bars', () => {
  expect(versionRow(result, 'EURUSD')).toMatchObject({
    version: 3,
    from: '2025-05-22 22:00',
    to: '2025-06-01 03:00',
    bars: '1,234',
    changed: 'Confidence threshold',
    trades: '40',
    winRate: '55.0\u00a0%',
    pips: '120.0',
    predecessor: { version: 2, pips: '130.5' },
    difference: { text: '−10.5', sign: 'less', tooFew: true },
    elsewhere: null,
  });
});

it('the first version has nothing to stand beside', () => {
  expect(versionRow(first, 'EURUSD')).toMatchObject({
    predecessor: null,
    difference: null,
    changed: 'the first on record',
  });
});

it('a row of other data than what is open says so', () => {
  expect(versionRow(result, 'XAUUSD').elsewhere).toBe('EURUSD');
});

it('changed weights count as one', () => {
  const changed = ['model.weight_1h', 'model.weight_4h', 'trading.spread_pips'];
  expect(changedWords({ changed, predecessor: 2 })).toBe('Weights, Spread');
  expect(changedWords({ changed: [], predecessor: 2 })).toBe('no value');
});

it('the note counts only differences with enough trades on both sides', () => {
  const telling = { ...result, predecessor_figures: figures };
  expect(versionsNote([result, first])).toContain('none of these differences says anything');
  expect(versionsNote([telling, result, first])).toContain('1 of 3 have at least 20 trades');
});
