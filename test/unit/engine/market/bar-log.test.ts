import { expect, it } from 'vitest';
import { createBarLog } from '../../../../electron/engine/market/bar-log.ts';
import { barAt, barsFrom, emptyBars, viewBars } from '../../../../electron/engine/market/bars.ts';
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

it('lets go of its oldest bars and their memory, while every other keeps its index', () => {
  const bars = sampleMarket(1, 900)['1H'];
  const log = createBarLog(barsFrom(Array.from({ length: 10 }, (_, i) => barAt(bars, i))));
  for (let index = 10; index < 900; index += 1) {
    log.append(barAt(bars, index));
    if (index % 7 === 0) log.forgetBefore(bars.time[Math.max(0, index - 40)]);
  }
  expect([log.first(), log.length()]).toEqual([896 - 40, 900]);
  expect(log.slice(0, 9999)).toEqual(viewBars(bars, 856));
  expect(log.slice(860, 870)).toEqual(viewBars(bars, 860, 870));
  expect(log.slice(0, 856).time).toHaveLength(0);
  expect([log.barAt(880), log.timeAt(856), log.closeAt(899)]).toEqual([
    barAt(bars, 880),
    bars.time[856],
    bars.close[899],
  ]);
  expect([bars.time[860], bars.time[856] - 1, 0].map(log.indexAt)).toEqual([860, 855, 855]);
  log.forgetBefore(0);
  expect(log.first()).toBe(856);
  log.forgetBefore(Number.POSITIVE_INFINITY);
  expect([log.first(), log.length(), log.indexAt(8e15)]).toEqual([900, 900, 899]);
});
