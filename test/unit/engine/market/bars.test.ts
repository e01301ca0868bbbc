import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  barAt,
  barsFrom,
  createBarBuilder,
  createBars,
  emptyBars,
  joinBars,
  lastIndexAtOrBefore,
  viewBars,
} from '../../../../electron/engine/market/bars.ts';

const times = fc
  .uniqueArray(fc.integer({ min: 0, max: 50 }), { maxLength: 30 })
  .map((list) => list.sort((a, b) => a - b));

it('finds the newest bar at or before a time as a plain search does', () => {
  fc.assert(
    fc.property(times, fc.integer({ min: -1, max: 51 }), (list, time) => {
      expect(lastIndexAtOrBefore(series(list), time)).toBe(list.findLastIndex((open) => open <= time));
    }),
    { seed: 1 },
  );
});

it('joins what was cut apart', () => {
  fc.assert(
    fc.property(times, fc.nat(30), (list, cut) => {
      const bars = series(list);
      expect(joinBars([viewBars(bars, 0, cut), viewBars(bars, cut)])).toEqual(bars);
    }),
    { seed: 2 },
  );
});

it('builds columns of any length from single bars', () => {
  const bars = series([1, 2, 3, 4, 5]);
  const builder = createBarBuilder(1);
  for (let i = 0; i < 5; i++) {
    const { time, open, high, low, close, volume } = barAt(bars, i);
    builder.add(time, open, high, low, close, volume);
  }
  expect(builder.build()).toEqual(bars);
  expect(createBarBuilder(0).build()).toEqual(emptyBars);
  expect(createBars(0)).toEqual(joinBars([]));
});

function series(list: readonly number[]) {
  return barsFrom(
    list.map((time) => ({ time, open: time + 1, high: time + 3, low: time, close: time + 2, volume: 9 })),
  );
}
