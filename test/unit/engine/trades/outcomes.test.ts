import { describe, expect, it } from 'vitest';
import { computeOutcomes, outcomeAt } from '../../../../electron/engine/trades/outcomes.ts';
import { exitReasons } from '../../../../shared/experiments/trade.ts';
import { type Bars, hourMs } from '../../../../shared/market.ts';

const rules = { takeProfit: 20, stopLoss: 10, maxHours: 3, spread: 0.5, recordedSpread: true };

/** Hourly bars as open, high, low, close in pips above 1.1; a fifth number is the hour, else the next. */
function bars(...rows: (readonly number[])[]): Bars {
  let hour = -1;
  const times = rows.map((row) => {
    hour = row[4] ?? hour + 1;
    return hour * hourMs;
  });
  const price = (i: number) => Float64Array.from(rows, (row) => 1.1 + row[i] * 0.0001);
  return {
    time: Float64Array.from(times),
    open: price(0),
    high: price(1),
    low: price(2),
    close: price(3),
    volume: new Float64Array(rows.length),
  };
}

const quiet = [0, 1, -1, 0];

/** What a trade signalled at the first bar comes to. */
function traded(direction: 0 | 1, hours: Bars, own = rules) {
  const outcomes = computeOutcomes(hours, 0.0001, own);
  const at = outcomeAt(0, direction);
  return {
    exit: outcomes.exit[at],
    reason: exitReasons[outcomes.reason[at]],
    pips: Number(outcomes.pips[at].toFixed(6)),
  };
}

describe('a trade', () => {
  it('takes profit at the barrier, less the spread', () => {
    const hours = bars(quiet, quiet, [0, 20, -5, 3], quiet);
    expect(traded(1, hours)).toEqual({ exit: 2, reason: 'take-profit', pips: 19.5 });
    const falling = bars(quiet, quiet, [0, 5, -20, -3], quiet);
    expect(traded(0, falling)).toEqual({ exit: 2, reason: 'take-profit', pips: 19.5 });
  });

  it('is stopped out at the barrier, even in its entry bar', () => {
    expect(traded(1, bars(quiet, [0, 2, -10, 0], quiet))).toEqual({
      exit: 1,
      reason: 'stop-loss',
      pips: -10.5,
    });
    expect(traded(0, bars(quiet, [0, 10, -2, 0], quiet))).toEqual({
      exit: 1,
      reason: 'stop-loss',
      pips: -10.5,
    });
  });

  it('is stopped out where one bar touches both barriers', () => {
    const hours = bars(quiet, [0, 25, -25, 20], quiet);
    expect(traded(1, hours)).toMatchObject({ reason: 'stop-loss', pips: -10.5 });
    expect(traded(0, hours)).toMatchObject({ reason: 'stop-loss', pips: -10.5 });
  });

  it('fills at the open of a bar that opens beyond the stop', () => {
    const hours = bars(quiet, quiet, [-30, 25, -31, 25], quiet);
    expect(traded(1, hours)).toEqual({ exit: 2, reason: 'stop-loss', pips: -30.5 });
  });

  it('fills at the take profit where a bar opens beyond it, whatever the rest of the bar does', () => {
    const hours = bars(quiet, quiet, [30, 35, -40, -40], quiet);
    expect(traded(1, hours)).toEqual({ exit: 2, reason: 'take-profit', pips: 19.5 });
  });

  it('ends at the close of the bar that ends at its time limit', () => {
    const hours = bars(quiet, quiet, quiet, [0, 5, -5, 4], [0, 25, -25, 0]);
    expect(traded(1, hours)).toEqual({ exit: 3, reason: 'time-limit', pips: 3.5 });
    expect(traded(0, hours)).toEqual({ exit: 3, reason: 'time-limit', pips: -4.5 });
  });

  it('ends at the open of the first bar after a weekend in which its time limit passed', () => {
    const hours = bars(quiet, quiet, [-4, 25, -50, 0, 60], quiet);
    expect(traded(1, hours)).toEqual({ exit: 2, reason: 'time-limit', pips: -4.5 });
    expect(traded(0, hours)).toEqual({ exit: 2, reason: 'time-limit', pips: 3.5 });
  });

  it.each([12, 720])(
    'earns at most its take profit in a gap of 60 pips, when it may be held %d hours',
    (maxHours) => {
      const own = { ...rules, takeProfit: 25, stopLoss: 15, maxHours };
      const up = bars(quiet, quiet, [60, 70, 55, 60, 50], quiet);
      expect(traded(1, up, own)).toEqual({ exit: 2, reason: 'take-profit', pips: 24.5 });
      expect(traded(0, up, own)).toEqual({ exit: 2, reason: 'stop-loss', pips: -60.5 });
      const down = bars(quiet, quiet, [-60, -55, -70, -60, 50], quiet);
      expect(traded(0, down, own)).toEqual({ exit: 2, reason: 'take-profit', pips: 24.5 });
      expect(traded(1, down, own)).toEqual({ exit: 2, reason: 'stop-loss', pips: -60.5 });
    },
  );

  it('checks the stop, then the take profit, then the time limit at an open', () => {
    const atOpen = (pips: number) => bars(quiet, quiet, [pips, pips + 50, pips - 50, pips, 60], quiet);
    expect(traded(1, atOpen(-10))).toEqual({ exit: 2, reason: 'stop-loss', pips: -10.5 });
    expect(traded(1, atOpen(20))).toEqual({ exit: 2, reason: 'take-profit', pips: 19.5 });
    expect(traded(1, atOpen(19.9))).toEqual({ exit: 2, reason: 'time-limit', pips: 19.4 });
  });

  it('pays half the recorded spread at its entry and half at its exit, where there is one', () => {
    const hours = {
      ...bars(quiet, quiet, [0, 20, -5, 3], quiet),
      spread: Float64Array.of(9, 1.2, 2, 9).map((pips) => pips * 1e-4),
    };
    expect(traded(1, hours)).toMatchObject({ reason: 'take-profit', pips: 18.4 });
    expect(traded(1, hours, { ...rules, recordedSpread: false })).toMatchObject({ pips: 19.5 });
    const gaps = { ...hours, spread: Float64Array.of(Number.NaN, Number.NaN, 0.0002, Number.NaN) };
    expect(traded(1, gaps)).toMatchObject({ pips: 18.75 });
  });

  describe('has a maximum adverse excursion', () => {
    const worst = (direction: 0 | 1, hours: Bars, own = rules) =>
      Number(computeOutcomes(hours, 0.0001, own).worst[outcomeAt(0, direction)].toFixed(6));

    it('at the most adverse price of its bars, the exit bar included, less the cost', () => {
      const hours = bars([0, 90, -90, 0], [0, 8, -4, 0], [0, 1, -6, 0], [0, 2, -5, 4], [0, 90, -90, 0]);
      expect(worst(1, hours)).toBe(-6.5);
      expect(worst(0, hours)).toBe(-8.5);
      expect(worst(1, bars(quiet, quiet, [0, 20, -5, 3], quiet))).toBe(-5.5);
    });

    it('at the stop where that closes it, or at the fill of a gap beyond the stop', () => {
      expect(worst(1, bars(quiet, quiet, [0, 2, -40, 0], quiet))).toBe(-10.5);
      expect(worst(1, bars(quiet, quiet, [-30, 25, -50, 25], quiet))).toBe(-30.5);
    });

    it('that ignores the bar at whose open it is closed', () => {
      expect(worst(1, bars(quiet, [0, 1, -3, 0], [30, 35, -40, -40], quiet))).toBe(-3.5);
      expect(worst(1, bars(quiet, [0, 1, -3, 0], [4, 25, -50, 0, 60], quiet))).toBe(-3.5);
      expect(worst(1, bars(quiet, [0, 1, -3, 0], [-4, 25, -50, 0, 60], quiet))).toBe(-4.5);
    });

    it('up to the end of the data, however many bars it is open', () => {
      expect(worst(1, bars(quiet, quiet, [0, 5, -7, 2]))).toBe(-7.5);
      const wait = Array.from({ length: 100 }, (_, bar) => (bar === 53 ? [0, 6, -8, 0] : quiet));
      const own = { ...rules, maxHours: 720 };
      expect(worst(1, bars(...wait, [0, 20, -1, 0], quiet), own)).toBe(-8.5);
      expect(worst(0, bars(...wait, [0, 1, -20, 0], quiet), own)).toBe(-6.5);
    });
  });

  it('is closed at the last close at the end of the data', () => {
    expect(traded(1, bars(quiet, quiet, [0, 5, -5, 2]))).toEqual({
      exit: 2,
      reason: 'end-of-data',
      pips: 1.5,
    });
  });

  it('does not exist at the last bar, where no bar follows for the entry', () => {
    const { exit } = computeOutcomes(bars(quiet, quiet), 0.0001, rules);
    expect([exit[outcomeAt(1, 0)], exit[outcomeAt(1, 1)]]).toEqual([-1, -1]);
    expect(computeOutcomes(bars(), 0.0001, rules).exit).toHaveLength(0);
  });

  it('finds a distant barrier however many bars lie before it', () => {
    const wait = Array.from({ length: 100 }, () => quiet);
    const hours = bars(...wait, [0, 20, -1, 0], quiet);
    const own = { ...rules, maxHours: 720 };
    expect(traded(1, hours, own)).toEqual({ exit: 100, reason: 'take-profit', pips: 19.5 });
    const short = { ...rules, maxHours: 99 };
    expect(traded(1, hours, short)).toEqual({ exit: 99, reason: 'time-limit', pips: -0.5 });
  });
});
