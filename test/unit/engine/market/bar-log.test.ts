import { expect, it } from 'vitest';
import { createBarLog } from '../../../../electron/engine/market/bar-log.ts';
import { barAt, barsFrom, emptyBars } from '../../../../electron/engine/market/bars.ts';
import { sampleMarket } from '../models/sample-market.ts';

it('grows bar by bar into what it would have been from the start', () => {
  const bars = sampleMarket(1, 500)['1H'];
  const list = Array.from(bars.time, (_, i) => barAt(bars, i));
  for (const start of [0, 1, 63, 200]) {
    const initial = barsFrom(list.slice(0, start));
    const untouched = structuredClone(initial);
    const log = createBarLog(start === 0 ? emptyBars : initial);
    for (const bar of list.slice(start)) log.append(bar);
    expect(log.length()).toBe(500);
    expect(log.slice(0, 500)).toEqual(bars);
    expect(log.slice(100, 9999)).toEqual(barsFrom(list.slice(100)));
    expect(log.closeAt(321)).toBe(bars.close[321]);
    expect(initial).toEqual(untouched);
  }
  expect(emptyBars.time).toHaveLength(0);
});

it('finds the bar at a time among the bars it has, not in the room it keeps', () => {
  const bars = sampleMarket(1, 70)['1H'];
  const log = createBarLog(barsFrom(Array.from({ length: 65 }, (_, i) => barAt(bars, i))));
  log.append(barAt(bars, 65));
  expect(log.indexAt(bars.time[65] + 1e12)).toBe(65);
  expect(log.indexAt(bars.time[64] + 1)).toBe(64);
  expect(log.indexAt(bars.time[0] - 1)).toBe(-1);
});

it('gives copies, so that nobody can change what it holds', () => {
  const log = createBarLog(sampleMarket(1, 10)['1H']);
  const taken = log.slice(0, 10);
  const before = log.closeAt(3);
  taken.close[3] = -1;
  expect(log.closeAt(3)).toBe(before);
});
