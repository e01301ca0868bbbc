import type { Answers } from '../ensemble/answers.ts';
import type { BarRange, Material } from '../laboratory/material.ts';
import { createPeriods } from '../market/periods.ts';
import { type Outcomes, outcomeAt } from '../trades/outcomes.ts';

/** What the days of a period are derived from: bars, answers, and the rules of the trading day. */
export type DayMaterial = Pick<Material, 'hours' | 'answers' | 'periods'>;

/**
 * The trading days of a range, and later ones on which one of its trades may still end. Bars without a prediction count
 * neither as days nor as exposure.
 */
export interface PeriodDays {
  /** The range, limited to existing bars. */
  readonly range: BarRange;
  readonly days: number;
  /** Index of the day per bar, from the first bar of the range to the last bar in which one of its trades may end. */
  readonly ofBar: Int32Array;
  /** 1 for a day with a prediction at one of its bars of the range. */
  readonly predicted: Uint8Array;
  /** Running count: predictions before each bar of the range, and as one more entry those of the whole range. */
  readonly predictedBars: Int32Array;
  /** Trading days per year in the data. */
  readonly perYear: number;
}

export function periodDaysOf(material: DayMaterial, outcomes: Outcomes, range: BarRange): PeriodDays {
  const { dayOf, perYear } = calendarOf(material);
  const { from, to } = clampRange(range, dayOf.length);
  const end = lastBar(outcomes, from, to) + 1;
  const first = dayOf[from] ?? 0;
  const ofBar = dayOf.slice(from, end);
  for (let i = 0; i < ofBar.length; i += 1) ofBar[i] -= first;
  const days = ofBar.length > 0 ? ofBar[ofBar.length - 1] + 1 : 0;
  const predicted = new Uint8Array(days);
  const predictedBars = new Int32Array(to - from + 1);
  for (let bar = from; bar < to; bar += 1) {
    const counts = isPredicted(material.answers, bar);
    predictedBars[bar - from + 1] = predictedBars[bar - from] + (counts ? 1 : 0);
    if (counts) predicted[ofBar[bar - from]] = 1;
  }
  return { range: { from, to }, days, ofBar, predicted, predictedBars, perYear };
}

/** Whether there is a prediction at the close of a bar, that is, whether all three models have an answer. */
export function isPredicted({ prob_up: [hour, four, day] }: Answers, bar: number): boolean {
  return !Number.isNaN(hour[bar] + four[bar] + day[bar]);
}

/** `range`, limited to existing bars; empty ranges stay empty. */
export function clampRange({ from, to }: BarRange, bars: number): BarRange {
  const first = Math.min(Math.max(from, 0), bars);
  return { from: first, to: Math.max(first, Math.min(to, bars)) };
}

/** Trading days per year of 365.25 days, from their number between the dates of the first and the last bar. */
export function daysPerYear(days: number, firstDate: number, lastDate: number): number {
  return days < 2 ? yearDays : ((days - 1) / (lastDate - firstDate)) * yearDays;
}

const yearDays = 365.25;

interface Calendar {
  /** Index of the trading day per bar of the data. */
  readonly dayOf: Int32Array;
  readonly perYear: number;
}

/** Computed once per material, because every experiment on it needs the calendar. */
const calendars = new WeakMap<Material['hours'], { readonly rules: string; readonly calendar: Calendar }>();

function calendarOf({ hours, periods }: DayMaterial): Calendar {
  const rules = JSON.stringify(periods);
  const known = calendars.get(hours);
  if (known?.rules === rules) return known.calendar;
  const { dateOf } = createPeriods(periods);
  const dayOf = new Int32Array(hours.time.length);
  const dates: number[] = [];
  for (let bar = 0; bar < dayOf.length; bar += 1) {
    const date = dateOf(hours.time[bar]);
    if (date !== dates[dates.length - 1]) dates.push(date);
    dayOf[bar] = dates.length - 1;
  }
  const perYear = daysPerYear(dates.length, dates[0], dates[dates.length - 1]);
  const calendar = { dayOf, perYear };
  calendars.set(hours, { rules, calendar });
  return calendar;
}

/** The last bar of a range, or a later one in which a trade signalled in the range ends. */
function lastBar({ exit }: Outcomes, from: number, to: number): number {
  let last = to - 1;
  for (let at = outcomeAt(from, 0); at < outcomeAt(to, 0); at += 1) if (exit[at] > last) last = exit[at];
  return last;
}
