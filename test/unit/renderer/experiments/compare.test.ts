import { describe, expect, test } from 'vitest';
import {
  choiceOptions,
  ownB,
  sourceOfChoice,
} from '../../../../renderer/experiments/compare/compare-choice.ts';
import {
  comparisonWords,
  decisionText,
  differenceText,
  earnedText,
  flipDifference,
  isTraded,
  toldFromZero,
} from '../../../../renderer/experiments/compare/compare-words.ts';
import { flipScene } from '../../../../renderer/experiments/compare/flip-marks.ts';
import { firstSubject } from '../../../../renderer/experiments/subject/subject.ts';
import type { Comparison, Flip } from '../../../../shared/experiments/comparison.ts';
import type { Trade } from '../../../../shared/experiments/trade.ts';

const other = { name: 'Weights 70 / 25 / 5 %', source: { from: 'current' as const, changes: {} } };
const tried = { ...firstSubject, changes: { trading: { confidence_threshold: 0.6 } } };
const choices = {
  subject: firstSubject,
  point: null,
  other: null,
  version: 7,
  profiles: ['Calm: a day'],
  versions: [6, 5],
};

describe('the sides of an A/B', () => {
  test('offer what there is, under names that lead back to it', () => {
    const all = { ...choices, other, point: [0.5, 0.3, 0.2] as const };
    expect(choiceOptions(all, 'current').map(({ value }) => value)).toEqual([
      'current',
      'tried',
      'other',
      'point',
      'profile:Calm: a day',
      'version:6',
      'version:5',
    ]);
    expect(sourceOfChoice('profile:Calm: a day', choices)).toEqual({ from: { profile: 'Calm: a day' } });
    expect(sourceOfChoice('version:6', choices)).toEqual({ from: { version: 6 } });
    expect(sourceOfChoice('current', choices)).toEqual({ from: 'current' });
    expect(sourceOfChoice('other', all)).toBe(other.source);
    expect(sourceOfChoice('point', all)).toEqual({
      from: 'current',
      changes: { model: { weight_1h: 0.5, weight_4h: 0.3, weight_daily: 0.2 } },
    });
  });

  test('keep a choice that is gone under its name, and have none where nobody chose', () => {
    expect(choiceOptions(choices, 'version:2').at(-1)).toEqual({ value: 'version:2', text: 'version 2' });
    expect(choiceOptions(choices, null)[0]).toEqual({ value: '', text: 'Choose…' });
  });

  test('a point that was put back has the weights of what is tried', () => {
    expect(sourceOfChoice('point', { ...choices, subject: tried })).toEqual({
      from: 'current',
      changes: tried.changes,
    });
    expect(choiceOptions(choices, 'point').at(2)?.text).toContain('own weights');
  });

  test('B is what was set elsewhere, else what is tried, else nothing', () => {
    expect(ownB({ subject: tried, other })).toBe('other');
    expect(ownB({ subject: tried, other: null })).toBe('tried');
    expect(ownB({ subject: firstSubject, other: null })).toBeNull();
  });
});

const none = { decision: 'none', traded: false, pips: null } as const;
const long = { decision: 'long', traded: true, pips: 24.5 } as const;
const held = { decision: 'short', traded: false, pips: null } as const;
const flip: Flip = { bar_time: 3_600_000, a: none, b: long };

describe('a flip', () => {
  test('says what each side did and earned, signs instead of colours', () => {
    expect([none, long, held].map(decisionText)).toEqual(['– none', '▲ long', '▼ short']);
    expect([none, long, held].map(earnedText)).toEqual(['–', '24.5', 'not entered']);
  });

  test('differs by what was earned; by nothing where neither traded', () => {
    expect(flipDifference(flip)).toBe(24.5);
    expect(flipDifference({ ...flip, a: long, b: held })).toBe(-24.5);
    expect(flipDifference({ ...flip, b: held })).toBeNull();
    expect([isTraded(flip), isTraded({ ...flip, b: held })]).toEqual([true, false]);
  });

  test('is marked on both sides of its bar, with the trades that came of it', () => {
    const trade = { entry_time: 7_200_000, exit_time: 10_800_000, entry: 1, exit: 1.1, pips: 24.5 } as Trade;
    const alone = flipScene(flip, { a: null, b: null });
    expect(alone.focus).toEqual({ from: 3_600_000, to: 3_600_000 });
    expect(alone.marks.map(({ side, shape, text }) => [side, shape, text])).toEqual([
      ['above', 'circle', 'A: none'],
      ['below', 'arrowUp', 'B: long'],
    ]);
    const whole = flipScene(flip, { a: null, b: trade });
    expect(whole.focus.to).toBe(10_800_000);
    expect(whole.marks.at(-1)).toMatchObject({ time: 10_800_000, text: 'B out 24.5' });
    expect(whole.paths).toMatchObject([{ from: { price: 1 }, to: { price: 1.1 } }]);
  });
});

describe('what a comparison came to', () => {
  const figures = { trades: 40, total_pips: 100 };
  const comparison = (value: number, interval: { low: number; high: number } | null, flips = [flip]) =>
    ({
      period: { unit: 'pips' },
      a: { figures },
      b: { figures: { ...figures, total_pips: 100 + value } },
      differences: { total_pips: { value, interval } },
      flips,
    }) as unknown as Comparison;

  test('says in words whether the difference can be told from zero', () => {
    expect(comparisonWords(comparison(20, { low: -5, high: 45 }))).toBe(
      'B earned 20.0 pips more than A. The paired 95\u00a0% interval, from −5.0 to +45.0, contains zero: the difference cannot be told from zero.',
    );
    expect(comparisonWords(comparison(-20, { low: -45, high: -5 }))).toContain('less than A');
    expect(comparisonWords(comparison(-20, { low: -45, high: -5 }))).toContain('leaves zero out');
    expect(comparisonWords(comparison(20, null))).toContain('too few trades');
    expect(comparisonWords(comparison(0, { low: 0, high: 0 }, []))).toContain('decide the same at every bar');
    expect(comparisonWords(comparison(3, { low: 1, high: 4 }, []))).toContain('B earned 3.0 pips more');
  });

  test('an interval that touches zero does not leave it out', () => {
    expect(toldFromZero({ low: 0, high: 3 })).toBe('cannot be told from zero');
    expect(toldFromZero({ low: 0.1, high: 3 })).toBe('differs');
    expect(toldFromZero({ low: -3, high: -0.1 })).toBe('differs');
    expect(toldFromZero(null)).toBe('unknown');
  });

  test('differences carry their sign and unit', () => {
    expect(differenceText('win_rate', 0.0234)).toBe('+2.3 pp');
    expect(differenceText('win_rate', -0.05)).toBe('−5.0 pp');
    expect(differenceText('trades', 1234)).toBe('+1,234');
    expect(differenceText('total_pips', -0.04)).toBe('0.0');
    expect(differenceText('sharpe', 0)).toBe('0.00');
    expect(differenceText('sharpe', Number.NaN)).toBe('–');
  });
});
