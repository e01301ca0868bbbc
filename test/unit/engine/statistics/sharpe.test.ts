import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { momentsOf } from '../../../../electron/engine/statistics/deflated-sharpe.ts';
import { createRunningFigures } from '../../../../electron/engine/statistics/running-figures.ts';
import { scatterFromSums, scatterOf, sharpeRatio } from '../../../../electron/engine/statistics/sharpe.ts';
import { dayMs } from '../../../../shared/market.ts';

/** Every way in which the desk comes to a Sharpe ratio: from days, from sums of days, day by day. */
const ways: Readonly<Record<string, (days: readonly number[]) => number | null>> = {
  'from days': (days) => sharpeRatio(scatterOf(Float64Array.from(days)), 300),
  'from sums': (days) => {
    const sum = days.reduce((total, each) => total + each, 0);
    const squares = days.reduce((total, each) => total + each * each, 0);
    return sharpeRatio(scatterFromSums(days.length, sum, squares), 300);
  },
  'day by day': (days) => {
    const running = createRunningFigures({ dayOf: (time) => time / dayMs, daysPerYear: 300 });
    for (const [day, pips] of days.entries()) {
      running.bar(day * dayMs, true, true);
      running.trade({ pips, worst: pips });
    }
    return running.figures().sharpe;
  },
};

describe.each(Object.entries(ways))('the Sharpe ratio %s', (_way, sharpe) => {
  test('of days without variation is undefined, whatever rounding errors remain', () => {
    const count = fc.integer({ min: 2, max: 400 });
    const size = fc.double({ min: 1e-3, max: 1e5, noNaN: true });
    fc.assert(
      fc.property(count, size, fc.constantFrom(1, -1), (days, pips, sign) => {
        expect(sharpe(Array.from({ length: days }, () => sign * pips))).toBeNull();
      }),
    );
    expect(sharpe(Array.from({ length: 315 }, () => 24.7))).toBeNull();
    expect(sharpe(Array.from({ length: 300 }, (_, day) => (day % 2 === 0 ? 0.3 : 0.1 + 0.2)))).toBeNull();
    expect(sharpe([0, 0, 0])).toBeNull();
    expect(sharpe([5])).toBeNull();
    expect(sharpe([])).toBeNull();
  });

  test('does not depend on the unit of the results', () => {
    const days = fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 2, maxLength: 200 });
    fc.assert(
      fc.property(days, fc.constantFrom(1e-6, 1e-3, 0.1, 7, 1e4, 1e8), (pips, factor) => {
        const own = sharpe(pips);
        const scaled = sharpe(pips.map((each) => each * factor));
        if (own === null) expect(scaled).toBeNull();
        else expect(scaled).toBeCloseTo(own, 6);
      }),
    );
  });

  test('is the mean divided by the sample standard deviation, per year', () => {
    expect(sharpe([1, 2, 3, 6])).toBeCloseTo((3 / Math.sqrt(14 / 3)) * Math.sqrt(300), 9);
  });
});

test('days without variation have no skewness and no kurtosis', () => {
  expect(momentsOf(Float64Array.from({ length: 315 }, () => 24.7))).toBeNull();
  expect(
    momentsOf(Float64Array.from({ length: 300 }, (_, day) => (day % 2 === 0 ? 0.3 : 0.1 + 0.2))),
  ).toBeNull();
});
