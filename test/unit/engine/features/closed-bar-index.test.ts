import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { closedBarIndex } from '../../../../electron/engine/features/closed-bar-index.ts';
import { hourMs, periodMs, type Timeframe } from '../../../../shared/market.ts';
import { utcPeriods } from '../market/utc-periods.ts';

describe('the index of the last closed longer bar', () => {
  test('includes a longer bar from the shorter bar that closes at the same time', () => {
    const hours = Float64Array.from([0, 1, 2, 3, 4, 8], (hour) => hour * hourMs);
    const fourHours = Float64Array.from([0, 4], (hour) => hour * hourMs);
    expect(indices(hours, '4H', fourHours)).toEqual([-1, -1, -1, 0, 0, 1]);
  });

  test('is −1 for every bar without longer bars', () => {
    expect(indices(Float64Array.of(0, hourMs), '4H', new Float64Array(0))).toEqual([-1, -1]);
  });

  test('equals a search through all longer bars, with any gaps', () => {
    const openTimes = (period: number) =>
      fc.uniqueArray(fc.integer({ min: 0, max: 200 })).map((steps) =>
        Float64Array.from(
          steps.sort((a, b) => a - b),
          (step) => step * period,
        ),
      );
    fc.assert(
      fc.property(
        openTimes(hourMs),
        fc
          .constantFrom('4H', 'D')
          .chain((longer) => fc.tuple(fc.constant(longer), openTimes(periodMs[longer]))),
        (times, [longer, longerTimes]) => {
          const naive = [...times].map(
            (time) => longerTimes.filter((open) => open + periodMs[longer] <= time + hourMs).length - 1,
          );
          expect(indices(times, longer, longerTimes)).toEqual(naive);
        },
      ),
      { seed: 1 },
    );
  });
});

function indices(hours: Float64Array, longer: Timeframe, longerTimes: Float64Array): number[] {
  return [
    ...closedBarIndex({ timeframe: '1H', time: hours }, { timeframe: longer, time: longerTimes }, utcPeriods),
  ];
}
