import type { ImportQuestionId, TimeFormat } from '../../../../../shared/imports.ts';
import type { Result } from '../../../../../shared/result.ts';
import { failure, success } from '../../../../../shared/result.ts';
import { quoted } from '../quoted.ts';
import type { TimeForm } from './time-form.ts';
import { clockDigits, formOf } from './time-form.ts';
import type { FixedPattern } from './time-pattern.ts';
import { fixedPattern, patternOf } from './time-pattern.ts';
import type { CountUnit, DateOrder, DigitClock, TimeSql } from './time-sql.ts';
import { calendarSql, epochSql } from './time-sql.ts';

/** How the texts of a time column are to be read. */
export interface TimeReading {
  readonly format: TimeFormat;
  /** A strptime pattern for calendar times, otherwise words. */
  readonly pattern: string;
  /** The zone that the times themselves name; null where they name none. */
  readonly zone: string | null;
  readonly sql: TimeSql;
  /** Set where every time has this length, so that DuckDB's own faster reading is as strict. */
  readonly fixed: FixedPattern | null;
  /** The value that chooses this reading among several. */
  readonly value: string;
}

/** The readings that come into question, the customary one first; `question` asks between them. */
export interface TimeReadings {
  readonly question: ImportQuestionId | null;
  readonly readings: readonly TimeReading[];
  /** Where nothing in the file speaks for either, custom is strong enough not to ask. */
  readonly customary: boolean;
}

/** Decides from examples taken all over the file; rows of another form are refused one by one. */
export function findTimeReadings(examples: readonly string[]): Result<TimeReadings> {
  const texts = examples.map((text) => text.trim()).filter((text) => text !== '');
  const counts = texts.filter((text) => /^\d{4,19}(?:\.\d{1,9})?$/.test(text));
  const formed = texts.map(formOf).filter((form) => form !== null);
  const form = mostFrequentForm(formed);
  if (form && formed.length * 2 >= counts.length && formed.length > 0)
    return success(calendarReadings(form, texts));
  if (texts.length > 0 && texts.filter((text) => isDayCount(text)).length * 2 > texts.length)
    return failure(
      'unreadable',
      `The times are numbers of days, e.g. ${quoted(texts[0], 40)}, such as serial dates of a spreadsheet. Format the column as date and time, and export the file again.`,
    );
  if (counts.length > 0) return success(epochReadings(counts));
  return failure(
    'unreadable',
    `The times cannot be read, e.g. ${quoted(texts[0] ?? '', 40)}. Known are counts of seconds, milliseconds, microseconds or nanoseconds since 1970, ISO 8601, and dates like 2020.01.31, 31.01.2020, 01/31/2020, 20200131 or 31 Jan 2020 with a time of day.`,
  );
}

/** Whether it looks like days since 1900 or since the year 0, or Julian days: too small for seconds since 1970. */
function isDayCount(text: string): boolean {
  const day = /^(\d{5,7})(?:[.]\d+)?(?: 0?(?:[.]\d+)?)?$/.exec(text)?.[1];
  return day !== undefined && Number(day) < mostDays;
}

/** Julian days reach 2.47 million in 2050, and no bar is within so many seconds of 1970. */
const mostDays = 2_600_000;

/** The reading of `unit` counts since 1970 where the type of a column says that it holds such. */
export function epochReadings(texts: readonly string[]): TimeReadings {
  const values = texts.map(Number);
  const units = new Set(values.map(unitOf));
  const words = units.size === 0 ? 'seconds' : unitNames.filter((unit) => units.has(unit)).join(' and ');
  const reading = (value: string, unit: CountUnit, name: string): TimeReading => ({
    format: 'epoch',
    pattern: `${name} since ${countStarts[unit]}${units.size > 1 ? ', decided value by value' : ''}`,
    zone: null,
    sql: epochSql(unit),
    fixed: null,
    value,
  });
  const bySize = reading(unitNames.find((unit) => units.has(unit)) ?? 'seconds', 'by-size', words);
  for (const unit of ['ticks', 'filetime'] as const) {
    const [from, to] = tenths[unit];
    if (values.length === 0 || !values.every((value) => value >= from && value <= to)) continue;
    const named = reading(unit, unit, 'tenths of a microsecond');
    return { question: 'time_unit', readings: [named, bySize], customary: false };
  }
  // Minutes since 1970 are as many as the seconds of its first year and a half.
  const mayBeMinutes = values.length > 0 && values.every((value) => value >= minutesOf1990 && value < 1e8);
  if (!mayBeMinutes) return { question: null, readings: [bySize], customary: true };
  return {
    question: 'time_unit',
    readings: [reading('minutes', 'minutes', 'minutes'), bySize],
    customary: false,
  };
}

/** The ranges of .NET ticks and of Windows file times from 1990 to 2050. Read as nanoseconds since 1970, they are times of 1973 and 1990. */
const tenths = {
  ticks: [6.277e17, 6.468e17],
  filetime: [1.227e17, 1.417e17],
} as const;
const countStarts: Readonly<Record<CountUnit, string>> = {
  'by-size': '1970',
  minutes: '1970',
  ticks: 'the year 1',
  filetime: '1601',
};

const minutesOf1990 = Date.UTC(1990) / 60_000;
const unitNames = ['seconds', 'milliseconds', 'microseconds', 'nanoseconds'] as const;

function unitOf(value: number): (typeof unitNames)[number] {
  const size = [2.6784e9, 2.6784e12, 2.6784e15].findIndex((limit) => value < limit);
  return unitNames[size < 0 ? 3 : size];
}

function calendarReadings(form: TimeForm, texts: readonly string[]): TimeReadings {
  const same = texts.filter((text) => keyOf(formOf(text)) === keyOf(form));
  const digitClock = form.clock === 'digits' ? digitClockOf(same) : 'hhmm';
  const reading = (order: DateOrder): TimeReading => {
    const pattern = patternOf(form, order, digitClock, same[0]);
    return {
      format: form.zone === 'offset' ? 'offset' : 'local',
      pattern,
      zone: form.zone === 'named' ? form.zone_name : null,
      sql: calendarSql(form, order, digitClock),
      fixed: fixedPattern(form, pattern, same),
      value: orderValues[order],
    };
  };
  if (form.date === 'ymd' && mayBeYearDayMonth(same))
    return { question: 'date_order', readings: [reading('ymd'), reading('ydm')], customary: true };
  if (form.date !== 'numeric') return { question: null, readings: [reading('ymd')], customary: true };
  const orders: DateOrder[] = form.separator === '/' ? ['mdy', 'dmy'] : ['dmy', 'mdy'];
  if (form.year_digits === 2) orders.push('ymd');
  return {
    question: 'date_order',
    readings: orders.map(reading),
    // With dots the day comes first wherever dots are used.
    customary: form.separator === '.' && form.year_digits === 4,
  };
}

/** 2024-08-01, 2024-09-01, 2024-10-01: days that go on behind the year, where real bars would skip whole months. */
function mayBeYearDayMonth(texts: readonly string[]): boolean {
  const parts = texts.map((text) => text.split(/\D/, 3));
  const [months, days] = [1, 2].map((part) => new Set(parts.map((text) => Number(text[part]))));
  return days.size < months.size && Math.max(...days) <= 12;
}

const orderValues = {
  ydm: 'year-day-month',
  dmy: 'day-first',
  mdy: 'month-first',
  ymd: 'year-first',
} as const;

/**
 * Hours and minutes unless a text has no such reading: 10000 is an hour with seconds, 175 no time in minutes. Where none
 * is over 23 they are hours alone, as in 2024-01-08T09.
 */
function digitClockOf(texts: readonly string[]): DigitClock {
  const clocks = texts.map(clockDigits).filter((clock) => clock !== null);
  if (clocks.every((clock) => clock.length <= 2 && Number(clock) <= 23)) return 'hh';
  const fits = clocks.every(
    (clock) => clock.length <= 4 && Number(clock) % 100 <= 59 && Number(clock) <= 2400,
  );
  return fits ? 'hhmm' : 'hhmmss';
}

function keyOf(form: TimeForm | null): string {
  return form === null ? '' : Object.values(form).join('|');
}

/** The form of most examples. Dates alone count as those with a time of day left out at midnight. */
function mostFrequentForm(formed: readonly TimeForm[]): TimeForm | null {
  const counts = new Map<string, { form: TimeForm; count: number }>();
  for (const form of formed) {
    const entry = counts.get(keyOf(form)) ?? { form, count: 0 };
    counts.set(keyOf(form), { form, count: entry.count + 1 });
  }
  const ranked = [...counts.values()].sort((a, b) => b.count - a.count);
  const best = ranked[0]?.form ?? null;
  if (best?.clock !== 'none') return best;
  return ranked.find(({ form }) => keyOf({ ...form, clock: 'none' }) === keyOf(best))?.form ?? best;
}
