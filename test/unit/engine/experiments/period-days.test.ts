import { describe, expect, test } from 'vitest';
import { dailyPips, figuresOf } from '../../../../electron/engine/experiments/figures.ts';
import { periodDaysOf } from '../../../../electron/engine/experiments/period-days.ts';
import { createBars } from '../../../../electron/engine/market/bars.ts';
import { computeOutcomes } from '../../../../electron/engine/trades/outcomes.ts';
import { runTrades } from '../../../../electron/engine/trades/trade-run.ts';
import { dayMs, hourMs } from '../../../../shared/market.ts';
import { utcRules } from '../market/utc-periods.ts';

const rules = { takeProfit: 1000, stopLoss: 1000, maxHours: 6, spread: 0, recordedSpread: true };
const decision = { weights: [1, 1, 1], agreementBonus: 0, regimeAdjustment: false, threshold: 0.6 } as const;
const monday = Date.UTC(2024, 0, 1);

/** Hourly bars of weekdays whose price rises by one pip an hour; the models say up where `says` is true. */
function rising(weeks: number, says: (bar: number) => boolean | null) {
  const times = Array.from({ length: weeks * 7 * 24 }, (_, hour) => monday + hour * hourMs).filter(
    (time) => Math.floor((time - monday) / dayMs) % 7 < 5,
  );
  const hours = createBars(times.length);
  for (const [bar, time] of times.entries()) {
    hours.time[bar] = time;
    hours.open[bar] = 1 + bar * 1e-4;
    hours.close[bar] = 1 + (bar + 1) * 1e-4;
    hours.high[bar] = hours.close[bar];
    hours.low[bar] = hours.open[bar];
  }
  const said = Float64Array.from(times, (_, bar) => {
    const up = says(bar);
    return up === null ? Number.NaN : up ? 0.9 : 0.5;
  });
  const answers = { prob_up: [said, said, said], regime: new Uint8Array(times.length) } as const;
  const material = { hours, answers, periods: utcRules, pipSize: 1e-4, splitTimes: null };
  return { material, outcomes: computeOutcomes(hours, 1e-4, rules) };
}

describe('the days of a period', () => {
  test('are as many a year as the data have, not 252', () => {
    const { material, outcomes } = rising(100, () => false);
    const { perYear } = periodDaysOf(material, outcomes, { from: 0, to: 24 });
    expect(perYear).toBeGreaterThan(260);
    expect(perYear).toBeLessThan(262);
  });

  test('and its exposure leave out bars at which the models said nothing', () => {
    const { material, outcomes } = rising(4, (bar) => (bar < 240 ? null : bar % 24 === 0));
    const range = { from: 0, to: 480 };
    const period = periodDaysOf(material, outcomes, range);
    const figures = figuresOf(runTrades(material, outcomes, decision, range), period);
    expect(period.predicted.reduce((sum, each) => sum + each, 0)).toBe(10);
    expect(figures.trades).toBe(10);
    expect(figures.exposure).toBeCloseTo((10 * 6) / 240, 12);
    const alone = { from: 240, to: 480 };
    const same = figuresOf(
      runTrades(material, outcomes, decision, alone),
      periodDaysOf(material, outcomes, alone),
    );
    expect(figures).toEqual(same);
  });

  test('go on after the period for a trade that ends later: on its own day, not on the last of the period', () => {
    const { material, outcomes } = rising(2, (bar) => bar === 10 || bar === 23);
    const range = { from: 0, to: 24 };
    const trades = runTrades(material, outcomes, decision, range);
    const period = periodDaysOf(material, outcomes, range);
    expect([...dailyPips(trades, period)].map(Math.round)).toEqual([6, 6]);
    expect([...period.predicted]).toEqual([1, 0]);
    // Two days, 6 pips each, where the last day of the period would have had all 12.
    expect(figuresOf(trades, period)).toMatchObject({ trades: 2, sharpe: null });
  });
});

describe('a trade that is still open where the data end', () => {
  const { material, outcomes } = rising(1, (bar) => bar === 10 || bar === 117);
  const range = { from: 0, to: 120 };
  const trades = runTrades(material, outcomes, decision, range);
  const figures = figuresOf(trades, periodDaysOf(material, outcomes, range));

  test('is closed at the last close and counted apart', () => {
    expect(trades.unfinished).toMatchObject({ signal: 117, exit: 119, direction: 1 });
    expect(figures).toMatchObject({ trades: 1, wins: 1, losses: 0 });
    expect(figures.total_pips).toBeCloseTo(6, 6);
    expect(figures.unfinished_pips).toBeCloseTo(2, 6);
  });

  test('was exposure all the same', () => {
    expect(figures.exposure).toBeCloseTo(8 / 120, 12);
  });
});

describe('a trade that ends where it began', () => {
  test('is neither won nor lost: the sign of a rounding error decides nothing', () => {
    const { material, outcomes } = rising(1, (bar) => bar % 24 === 3);
    const range = { from: 0, to: 120 };
    const even = { ...outcomes, pips: outcomes.pips.map((_, at) => (at % 4 < 2 ? 1.06e-12 : -1.06e-12)) };
    const figures = figuresOf(
      runTrades(material, even, decision, range),
      periodDaysOf(material, even, range),
    );
    expect(figures).toMatchObject({ trades: 5, wins: 0, losses: 0, win_rate: null, profit_factor: null });
    const hundredth = { ...outcomes, pips: outcomes.pips.map(() => 0.0101) };
    expect(
      figuresOf(runTrades(material, hundredth, decision, range), periodDaysOf(material, hundredth, range)),
    ).toMatchObject({ wins: 5, losses: 0, win_rate: 1 });
  });
});
