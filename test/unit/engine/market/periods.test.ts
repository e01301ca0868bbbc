import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPeriods, datesOf } from '../../../../electron/engine/market/periods.ts';
import { hourMs, minuteMs, type PeriodRules, timeframes, tradingDays } from '../../../../shared/market.ts';
import { naivePeriod } from './naive-periods.ts';

const newYork: PeriodRules = { trading_day: 'new-york-close', phase_ms: 0 };

describe('periods', () => {
  it('begin and end where a clock in New York, or in UTC, says so, in any year and with any phase', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...tradingDays),
        fc.constantFrom(...timeframes),
        fc.integer({ min: 0, max: 59 }),
        fc.oneof(anyMinute, nearClockChange),
        (trading_day, timeframe, phaseMinutes, time) => {
          const rules = { trading_day, phase_ms: phaseMinutes * minuteMs };
          const periods = createPeriods(rules);
          const { start, end } = naivePeriod(rules, timeframe, time);
          expect(periods.startOf(timeframe, time)).toBe(start);
          expect(periods.endOf(timeframe, time)).toBe(end);
          expect(periods.startOf(timeframe, end)).toBe(end);
        },
      ),
      { seed: 23, numRuns: 3000 },
    );
  });

  it('do not depend on which time was asked for before', () => {
    const asked = createPeriods(newYork);
    fc.assert(
      fc.property(anyMinute, fc.constantFrom(...timeframes), (time, timeframe) => {
        expect(asked.endOf(timeframe, time)).toBe(createPeriods(newYork).endOf(timeframe, time));
      }),
      { seed: 4 },
    );
  });

  it('call a day in New York by the date on which it ends, and count its hours from the evening before', () => {
    const periods = createPeriods(newYork);
    const sundayEvening = Date.UTC(2024, 0, 7, 22);
    expect(periods.weekdayOf(sundayEvening)).toBe(1);
    expect(periods.weekdayOf(sundayEvening - 1)).toBe(0);
    expect(new Date(periods.dateOf(sundayEvening) * 24 * hourMs).toISOString()).toContain('2024-01-08');
    expect(periods.hourOf(sundayEvening)).toBe(0);
    expect(periods.hourOf(Date.UTC(2024, 0, 8, 21, 59))).toBe(23);
    // In summer the same evening is an hour earlier in UTC.
    expect(periods.hourOf(Date.UTC(2024, 6, 7, 21))).toBe(0);
  });

  it('find the day that a date calls, with any phase', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...tradingDays),
        fc.integer({ min: 0, max: 59 }),
        fc.oneof(anyMinute, nearClockChange),
        (trading_day, phaseMinutes, time) => {
          const { dateOf, startOf, startOfDate } = createPeriods({
            trading_day,
            phase_ms: phaseMinutes * minuteMs,
          });
          expect(startOfDate(dateOf(time))).toBe(startOf('D', time));
        },
      ),
      { seed: 5, numRuns: 1000 },
    );
  });

  it('call bars by the midnight of their dates', () => {
    const times = Float64Array.of(
      Date.UTC(2024, 0, 7, 22),
      Date.UTC(2024, 6, 7, 21),
      Date.UTC(2024, 6, 8, 20),
    );
    expect(Array.from(datesOf(times, newYork))).toEqual([
      Date.UTC(2024, 0, 8),
      Date.UTC(2024, 6, 8),
      Date.UTC(2024, 6, 8),
    ]);
  });

  it('keep the hour and weekday of UTC in days of UTC', () => {
    const periods = createPeriods({ trading_day: 'utc', phase_ms: 30 * minuteMs });
    const friday = Date.UTC(2024, 0, 5, 13, 30);
    expect([periods.hourOf(friday), periods.weekdayOf(friday)]).toEqual([13, 5]);
  });

  it('end with the day: three hours in spring, one more 4H period in autumn', () => {
    const periods = createPeriods(newYork);
    const lengths = (from: number, to: number) => {
      const found: number[] = [];
      for (let time = from; time < to; time = periods.endOf('4H', time))
        found.push((periods.endOf('4H', time) - time) / hourMs);
      return found;
    };
    // Saturday 17:00 to Sunday 17:00 in New York.
    expect(lengths(Date.UTC(2024, 2, 9, 22), Date.UTC(2024, 2, 10, 21))).toEqual([4, 4, 4, 4, 4, 3]);
    expect(lengths(Date.UTC(2024, 10, 2, 21), Date.UTC(2024, 10, 3, 22))).toEqual([4, 4, 4, 4, 4, 4, 1]);
  });
});

const anyMinute = fc
  .integer({ min: Date.UTC(1970, 0, 3) / minuteMs, max: Date.UTC(2099, 11, 30) / minuteMs })
  .map((minute) => minute * minuteMs);

/** Within two days of where clocks may change: around Sundays of the months in which they ever did. */
const nearClockChange = fc
  .record({
    year: fc.integer({ min: 1970, max: 2099 }),
    month: fc.constantFrom(0, 1, 2, 3, 9, 10),
    minute: fc.integer({ min: 0, max: 31 * 24 * 60 }),
  })
  .map(({ year, month, minute }) => Date.UTC(year, month, 2) + minute * minuteMs);
