import { describe, expect, it } from 'vitest';
import type { CandidateChoice } from '../../../../renderer/experiments/candidates/shadow-draft.ts';
import {
  candidateChoices,
  freeName,
  subjectName,
} from '../../../../renderer/experiments/candidates/shadow-draft.ts';
import {
  differenceOf,
  differsWords,
  nowWords,
  shadowRows,
  spanWords,
  trustWords,
} from '../../../../renderer/experiments/candidates/shadow-words.ts';
import { firstSubject } from '../../../../renderer/experiments/subject/subject.ts';
import type { Figures } from '../../../../shared/experiments/figures.ts';
import type { Shadow, ShadowState } from '../../../../shared/experiments/shadows.ts';
import type { TradingConfig } from '../../../../shared/parameters.ts';

const nothing: Figures = {
  trades: 0,
  wins: 0,
  losses: 0,
  win_rate: null,
  total_pips: 0,
  mean_pips: null,
  profit_factor: null,
  max_drawdown_pips: 0,
  max_drawdown_open_pips: 0,
  sharpe: null,
  exposure: 0,
  unfinished_pips: null,
};
const earned = (trades: number, pips: number): Figures => ({ ...nothing, trades, total_pips: pips });
const config = {
  model: { weight_1h: 0.6, weight_4h: 0.3, weight_daily: 0.1, agreement_bonus: 0.05 },
  trading: { confidence_threshold: 0.66, spread_pips: 0.5 },
} as unknown as TradingConfig;
const candidate: Shadow = {
  id: 7,
  name: 'Eager',
  differs: [{ path: 'trading.confidence_threshold', value: 0.5 }],
  figures: earned(30, 12.34),
  decision: 'short',
  confidence: 0.712,
  flips: 1_234,
};
const state = (changes: Partial<ShadowState> = {}): ShadowState => ({
  since: Date.UTC(2025, 4, 22, 22),
  bars: 1_928,
  active: { figures: earned(25, 20), decision: 'none', confidence: 0.4 },
  candidates: [candidate],
  ...changes,
});

describe('the running comparison', () => {
  it('has the active configuration on top, which differs from nothing', () => {
    const [active, other] = shadowRows(state(), config);
    expect(active).toMatchObject({ id: null, difference: null, flips: null, pips: '20.0' });
    expect(other).toMatchObject({
      id: 7,
      name: 'Eager',
      trades: '30',
      winRate: '–',
      pips: '12.3',
      difference: { text: '−7.7', sign: 'less', tooFew: false },
      nowText: '▼ Short 71.2\u00a0%',
      flips: '1,234',
    });
  });

  it('makes equal rows of states that read the same', () => {
    const more = state({
      candidates: [{ ...candidate, figures: { ...candidate.figures, exposure: 0.3, total_pips: 12.32 } }],
    });
    expect(shadowRows(more, config)).toEqual(shadowRows(state(), config));
  });

  it.each([
    [earned(20, 0), earned(20, 3), { text: '+3.0', sign: 'more', tooFew: false }],
    [earned(20, 3), earned(20, 3.04), { text: '0.0', sign: 'same', tooFew: false }],
    [earned(20, 3), earned(20, 2.96), { text: '0.0', sign: 'same', tooFew: false }],
    [earned(19, 0), earned(400, -1), { text: '−1.0', sign: 'less', tooFew: true }],
    [earned(400, 0), earned(19, 1), { text: '+1.0', sign: 'more', tooFew: true }],
  ] as const)('tells a difference by its sign, and whether it can say anything', (than, own, expected) => {
    expect(differenceOf(than, own)).toEqual(expected);
  });

  it('says what is decided now, and tells no trade from nothing said', () => {
    expect(nowWords('long', 0.7)).toBe('▲ Long 70.0\u00a0%');
    expect(nowWords('none', 0.41)).toBe('– No trade 41.0\u00a0%');
    expect(nowWords('none', null)).toBe('– silent');
  });

  it('says since when, over how many bars, and how little they mean', () => {
    expect(spanWords(state())).toBe('Since 2025-05-22 22:00\u00a0UTC, 1,928 bars of 1 h.');
    expect(spanWords(state({ bars: 1 }))).toContain(', 1 bar of 1 h.');
    expect(spanWords(state({ since: null, bars: 0 }))).toBe('No bar has been scored yet.');
    expect(trustWords(state())).toContain('A/B');
    expect(trustWords(state({ candidates: [{ ...candidate, figures: nothing }] }))).toContain('too few');
  });

  it('names what differs, the weights as one with those that stay', () => {
    const differs = [
      { path: 'trading.spread_pips', value: 1 },
      { path: 'model.weight_1h', value: 0.5 },
      { path: 'model.weight_4h', value: 0.4 },
    ];
    expect(differsWords(differs, config)).toEqual(['Weights 50 / 40 / 10\u00a0%', 'Spread 1 pips']);
    expect(differsWords([], config)).toEqual([]);
  });
});

describe('what can become a candidate', () => {
  const parts = {
    subject: firstSubject,
    sent: null,
    point: null,
    other: null,
    versions: [4, 3],
    profiles: [{ name: 'Calm', saved_at: 0, symbol: null, values: {} }],
  };
  const ids = (choices: readonly CandidateChoice[]) => choices.map(({ id }) => id);

  it('is what is tried, what is stored, and what other tabs have at hand', () => {
    expect(ids(candidateChoices(parts))).toEqual(['tried', 'profile:Calm', 'version:4', 'version:3']);
    const sent = { name: 'Weights 50 / 40 / 10 %', source: { from: 'current' } } as const;
    const all = candidateChoices({ ...parts, sent, point: [0.5, 0.25, 0.25], other: sent });
    expect(ids(all).slice(0, 4)).toEqual(['sent', 'tried', 'point', 'other']);
    expect(all[2]?.source.changes).toEqual({
      model: { weight_1h: 0.5, weight_4h: 0.25, weight_daily: 0.25 },
    });
    expect(all.find(({ id }) => id === 'version:3')?.source).toEqual({ from: { version: 3 } });
  });

  it('is named by what it changes, and by its base where that is not the current one', () => {
    const changes = { trading: { confidence_threshold: 0.5 } };
    expect(subjectName(firstSubject)).toBe('Current values');
    expect(subjectName({ ...firstSubject, changes })).toBe('Confidence threshold 0.5');
    expect(subjectName({ ...firstSubject, from: { profile: 'Calm' }, changes })).toBe(
      'Calm, Confidence threshold 0.5',
    );
    expect(subjectName({ ...firstSubject, from: { version: 12 } })).toBe('v12');
  });

  it('gets a name that is free and no longer than one may be', () => {
    expect(freeName('Calm', [])).toBe('Calm');
    expect(freeName('Calm', ['Calm', 'Calm 2'])).toBe('Calm 3');
    const long = 'x'.repeat(100);
    expect(freeName(long, ['x'.repeat(80)])).toBe(`${'x'.repeat(78)} 2`);
  });
});
