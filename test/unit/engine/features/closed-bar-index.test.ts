import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { closedBarIndex } from '../../../../electron/engine/features/closed-bar-index.ts';
import { hourMs } from '../../../../shared/market.ts';

describe('the index of the last closed longer bar', () => {
  test('counts a longer bar from the shorter bar on that closes together with it', () => {
    const hours = Float64Array.from([0, 1, 2, 3, 4, 8], (hour) => hour * hourMs);
    const fourHours = Float64Array.from([0, 4], (hour) => hour * hourMs);
    expect([...closedBarIndex(hours, fourHours, 4 * hourMs)]).toEqual([-1, -1, -1, 0, 0, 1]);
  });

  test('is -1 throughout without longer bars', () => {
    expect([...closedBarIndex(Float64Array.of(0, hourMs), new Float64Array(0), 4 * hourMs)]).toEqual([
      -1, -1,
    ]);
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
          .constantFrom(4, 24)
          .chain((hours) => fc.tuple(fc.constant(hours * hourMs), openTimes(hours * hourMs))),
        (times, [longerPeriod, longerTimes]) => {
          const naive = [...times].map(
            (time) => longerTimes.filter((longer) => longer + longerPeriod <= time + hourMs).length - 1,
          );
          expect([...closedBarIndex(times, longerTimes, longerPeriod)]).toEqual(naive);
        },
      ),
      { seed: 1 },
    );
  });
});
