import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barAt, barsFrom, viewBars } from '../../../../electron/engine/market/bars.ts';
import { createBarAggregator, resample } from '../../../../electron/engine/market/resample.ts';
import type { Bar, Bars } from '../../../../shared/market.ts';
import { dayMs, hourMs, minuteMs, periodMs, timeframes } from '../../../../shared/market.ts';

const fiveMinutes = 5 * minuteMs;
const monday = Date.UTC(2024, 0, 1);

describe('resample', () => {
  it('takes the first open, the extremes, the last close and the sum of volumes of a period', () => {
    const bars = everyFiveMinutes(monday, 12);
    expect(barAt(resample(bars, '1H', fiveMinutes), 0)).toEqual({
      time: monday,
      open: bars.open[0],
      high: Math.max(...bars.high),
      low: Math.min(...bars.low),
      close: bars.close[11],
      volume: bars.volume.reduce((sum, volume) => sum + volume, 0),
    });
  });

  it('gives no bar for a period that has not passed', () => {
    const bars = everyFiveMinutes(monday, 24);
    expect(resample(viewBars(bars, 0, 11), '1H', fiveMinutes).time).toHaveLength(0);
    expect(resample(viewBars(bars, 0, 12), '1H', fiveMinutes).time).toHaveLength(1);
    expect(resample(viewBars(bars, 0, 23), '1H', fiveMinutes).time).toHaveLength(1);
    expect(resample(bars, '4H', fiveMinutes).time).toHaveLength(0);
  });

  it('knows that a period has passed from a later bar when its own last bars are missing', () => {
    const bars = barsFrom([bar(monday), bar(monday + 3 * hourMs)]);
    expect([...resample(bars, '1H', fiveMinutes).time]).toEqual([monday]);
  });

  it('starts days at midnight UTC and leaves weekends out', () => {
    const friday = Date.UTC(2024, 0, 5);
    const bars = barsFrom([bar(friday + 12 * hourMs), bar(friday + 70 * hourMs), bar(friday + 4 * dayMs)]);
    expect([...resample(bars, 'D', fiveMinutes).time]).toEqual([friday, friday + 2 * dayMs]);
  });

  it('passes bars of one hour through as they are', () => {
    const bars = barsFrom([bar(monday), bar(monday + hourMs)]);
    expect(resample(bars, '1H', hourMs)).toEqual(bars);
  });
});

describe('createBarAggregator', () => {
  it('has given, after every bar, exactly what resampling the bars so far gives', () => {
    fc.assert(
      fc.property(series, fc.constantFrom(...timeframes), ({ bars, interval }, timeframe) => {
        const aggregator = createBarAggregator(timeframe, interval);
        const closed: Bar[] = [];
        for (let i = 0; i < bars.time.length; i++) {
          closed.push(...aggregator.push(barAt(bars, i)));
          expect(barsFrom(closed)).toEqual(resample(viewBars(bars, 0, i + 1), timeframe, interval));
        }
      }),
      { seed: 20240101, numRuns: 200 },
    );
  });

  it('never closes a bar before its period has passed', () => {
    fc.assert(
      fc.property(series, fc.constantFrom(...timeframes), ({ bars, interval }, timeframe) => {
        const aggregator = createBarAggregator(timeframe, interval);
        for (let i = 0; i < bars.time.length; i++) {
          for (const closed of aggregator.push(barAt(bars, i)))
            expect(closed.time + periodMs[timeframe]).toBeLessThanOrEqual(bars.time[i] + interval);
        }
      }),
      { seed: 7, numRuns: 100 },
    );
  });

  it('closes a bar once by the clock when no base bar does', () => {
    const aggregator = createBarAggregator('1H', fiveMinutes);
    aggregator.push(bar(monday + 30 * minuteMs));
    expect(aggregator.flush(monday + hourMs - 1)).toBeNull();
    expect(aggregator.flush(monday + hourMs)?.time).toBe(monday);
    expect(aggregator.flush(monday + 2 * hourMs)).toBeNull();
    expect(aggregator.push(bar(monday + hourMs))).toEqual([]);
  });
});

/** Bars on a grid with gaps from one bar to a long weekend. */
const series = fc
  .record({
    interval: fc.constantFrom(minuteMs, fiveMinutes, 15 * minuteMs, hourMs),
    steps: fc.array(
      fc.oneof(
        { weight: 12, arbitrary: fc.constant(1) },
        { weight: 2, arbitrary: fc.integer({ min: 2, max: 30 }) },
        { weight: 1, arbitrary: fc.integer({ min: 200, max: 900 }) },
      ),
      { maxLength: 120 },
    ),
    prices: fc.array(fc.double({ min: 0.5, max: 2, noNaN: true }), { minLength: 5, maxLength: 5 }),
  })
  .map(({ interval, steps, prices }) => {
    let time = monday;
    const list = steps.map((step, index) => {
      time += step * interval;
      const sorted = [0, 1, 2, 3].map((offset) => prices[(index * 3 + offset) % prices.length]).sort();
      return {
        time,
        open: sorted[1],
        high: sorted[3],
        low: sorted[0],
        close: sorted[2],
        volume: prices[index % prices.length] * 0.1,
      };
    });
    return { interval, bars: barsFrom(list) };
  });

function bar(time: number): Bar {
  return { time, open: 1, high: 1.5, low: 0.5, close: 1.2, volume: 3 };
}

function everyFiveMinutes(start: number, count: number): Bars {
  return barsFrom(
    Array.from({ length: count }, (_, index) => ({
      time: start + index * fiveMinutes,
      open: 1 + index / 100,
      high: 1.2 + ((index * 7) % 5) / 100,
      low: 0.9 - ((index * 3) % 4) / 100,
      close: 1.1 + index / 1000,
      volume: 0.1 * index,
    })),
  );
}
