import { describe, expect, test } from 'vitest';
import { barAt, barColumns, joinBars } from '../../../../../electron/engine/market/bars.ts';
import { createSimulator } from '../../../../../electron/engine/market/simulator/simulator.ts';
import { type Bars, minuteMs } from '../../../../../shared/market.ts';

describe('the simulated market', () => {
  test('is the same for the same seed and another for another seed or symbol', () => {
    const bars = createSimulator({ seed: 5 }).next(5000);
    expect(createSimulator({ seed: 5 }).next(5000)).toEqual(bars);
    expect(createSimulator({ seed: 6 }).next(5000).close).not.toEqual(bars.close);
    expect(createSimulator({ seed: 5, symbol: 'GBPUSD' }).next(5000).close).not.toEqual(bars.close);
  });

  test('goes on where it ended, however the bars are asked for', () => {
    const whole = createSimulator({ seed: 5 }).next(1012);
    const simulator = createSimulator({ seed: 5 });
    expect(joinBars([simulator.next(1000), simulator.next(0), simulator.next(12)])).toEqual(whole);
  });

  test('goes on after a skip as if the skipped bars had been taken', () => {
    const whole = createSimulator({ seed: 5 }).next(2000);
    const resumed = createSimulator({ seed: 5 }).skip(900).skip(100).next(1000);
    for (const column of barColumns) expect(resumed[column]).toEqual(whole[column].slice(1000));
  });

  test.each([
    ['17:00 in New York', 'new-york', (time: number) => clockIn('America/New_York', time), 17],
    ['22:00 UTC', 'utc-22', (time: number) => clockIn('UTC', time), 22],
  ] as const)('is open from Sunday to Friday %s, a bar every five minutes', (_, calendar, clock, hour) => {
    // Two years: over four changes of clocks.
    const { time } = createSimulator({ seed: 1, calendar, start: Date.UTC(2024, 2, 6, 13, 2) }).next(150_000);
    expect(new Date(time[0]).toISOString()).toBe('2024-03-06T13:05:00.000Z');
    const pauses = new Set<string>();
    for (let index = 1; index < time.length; index++) {
      if (time[index] - time[index - 1] === 5 * minuteMs) continue;
      const ends = clock(time[index - 1] + 5 * minuteMs);
      pauses.add(`${ends} to ${clock(time[index])}`);
    }
    expect([...pauses]).toEqual([`Fri ${hour}:00 to Sun ${hour}:00`]);
  });

  test.each([
    ['new-york', '2024-03-10T21:00:00.000Z'],
    ['utc-22', '2024-03-10T22:00:00.000Z'],
  ] as const)('that is to start at a weekend opens on Sunday, by the week of %s', (calendar, opening) => {
    const { time } = createSimulator({ seed: 1, calendar, start: Date.UTC(2024, 2, 9, 3) }).next(1);
    expect(new Date(time[0]).toISOString()).toBe(opening);
  });

  test('has only possible bars, quoted in 5 decimals, each opening at the last close', () => {
    const bars = createSimulator({ seed: 2 }).next(50_000);
    expect(bars.open[0]).toBe(1.1);
    expectPossible(bars, 1e5);
  });

  test('quotes yen around 150 in 3 decimals', () => {
    const bars = createSimulator({ seed: 2, symbol: 'USDJPY' }).next(5000);
    expect(bars.open[0]).toBe(150);
    expectPossible(bars, 1e3);
  });

  test('stays possible from a price of a few ticks', () => {
    expectPossible(createSimulator({ seed: 2, startPrice: 0.00004 }).next(5000), 1e5);
  });

  test.each([0, 1])('moves about half a percent a day at structure %d', (structure) => {
    const days = dailyReturns(createSimulator({ seed: 3, structure }).next(225_000));
    expect(days.length).toBeGreaterThan(700);
    expect(deviation(days)).toBeGreaterThan(0.003);
    expect(deviation(days)).toBeLessThan(0.008);
  });

  test('has volatility that clusters, and volume that goes with it', () => {
    const bars = createSimulator({ seed: 4, structure: 0 }).next(100_000);
    const sizes = returns(bars).map(Math.abs);
    const daily = groupMeans(sizes, 288);
    expect(autocorrelation(daily, 1)).toBeGreaterThan(0.3);
    const spreads = [...bars.high].map((high, index) => high - bars.low[index]);
    expect(correlation(spreads, [...bars.volume])).toBeGreaterThan(0.5);
  });

  test('is livelier while London and New York trade than in the small hours', () => {
    const bars = createSimulator({ seed: 4 }).next(50_000);
    const range = (hour: number) =>
      mean(
        [...bars.high.keys()].filter(isHour(bars, hour)).map((index) => bars.high[index] - bars.low[index]),
      );
    expect(range(14)).toBeGreaterThan(1.8 * range(3));
  });
});

describe('without structure', () => {
  const bars = createSimulator({ seed: 11, structure: 0 }).next(225_000);

  test.each([
    ['five minutes', 1],
    ['one hour', 12],
    ['four hours', 48],
    ['one day', 288],
  ])('returns over %s tell nothing about the next one', (_label, length) => {
    expect(Math.abs(trendStatistic(bars, length))).toBeLessThan(3);
  });

  test('the expected return is zero', () => {
    const moves = returns(bars);
    expect(Math.abs(mean(moves)) * Math.sqrt(moves.length)).toBeLessThan(3 * deviation(moves));
  });

  test('the same statistic finds the structure where there is one', () => {
    expect(trendStatistic(createSimulator({ seed: 11, structure: 3 }).next(225_000), 48)).toBeGreaterThan(3);
  });
});

/**
 * Lag-one autocorrelation of returns over `length` bars in standard errors. The moves are divided by
 * their recent size, because clustering volatility widens the plain statistic's error.
 */
function trendStatistic(bars: Bars, length: number): number {
  const closes = [...bars.close].filter((_close, index) => index % length === 0);
  const moves = closes.slice(1).map((close, index) => Math.log(close / closes[index]));
  const scaled = moves.map((move, index) => {
    const recent = moves.slice(Math.max(0, index - 20), index);
    return recent.length < 20 ? 0 : move / (deviation(recent) + 1e-12);
  });
  const typical = Math.sqrt(scaled.length);
  return (
    autocorrelation(
      scaled.map((value) => Math.max(-4, Math.min(4, value))),
      1,
    ) * typical
  );
}

function expectPossible(bars: Bars, ticksPerUnit: number): void {
  let wrong = 0;
  for (let index = 0; index < bars.time.length; index++) {
    const { open, high, low, close, volume } = barAt(bars, index);
    const ordered = low > 0 && low <= Math.min(open, close) && high >= Math.max(open, close);
    const joined = index === 0 || open === bars.close[index - 1];
    const quoted = [open, high, low, close].every(
      (price) => price === Math.round(price * ticksPerUnit) / ticksPerUnit,
    );
    if (!(ordered && joined && quoted && Number.isInteger(volume) && volume > 0)) wrong += 1;
  }
  expect(wrong).toBe(0);
}

/** Weekday and time of day, as `Sun 17:00`. */
function clockIn(timeZone: string, time: number): string {
  const format = {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  } as const;
  return new Intl.DateTimeFormat('en-US', format).format(time);
}

function isHour(bars: Bars, hour: number) {
  return (index: number) => new Date(bars.time[index]).getUTCHours() === hour;
}

function returns(bars: Bars): number[] {
  return [...bars.close].slice(1).map((close, index) => Math.log(close / bars.close[index]));
}

function dailyReturns(bars: Bars): number[] {
  const closes = [...bars.close].filter((_close, index) => index % 288 === 287);
  return closes.slice(1).map((close, index) => Math.log(close / closes[index]));
}

function groupMeans(values: readonly number[], size: number): number[] {
  const groups = Math.floor(values.length / size);
  return Array.from({ length: groups }, (_, group) => mean(values.slice(group * size, (group + 1) * size)));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviation(values: readonly number[]): number {
  const centre = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - centre) ** 2)));
}

function autocorrelation(values: readonly number[], lag: number): number {
  return correlation(values.slice(0, -lag), values.slice(lag));
}

function correlation(first: readonly number[], second: readonly number[]): number {
  const firstMean = mean(first);
  const secondMean = mean(second);
  const product = mean(first.map((value, index) => (value - firstMean) * (second[index] - secondMean)));
  return product / (deviation(first) * deviation(second));
}
