import type { Answers } from '../ensemble/answers.ts';
import type { BarRange, Material } from '../laboratory/material.ts';
import { createPeriods } from '../market/periods.ts';
import { type Outcomes, outcomeAt } from '../trades/outcomes.ts';

/** What days are told by: bars, answers, and where days begin and end. */
export type DayMaterial = Pick<Material, 'hours' | 'answers' | 'periods'>;

/**
 * The trading days of a range, with those after it on which one of its trades may still end. Only bars at which
 * the models spoke are time: a silent bar counts neither as a day nor as exposure.
 */
export interface PeriodDays {
  /** The range, as far as there are bars. */
  readonly range: BarRange;
  readonly days: number;
  /** Index of the day per bar; entry 0 is the range's first bar, the last is the last bar a trade may end in. */
  readonly ofBar: Int32Array;
  /** 1 for a day with a bar of the range at which the models spoke. */
  readonly spoken: Uint8Array;
  /** Bars of the range before each of them at which the models spoke; one more entry for all. */
  readonly spokenBars: Int32Array;
  /** Trading days a year that the data have. */
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
  const spoken = new Uint8Array(days);
  const spokenBars = new Int32Array(to - from + 1);
  for (let bar = from; bar < to; bar += 1) {
    const speaks = spokeAt(material.answers, bar);
    spokenBars[bar - from + 1] = spokenBars[bar - from] + (speaks ? 1 : 0);
    if (speaks) spoken[ofBar[bar - from]] = 1;
  }
  return { range: { from, to }, days, ofBar, spoken, spokenBars, perYear };
}

/** Whether all three models said something at the close of a bar. */
export function spokeAt({ prob_up: [hour, four, day] }: Answers, bar: number): boolean {
  return !Number.isNaN(hour[bar] + four[bar] + day[bar]);
}

/** The part of `range` that has bars; empty ranges stay empty. */
export function clampRange({ from, to }: BarRange, bars: number): BarRange {
  const first = Math.min(Math.max(from, 0), bars);
  return { from: first, to: Math.max(first, Math.min(to, bars)) };
}

/** Days by the bars that have them, from a first bar to a last: all of them a year of 365.25 days. */
export function daysPerYear(days: number, firstDate: number, lastDate: number): number {
  return days < 2 ? yearDays : ((days - 1) / (lastDate - firstDate)) * yearDays;
}

const yearDays = 365.25;

interface Calendar {
  /** Index of the trading day per bar of the data. */
  readonly dayOf: Int32Array;
  readonly perYear: number;
}

/** Every experiment on a material needs it: found once. */
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

/** The last bar of a range, or a later one in which a trade signalled in it ends. */
function lastBar({ exit }: Outcomes, from: number, to: number): number {
  let last = to - 1;
  for (let at = outcomeAt(from, 0); at < outcomeAt(to, 0); at += 1) if (exit[at] > last) last = exit[at];
  return last;
}
