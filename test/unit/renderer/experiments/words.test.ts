import { describe, expect, test } from 'vitest';
import {
  fallWords,
  plateauWords,
  sharpeWords,
  timesIn100,
  verdictWords,
} from '../../../../renderer/experiments/triangle/overfit-words.ts';
import {
  lossWords,
  pointWords,
  shapeWords,
} from '../../../../renderer/experiments/triangle/triangle-words.ts';
import { parseWalkForward } from '../../../../renderer/experiments/walk-forward/walk-forward-draft.ts';
import { walkForwardWords } from '../../../../renderer/experiments/walk-forward/walk-forward-words.ts';
import type { Figures, Intervals } from '../../../../shared/experiments/figures.ts';
import type { Overfit } from '../../../../shared/experiments/overfit.ts';
import type { WalkForward } from '../../../../shared/experiments/walk-forward.ts';

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
const intervals: Intervals = {
  win_rate: null,
  total_pips: { low: -50, high: 290 },
  mean_pips: null,
  profit_factor: null,
  sharpe: null,
};
const period = {
  dataset: 'EURUSD',
  symbol: 'EURUSD',
  unit: 'pips',
  pip_size: 0.0001,
  bundle: 'b',
  bundle_hash: 'h',
  part: 'test',
  from: 0,
  to: 1,
  bars: 2,
  parts: [],
  spread: 'set',
  early_stopping: false,
} as const;
const overfit: Overfit = {
  period,
  tried: { label: 'current (v1)', values: {} },
  mixes_tried: 5151,
  parts: [
    { part: 'train', figures: { ...figures, mean_pips: 10 } },
    { part: 'test', figures: { ...figures, mean_pips: 4 } },
  ],
  plateau: { radius: 0.05, neighbours: 90, own_pips: 120, mean_pips: 30, worst_pips: -80, score: 0.25 },
  deflated_sharpe: { sharpe: 1.2, expected_best: 2.1, probability: 0.08 },
  reality_check: {
    p_value: 0.43,
    own_p_value: 0.61,
    resamples: 1000,
    mean_block_days: 10,
    best: [0.5, 0.3, 0.2],
    best_pips: 300,
  },
  verdict: 'luck',
  unjudged_because: null,
};

describe('the overfit meter in words', () => {
  test('calls luck what noise shows as often', () => {
    expect(verdictWords(overfit).text).toBe(
      'The best of 5,151 mixes on pure noise looks as good as this one 61 times in 100: call it luck.',
    );
  });

  test('says of an edge on which bars, and of nothing that it is nothing', () => {
    const edge = verdictWords({
      ...overfit,
      verdict: 'edge',
      reality_check: { ...overfit.reality_check, own_p_value: 0.004 },
    });
    expect(edge.title).toBe('An edge on these bars');
    expect(edge.text).toMatch(/less than once in 100: more than luck explains\. It is still one stretch/);
    const nothing = { ...overfit, verdict: 'nothing' as const };
    expect(verdictWords(nothing)).toMatchObject({
      title: 'Nothing to trust',
      text: expect.stringMatching(/too seldom/),
    });
    const losing = { ...nothing, plateau: { ...overfit.plateau, own_pips: -5 } };
    expect(verdictWords(losing).text).toMatch(/earns nothing/);
  });

  test.each([
    ['seen-bars', /only the test part/i],
    ['unknown-bars', /not known which/],
    ['alike-days', /all alike/],
  ] as const)('does not judge where it cannot: %s', (unjudged_because, words) => {
    const said = verdictWords({ ...overfit, verdict: 'unjudged', unjudged_because });
    expect(said.title).toBe('Cannot be judged');
    expect(said.text).toMatch(words);
  });

  test('says what speaks against a mix that the reality check alone would pass', () => {
    const check = { ...overfit.reality_check, own_p_value: 0.03 };
    expect(verdictWords({ ...overfit, reality_check: check }).text).toMatch(
      /3 times in 100, but its Sharpe ratio, .* only 8\u00a0%: call it luck\.$/,
    );
  });

  test.each([
    [0, 'less than once in 100'],
    [0.012, 'once in 100'],
    [0.02, '2 times in 100'],
    [0.994, 'more than 99 times in 100'],
  ])('a share of %f is %s', (share, words) => {
    expect(timesIn100(share)).toBe(words);
  });

  test('names the shape around the mix', () => {
    const around = (score: number | null) =>
      plateauWords({ ...overfit, plateau: { ...overfit.plateau, score } }, 'pips');
    expect(around(0.25)).toMatch(/^Lucky spike\. .*25\u00a0% of its own 120\.0\.$/);
    expect(around(0.6)).toMatch(/^Slope\./);
    expect(around(0.9)).toMatch(/^Plateau\./);
    expect(around(null)).toMatch(/the mix itself gains nothing\.$/);
  });

  test.each([
    [10, 4, /^60\u00a0% was lost out of sample/],
    [10, -1, /^All of it was gone/],
    [-2, 4, /^Not even a gain in sample/],
    [4, 5, /^It held/],
    [null, 5, /has no trade/],
  ])('a mean of %s in sample and %s out of it', (train, test, words) => {
    const parts = [
      { part: 'train' as const, figures: { ...figures, mean_pips: train } },
      { part: 'test' as const, figures: { ...figures, mean_pips: test } },
    ];
    expect(fallWords({ ...overfit, parts }, 'pips')).toMatch(words);
  });

  test('says where no split or no Sharpe is known', () => {
    expect(fallWords({ ...overfit, parts: [] }, 'pips')).toMatch(/not trained on this data/);
    expect(sharpeWords({ ...overfit, deflated_sharpe: null })).toMatch(/^Too few days/);
    expect(sharpeWords(overfit)).toMatch(/2\.10 by luck alone.*8\u00a0%\.$/);
  });
});

describe('walk-forward in words', () => {
  const side = (total_pips: number, low: number, high: number) => ({
    figures: { ...figures, total_pips },
    intervals: { ...intervals, total_pips: { low, high } },
    curve: { time: new Float64Array(0), pips: new Float64Array(0) },
  });
  const window = {
    choose_from: 0,
    trade_from: 1,
    trade_to: 2,
    choose_dates: { first: '2024-01-08', last: '2024-02-06' },
    trade_dates: { first: '2024-02-07', last: '2024-02-16' },
    mix: [1, 0, 0] as const,
    carried_until: null,
    chosen_on: figures,
    traded_on: figures,
  };
  const answer = (procedure: ReturnType<typeof side>, fixed: ReturnType<typeof side>): WalkForward => ({
    period,
    tried: overfit.tried,
    objective: 'total_pips',
    windows: [window, window],
    procedure,
    fixed,
  });

  test('says when no edge was shown, and when the difference may be chance', () => {
    expect(walkForwardWords(answer(side(100, -50, 250), side(80, -60, 220)))).toBe(
      'Choosing and then trading earned 100.0 pips over 2 windows, the fixed weights 80.0. Its 95\u00a0% interval contains zero: no edge was shown. Choosing did better than keeping the weights, but the intervals overlap: that may be chance.',
    );
  });

  test('says when it loses, and when keeping the weights was better beyond chance', () => {
    const words = walkForwardWords(answer(side(-100, -150, -50), side(80, 20, 220)));
    expect(words).toMatch(
      /lies below zero: it loses\. Keeping the weights did better than choosing, by more than chance/,
    );
  });

  test('calls the same what is printed alike', () => {
    expect(walkForwardWords(answer(side(100, 20, 250), side(100.0001, 20, 250)))).toMatch(
      /came to the same\.$/,
    );
  });

  test('says when there was no window, or no trade', () => {
    const both = answer(side(0, 0, 0), side(0, 0, 0));
    expect(walkForwardWords({ ...both, windows: [] })).toMatch(/shorter than one window/);
    const none = { ...both.procedure, figures: { ...figures, trades: 0 } };
    expect(walkForwardWords({ ...both, procedure: none })).toMatch(/made no trade/);
  });

  test('the form is read as a whole, and every wrong field is named', () => {
    const draft = { chooseDays: '180', tradeDays: ' 60', minTrades: '20', objective: 'sharpe' as const };
    const parsed = parseWalkForward(draft);
    expect(parsed.ok && parsed.value).toEqual({
      choose_days: 180,
      trade_days: 60,
      min_trades: 20,
      objective: 'sharpe',
    });
    const wrong = parseWalkForward({ ...draft, chooseDays: '6', minTrades: '', tradeDays: '1.5' });
    expect(!wrong.ok && wrong.problem.message).toBe(
      'Choosing takes a whole number of days from 7 to 3650. Trading takes a whole number of days from 1 to 3650. The least trades are a whole number from 1 to 10,000.',
    );
  });
});

describe('the triangle in words', () => {
  test('tells a plateau from a lucky spike, and claims no edge from it', () => {
    expect(shapeWords('total_pips', { shape: 'plateau', kept: 0.92 })).toMatch(
      /keep 92\u00a0% .* proves no edge\.$/,
    );
    expect(shapeWords('total_pips', { shape: 'spike', kept: 0.2 })).toMatch(/^Lucky spike/);
    expect(shapeWords('win_rate', { shape: 'unknown', kept: Number.NaN })).toMatch(/Fewer than 20 trades/);
  });

  test('does not call a lead among losers a gain', () => {
    const point = { ...figures, profit_factor: 0.9, win_rate: 0.4, sharpe: -1 };
    expect(lossWords({ ...point, total_pips: -594.3 })).toMatch(/loses on these bars all the same/);
    expect(lossWords({ ...point, total_pips: 12 })).toBe('');
  });

  test('tells the point and its figures with their units', () => {
    const words = pointWords(
      [0.5, 0.3, 0.2],
      {
        total_pips: -12,
        profit_factor: Number.NaN,
        win_rate: 0.5,
        max_drawdown_pips: 40,
        max_drawdown_open_pips: 52,
        trades: 8,
        sharpe: -0.001,
      },
      'pips',
    );
    expect(words).toBe(
      '1H 50\u00a0%, 4H 30\u00a0%, Daily 20\u00a0%: Pips −12.0 pips, Profit factor –, Win rate 50.0\u00a0%, Drawdown 40.0 pips, Trades 8, Sharpe 0.00, Drawdown with open trades 52.0 pips',
    );
    expect(pointWords(null, null, 'pips')).toBe('No point yet');
  });
});
