import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barAt, barsFrom, joinBars, viewBars } from '../../../../electron/engine/market/bars.ts';
import { createPeriods } from '../../../../electron/engine/market/periods.ts';
import { createBarAggregator, resample } from '../../../../electron/engine/market/resample.ts';
import type { Bar, Bars } from '../../../../shared/market.ts';
import { dayMs, hourMs, minuteMs, timeframes, tradingDays } from '../../../../shared/market.ts';
import { naiveBars, naivePeriod } from './naive-periods.ts';
import { utcPeriods } from './utc-periods.ts';

const fiveMinutes = 5 * minuteMs;
const monday = Date.UTC(2024, 0, 1);

describe('resample', () => {
  it('takes the first open, the extremes, the last close and the sum of volumes of a period', () => {
    const bars = everyFiveMinutes(monday, 12);
    expect(barAt(resample(bars, '1H', fiveMinutes, utcPeriods), 0)).toEqual({
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
    expect(resample(viewBars(bars, 0, 11), '1H', fiveMinutes, utcPeriods).time).toHaveLength(0);
    expect(resample(viewBars(bars, 0, 12), '1H', fiveMinutes, utcPeriods).time).toHaveLength(1);
    expect(resample(viewBars(bars, 0, 23), '1H', fiveMinutes, utcPeriods).time).toHaveLength(1);
    expect(resample(bars, '4H', fiveMinutes, utcPeriods).time).toHaveLength(0);
  });

  it('knows that a period has passed from a later bar when its own last bars are missing', () => {
    const bars = barsFrom([bar(monday), bar(monday + 3 * hourMs)]);
    expect([...resample(bars, '1H', fiveMinutes, utcPeriods).time]).toEqual([monday]);
  });

  it('starts days at midnight UTC and leaves weekends out', () => {
    const friday = Date.UTC(2024, 0, 5);
    const bars = barsFrom([bar(friday), bar(friday + 70 * hourMs), bar(friday + 4 * dayMs)]);
    expect([...resample(bars, 'D', fiveMinutes, utcPeriods).time]).toEqual([friday, friday + 2 * dayMs]);
  });

  it('leaves out the bar in which the series begins late, in each timeframe', () => {
    const bars = everyFiveMinutes(monday + 90 * minuteMs, 24 * 12 * 2);
    expect(resample(bars, '1H', fiveMinutes, utcPeriods).time[0]).toBe(monday + 2 * hourMs);
    expect(resample(bars, '4H', fiveMinutes, utcPeriods).time[0]).toBe(monday + 4 * hourMs);
    expect([...resample(bars, 'D', fiveMinutes, utcPeriods).time]).toEqual([monday + dayMs]);
    const whole = everyFiveMinutes(monday, 24 * 12 * 2);
    for (const timeframe of timeframes)
      expect(resample(whole, timeframe, fiveMinutes, utcPeriods).time[0]).toBe(monday);
  });

  it('gives a week of currencies five days in New York, whole ones also where clocks change', () => {
    const periods = createPeriods({ trading_day: 'new-york-close', phase_ms: 0 });
    // From Sunday 17:00 to Friday 17:00 in New York, two weeks, clocks going forward or back between them.
    for (const weeks of [
      [Date.UTC(2024, 2, 3, 22), Date.UTC(2024, 2, 10, 21)],
      [Date.UTC(2024, 9, 27, 21), Date.UTC(2024, 10, 3, 22)],
    ]) {
      const bars = joinBars(weeks.map((sunday) => everyFiveMinutes(sunday, 5 * 24 * 12)));
      const days = [...resample(bars, 'D', fiveMinutes, periods).time];
      expect(days).toEqual(weeks.flatMap((sunday) => [0, 1, 2, 3, 4].map((day) => sunday + day * dayMs)));
      expect(resample(bars, '4H', fiveMinutes, periods).time).toHaveLength(2 * 5 * 6);
    }
  });

  it('takes hourly bars that open at half past whole, in every timeframe', () => {
    const half = 30 * minuteMs;
    const periods = createPeriods({ trading_day: 'utc', phase_ms: half });
    const bars = barsFrom(Array.from({ length: 48 }, (_, hour) => bar(monday + half + hour * hourMs)));
    expect(resample(bars, '1H', hourMs, periods)).toEqual(bars);
    expect(resample(bars, '4H', hourMs, periods).time[1]).toBe(monday + half + 4 * hourMs);
    expect([...resample(bars, 'D', hourMs, periods).time]).toEqual([monday + half, monday + half + dayMs]);
  });

  it('equals gathering the base bars by the clock, in any day and with any phase', () => {
    fc.assert(
      fc.property(series, fc.constantFrom(...timeframes), ({ bars, interval, rules }, timeframe) => {
        const made = resample(bars, timeframe, interval, createPeriods(rules));
        expect(rows(made)).toEqual(naiveBars(bars, timeframe, interval, rules));
      }),
      { seed: 18, numRuns: 400 },
    );
  });

  it('changes nothing before a moment when everything after it is cut off', () => {
    fc.assert(
      fc.property(
        series,
        fc.constantFrom(...timeframes),
        fc.nat(),
        ({ bars, interval, rules }, timeframe, at) => {
          const periods = createPeriods(rules);
          const before = resample(
            viewBars(bars, 0, at % (bars.time.length + 1)),
            timeframe,
            interval,
            periods,
          );
          const whole = resample(bars, timeframe, interval, periods);
          expect(before).toEqual(viewBars(whole, 0, before.time.length));
        },
      ),
      { seed: 5, numRuns: 300 },
    );
  });

  it('passes bars of one hour through as they are', () => {
    const bars = barsFrom([bar(monday), bar(monday + hourMs)]);
    expect(resample(bars, '1H', hourMs, utcPeriods)).toEqual(bars);
  });
});

describe('createBarAggregator', () => {
  it('has given, after every bar, exactly what resampling the bars so far gives', () => {
    fc.assert(
      fc.property(series, fc.constantFrom(...timeframes), ({ bars, interval, rules }, timeframe) => {
        const periods = createPeriods(rules);
        const aggregator = createBarAggregator(timeframe, interval, periods);
        const closed: Bar[] = [];
        for (let i = 0; i < bars.time.length; i++) {
          closed.push(...aggregator.push(barAt(bars, i)));
          expect(closed).toEqual(rows(resample(viewBars(bars, 0, i + 1), timeframe, interval, periods)));
        }
      }),
      { seed: 20240101, numRuns: 200 },
    );
  });

  it('never closes a bar before its period has passed', () => {
    fc.assert(
      fc.property(series, fc.constantFrom(...timeframes), ({ bars, interval, rules }, timeframe) => {
        const aggregator = createBarAggregator(timeframe, interval, createPeriods(rules));
        for (let i = 0; i < bars.time.length; i++) {
          for (const closed of aggregator.push(barAt(bars, i)))
            expect(naivePeriod(rules, timeframe, closed.time).end).toBeLessThanOrEqual(
              bars.time[i] + interval,
            );
        }
      }),
      { seed: 7, numRuns: 100 },
    );
  });

  it('closes a bar once by the clock when no base bar does', () => {
    const aggregator = createBarAggregator('1H', fiveMinutes, utcPeriods);
    aggregator.push(bar(monday));
    aggregator.push(bar(monday + 30 * minuteMs));
    expect(aggregator.flush(monday + hourMs - 1)).toBeNull();
    expect(aggregator.flush(monday + hourMs)?.time).toBe(monday);
    expect(aggregator.flush(monday + 2 * hourMs)).toBeNull();
    expect(aggregator.push(bar(monday + hourMs))).toEqual([]);
  });
});

/** Bars on a grid with gaps from one bar to a long weekend, in both days, at any phase, around any clock change. */
const series = fc
  .record({
    interval: fc.constantFrom(minuteMs, fiveMinutes, 15 * minuteMs, 30 * minuteMs, hourMs),
    trading_day: fc.constantFrom(...tradingDays),
    phase: fc.oneof(fc.constant(0), fc.constantFrom(5, 30, 45), fc.integer({ min: 1, max: 59 })),
    day: fc.constantFrom(monday, Date.UTC(2024, 2, 8), Date.UTC(2023, 10, 3), Date.UTC(2005, 3, 1)),
    first: fc.integer({ min: 0, max: 2000 }),
    steps: fc.array(
      fc.oneof(
        { weight: 12, arbitrary: fc.constant(1) },
        { weight: 2, arbitrary: fc.integer({ min: 2, max: 30 }) },
        { weight: 1, arbitrary: fc.integer({ min: 200, max: 900 }) },
      ),
      { maxLength: 120 },
    ),
    prices: fc.array(fc.double({ min: 0.5, max: 2, noNaN: true }), { minLength: 5, maxLength: 5 }),
    withSpread: fc.boolean(),
  })
  .map(({ interval, trading_day, phase, day, first, steps, prices, withSpread }) => {
    const rules = { trading_day, phase_ms: (phase * minuteMs) % interval };
    let time = day + rules.phase_ms + first * interval;
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
        ...(withSpread && { spread: index % 5 === 0 ? Number.NaN : index }),
      };
    });
    return { interval, rules, bars: barsFrom(list) };
  });

function rows(bars: Bars): Bar[] {
  return Array.from(bars.time, (_, index) => barAt(bars, index));
}

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
