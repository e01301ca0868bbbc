import { dayMs, hourMs, type PeriodRules, periodMs, type Timeframe } from '../../../shared/market.ts';
import { newYorkClose, weekdayOf } from './new-york.ts';

/**
 * Where bars begin and end. All times are ms since the epoch, UTC; a period holds its start, not its end.
 * A 4H period counts from the day's start and ends with the day at the latest: in a day of 23 hours, on which
 * clocks go forward, the last one has three; a day of 25 has a seventh, of one hour.
 */
export interface Periods {
  /** When the period of `timeframe` that holds `time` begins: the open time of its bar. */
  startOf(timeframe: Timeframe, time: number): number;
  /** When it is over: from then on its bar may be seen, and not before. */
  endOf(timeframe: Timeframe, time: number): number;
  /** Calendar date that the trading day is called by, in days since the epoch: where most of its hours lie. */
  dateOf(time: number): number;
  /** When the trading day begins that is called by a date, in days since the epoch. */
  startOfDate(date: number): number;
  /** Whole hours since the trading day began. */
  hourOf(time: number): number;
  /** Weekday of `dateOf`, 0 is Sunday: what opens on Sunday evening in New York is Monday's. */
  weekdayOf(time: number): number;
}

/** With a phase every period begins and ends so much later, so that each base bar lies in one of them whole. */
export function createPeriods({ trading_day, phase_ms }: PeriodRules): Periods {
  const [dayOf, startOfDate] =
    trading_day === 'utc'
      ? [utcDays(phase_ms), (date: number) => date * dayMs + phase_ms]
      : [newYorkDays(phase_ms), (date: number) => newYorkClose(date - 1) + phase_ms];

  function startOf(timeframe: Timeframe, time: number): number {
    if (timeframe === '1H') return Math.floor((time - phase_ms) / hourMs) * hourMs + phase_ms;
    const { start } = dayOf(time);
    if (timeframe === 'D') return start;
    return start + Math.floor((time - start) / periodMs['4H']) * periodMs['4H'];
  }

  return {
    startOf,
    endOf(timeframe, time) {
      if (timeframe === '1H') return startOf('1H', time) + hourMs;
      const { end } = dayOf(time);
      return timeframe === 'D' ? end : Math.min(startOf('4H', time) + periodMs['4H'], end);
    },
    dateOf: (time) => dayOf(time).date,
    startOfDate,
    hourOf: (time) => Math.floor((time - dayOf(time).start) / hourMs),
    weekdayOf: (time) => weekdayOf(dayOf(time).date),
  };
}

/** The dates that bars are called by, each as its midnight UTC in ms. */
export function datesOf(times: Float64Array, rules: PeriodRules): Float64Array {
  const { dateOf } = createPeriods(rules);
  return times.map((time) => dateOf(time) * dayMs);
}

interface Day {
  readonly start: number;
  readonly end: number;
  readonly date: number;
}

function utcDays(phase: number): (time: number) => Day {
  return (time) => {
    const date = Math.floor((time - phase) / dayMs);
    return { start: date * dayMs + phase, end: (date + 1) * dayMs + phase, date };
  };
}

/** Bars come in order, so the day is nearly always the one before. */
function newYorkDays(phase: number): (time: number) => Day {
  let held: Day = { start: 0, end: 0, date: 0 };
  return (time) => {
    if (time >= held.start && time < held.end) return held;
    const today = Math.floor((time - phase) / dayMs);
    const date = time - phase < newYorkClose(today) ? today : today + 1;
    held = { start: newYorkClose(date - 1) + phase, end: newYorkClose(date) + phase, date };
    return held;
  };
}
