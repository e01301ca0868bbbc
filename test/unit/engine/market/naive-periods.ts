import { type Bar, type Bars, hourMs, type PeriodRules, type Timeframe } from '../../../../shared/market.ts';

/** Periods and bars as a person would work them out, hour by hour with a clock in New York: slow, and independent. */

const clock = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/New_York',
  hourCycle: 'h23',
  hour: 'numeric',
});

/** Walks back hour by hour until the clock shows the hour at which days begin. */
export function naiveDayStart(rules: PeriodRules, time: number): number {
  let start = Math.floor((time - rules.phase_ms) / hourMs) * hourMs;
  while (!beginsDay(rules, start)) start -= hourMs;
  return start + rules.phase_ms;
}

export function naiveDayEnd(rules: PeriodRules, time: number): number {
  let end = naiveDayStart(rules, time) - rules.phase_ms + hourMs;
  while (!beginsDay(rules, end)) end += hourMs;
  return end + rules.phase_ms;
}

function beginsDay({ trading_day }: PeriodRules, time: number): boolean {
  return trading_day === 'utc' ? new Date(time).getUTCHours() === 0 : clock.format(time) === '17';
}

/** Start and end of the period that holds `time`. */
export function naivePeriod(
  rules: PeriodRules,
  timeframe: Timeframe,
  time: number,
): { start: number; end: number } {
  const day = { start: naiveDayStart(rules, time), end: naiveDayEnd(rules, time) };
  if (timeframe === 'D') return day;
  const length = timeframe === '1H' ? hourMs : 4 * hourMs;
  let { start } = day;
  while (start + length <= time) start += length;
  return { start, end: Math.min(start + length, day.end) };
}

/** The closed bars of a timeframe: base bars gathered by period, without the period in which the series begins late. */
export function naiveBars(bars: Bars, timeframe: Timeframe, interval: number, rules: PeriodRules): Bar[] {
  const groups = new Map<number, { end: number; rows: number[] }>();
  for (const [row, time] of bars.time.entries()) {
    const { start, end } = naivePeriod(rules, timeframe, time);
    const group = groups.get(start) ?? { end, rows: [] };
    group.rows.push(row);
    groups.set(start, group);
  }
  const known = bars.time[bars.time.length - 1] + interval;
  return [...groups]
    .filter(([start, { end }]) => start >= bars.time[0] && end <= known)
    .map(([start, { rows }]) => {
      const volume = rows.reduce((sum, row) => sum + bars.volume[row], 0);
      return {
        time: start,
        open: bars.open[rows[0]],
        high: Math.max(...rows.map((row) => bars.high[row])),
        low: Math.min(...rows.map((row) => bars.low[row])),
        close: bars.close[rows[rows.length - 1]],
        volume,
        ...(bars.spread && { spread: bars.spread[rows[0]] }),
      };
    });
}
