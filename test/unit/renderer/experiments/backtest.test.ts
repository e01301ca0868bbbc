import { describe, expect, test } from 'vitest';
import { backtestWords, sampleWords } from '../../../../renderer/experiments/backtest/backtest-words.ts';
import { tradeScene } from '../../../../renderer/experiments/backtest/trade-marks.ts';
import { intervalText, rowLabel, rowText } from '../../../../renderer/experiments/figures/figure-rows.ts';
import { curveCsv, tradesCsv } from '../../../../renderer/experiments/files/experiment-csv.ts';
import type { Backtest } from '../../../../shared/experiments/backtest.ts';
import type { Figures } from '../../../../shared/experiments/figures.ts';
import type { Period } from '../../../../shared/experiments/scope.ts';
import type { Trade } from '../../../../shared/experiments/trade.ts';

const figures: Figures = {
  trades: 40,
  wins: 22,
  losses: 0,
  win_rate: 0.55,
  total_pips: -12.34,
  mean_pips: -0.3085,
  profit_factor: null,
  max_drawdown_pips: 60,
  max_drawdown_open_pips: 72,
  sharpe: 1.2,
  exposure: 0.3,
  unfinished_pips: null,
};
const parts = [{ part: 'test', from: 0, to: 1 }] as const;
const period = { part: 'test', parts, unit: 'pips' } as unknown as Period;
const backtest = (changes: object) =>
  ({
    figures,
    intervals: { total_pips: { low: -50, high: 29 } },
    period,
    empty_because: null,
    ...changes,
  }) as Backtest;

describe('what a backtest came to', () => {
  test('is said with its interval, and a gain that may be none is called none', () => {
    expect(backtestWords(backtest({}))).toBe(
      'On the test part, 40 trades earned −12.3 pips. The 95\u00a0% interval, from −50.0 to 29.0, contains zero: no edge was shown.',
    );
    expect(backtestWords(backtest({ intervals: { total_pips: { low: 1, high: 2 } } }))).toContain(
      'above zero',
    );
    expect(backtestWords(backtest({ intervals: { total_pips: { low: -2, high: -1 } } }))).toContain(
      'it loses',
    );
    expect(backtestWords(backtest({ intervals: { total_pips: null } }))).toContain('too few trades');
  });

  test('names what was in sample and why it flatters', () => {
    const on = (part: string, known: object = parts) => ({ ...period, part, parts: known }) as Period;
    expect(sampleWords(on('test'))).toBeNull();
    expect(sampleWords(on('train'))).toContain('flatters');
    expect(sampleWords(on('validation'))).toMatch(/not stopped by these bars.*flatters/);
    expect(sampleWords({ ...on('validation'), early_stopping: true })).toContain(
      'did best on these very bars',
    );
    expect(sampleWords(on('all'))).toContain('flatter');
    expect(sampleWords(on('all', []))).toContain('not trained on this data');
    expect(backtestWords(backtest({ period: on('train') }))).toContain('On the training part, in sample');
  });

  test('says why nothing was traded', () => {
    const none = backtest({ figures: { ...figures, trades: 0 }, empty_because: 'No bar reaches 0.9.' });
    expect(backtestWords(none)).toBe('No bar reaches 0.9.');
  });

  test('has a dash for figures that mean nothing, and units in the labels', () => {
    expect(rowText('profit_factor', figures)).toBe('–');
    expect(rowText('mean_pips', figures)).toBe('−0.31');
    expect(rowText('exposure', figures)).toBe('30.0\u00a0%');
    expect(rowLabel('mean_pips', 'dollars')).toBe('Mean per trade, dollars');
    expect(intervalText('trades', backtest({}).intervals)).toBe('');
    expect(intervalText('total_pips', backtest({}).intervals)).toBe('−50.0 to 29.0');
    expect(intervalText('sharpe', { ...backtest({}).intervals, sharpe: null })).toBe('too few trades');
  });
});

const trade: Trade = {
  signal_time: Date.UTC(2024, 2, 5, 13),
  entry_time: Date.UTC(2024, 2, 5, 14),
  exit_time: Date.UTC(2024, 2, 5, 16),
  direction: 0,
  entry: 1.0852,
  exit: 1.0827,
  reason: 'take-profit',
  pips: 25,
  confidence: 0.7,
  regime: 'ranging',
  split: null,
};

test('a short trade is marked above its entry, with the way to its exit', () => {
  const { focus, marks, paths } = tradeScene(trade);
  expect(focus).toEqual({ from: trade.entry_time, to: trade.exit_time });
  expect(marks.map(({ time, side, shape, text }) => [time, side, shape, text])).toEqual([
    [trade.entry_time, 'above', 'arrowDown', 'Short in'],
    [trade.exit_time, 'below', 'square', 'take profit 25.0'],
  ]);
  expect(paths).toMatchObject([{ from: { price: 1.0852 }, to: { price: 1.0827 } }]);
});

test('trades and curves as CSV: ISO times, all digits, an empty cell for what is not known', () => {
  expect(tradesCsv([trade])).toBe(
    'signal_time,entry_time,exit_time,direction,entry,exit,reason,pips,confidence,regime,split\r\n' +
      '2024-03-05T13:00:00.000Z,2024-03-05T14:00:00.000Z,2024-03-05T16:00:00.000Z,short,1.0852,1.0827,take-profit,25,0.7,ranging,\r\n',
  );
  expect(curveCsv({ time: Float64Array.of(trade.exit_time), pips: Float64Array.of(0.1 + 0.2) })).toBe(
    'time,pips\r\n2024-03-05T16:00:00.000Z,0.30000000000000004\r\n',
  );
});
