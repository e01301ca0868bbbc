import type { TimeForm } from './time-form.ts';
import { longestTime, zoneHours } from './time-form.ts';

export type DateOrder = 'ymd' | 'ydm' | 'dmy' | 'mdy';
export type DigitClock = 'hh' | 'hhmm' | 'hhmmss';

/** SQL in two steps: `parts` of a text expression, then the ms of the parts `p`; NULL where unreadable. */
export interface TimeSql {
  readonly parts: (text: string) => string;
  readonly ms: string;
}

/**
 * Reads times of one form. Every digit of a text is used in exactly one part of the time, so a text is accepted only if
 * writing its time in the same form gives the text again, with or without leading zeros. Local times are returned as if
 * they were UTC.
 */
export function calendarSql(form: TimeForm, order: DateOrder, digitClock: DigitClock): TimeSql {
  const { pattern, names } = datePattern(form, order);
  const clock = clockPattern(form);
  const zone = zonePattern(form);
  const whole = `(?i)^${pattern}${clock.pattern}${zone.pattern}$`;
  const list = [...names, ...clock.names, ...zone.names].map((name) => `'${name}'`).join(', ');
  return {
    parts: (text) =>
      `regexp_extract(CASE WHEN strlen(${text}) <= ${2 * longestTime} THEN trim(${text}) ELSE '' END, '${whole}', [${list}])`,
    ms: `${dayMs(form)} + ${clockMs(form, digitClock)}${form.zone === 'offset' ? ` - ${offsetMs}` : ''}`,
  };
}

/** `ticks` and `filetime` count tenths of a microsecond, since the year 1 and since 1601. */
export type CountUnit = 'by-size' | 'minutes' | 'ticks' | 'filetime';

/**
 * Counts since 1970, as a rule. The unit is decided per value: of seconds, milliseconds, microseconds and nanoseconds only one
 * lies between February 1970 and November 2054.
 */
export function epochSql(unit: CountUnit): TimeSql {
  const whole = 'try_cast(p.v AS BIGINT)';
  const early = 2_678_400;
  const bySize = `CASE
    WHEN ${whole} < ${early}000 THEN ${whole} * 1000 + try_cast(rpad(left(p.f, 3), 3, '0') AS BIGINT)
    WHEN ${whole} < ${early}000000 THEN ${whole}
    WHEN ${whole} < ${early}000000000 THEN ${whole} // 1000
    ELSE ${whole} // 1000000 END`;
  return {
    parts: (text) =>
      `regexp_extract(CASE WHEN strlen(${text}) <= ${2 * longestTime} THEN trim(${text}) ELSE '' END, '^([0-9]{4,19})(?:[.]([0-9]{1,9}))?$', ['v', 'f'])`,
    ms: {
      'by-size': bySize,
      minutes: `${whole} * 60000`,
      ticks: `${whole} // 10000 - 62135596800000`,
      filetime: `${whole} // 10000 - 11644473600000`,
    }[unit],
  };
}

interface Pattern {
  readonly pattern: string;
  readonly names: readonly string[];
}

function datePattern({ date, separator, year_digits }: TimeForm, order: DateOrder): Pattern {
  const between = separator === '' ? '' : `[${separator === '-' ? '-' : separator}]`;
  const year = `([0-9]{${year_digits}})`;
  const two = '([0-9]{1,2})';
  const name = '([a-z]{3})[a-z]{0,6}';
  switch (date) {
    case 'ymd':
      return { pattern: `${year}${between}${two}${between}${two}`, names: [...order] };
    case 'compact':
      return { pattern: '([0-9]{4})([0-9]{2})([0-9]{2})', names: ['y', 'm', 'd'] };
    case 'numeric': {
      const part = { y: year, m: two, d: two };
      const names = [...order] as (keyof typeof part)[];
      return { pattern: names.map((key) => part[key]).join(between), names };
    }
    case 'day-month-name':
      return {
        pattern: `(?:[a-z]{3}, ?)?${two}[-./ ]?${name}[-./, ]{0,2}${year}`,
        names: ['d', 'm', 'y'],
      };
    case 'month-name-day':
      return { pattern: `${name}[.]? ?${two},? ${year}`, names: ['m', 'd', 'y'] };
    case 'year-month-name':
      return { pattern: `${year}${between}${name}${between}${two}`, names: ['y', 'm', 'd'] };
  }
}

const joint = '(?:t|[ ,_]+|[-:])';

function clockPattern({ clock }: TimeForm): Pattern {
  switch (clock) {
    case 'none':
      return { pattern: '', names: [] };
    case 'attached':
      return { pattern: '([0-9]{2})([0-9]{2})([0-9]{2})?', names: ['h', 'i', 's'] };
    case 'digits':
      return { pattern: `${joint}([0-9]{1,6})`, names: ['c'] };
    case 'colon':
      return {
        // Some programs omit the time of day at midnight.
        pattern: `(?:${joint}([0-9]{1,2})(?::([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,9}))?)?)?(?:[ -]?([ap])[.]?m[.]?)?)?`,
        names: ['h', 'i', 's', 'f', 'half'],
      };
  }
}

function zonePattern({ zone, zone_name }: TimeForm): Pattern {
  if (zone === 'none') return { pattern: '', names: [] };
  if (zone === 'named') return { pattern: ` ${zone_name.replace(/[+]/g, '[+]')}`, names: [] };
  return {
    pattern: ` ?(?:(z|utc|gmt|${Object.keys(zoneHours).join('|')})|(?:gmt|utc)?([+-])([0-9]{2})(?::?([0-9]{2}))?)`,
    names: ['utc', 'sign', 'zh', 'zm'],
  };
}

const months = "['jan','feb','mar','apr','may','jun','jul','aug','sep','oct','nov','dec']";

function dayMs({ date, year_digits }: TimeForm): string {
  const year =
    year_digits === 4 ? int('y') : `(${int('y')} + CASE WHEN ${int('y')} < 70 THEN 2000 ELSE 1900 END)`;
  const named = date !== 'ymd' && date !== 'compact' && date !== 'numeric';
  const month = named ? `list_position(${months}, lower(p.m))` : int('m');
  return `epoch_ms(try(make_date(${year}, ${month}, ${int('d')})::TIMESTAMP))`;
}

function clockMs({ clock }: TimeForm, digitClock: DigitClock): string {
  switch (clock) {
    case 'none':
      return '0';
    case 'attached':
      return timeOfDay(int('h'), int('i'), orZero('s'), '0');
    case 'digits': {
      const width = digitClock.length;
      const text = `lpad(p.c, ${width}, '0')`;
      const at = (from: number) => `try_cast(substr(${text}, ${from}, 2) AS INTEGER)`;
      const [minutes, seconds] = [width < 4 ? '0' : at(3), width < 6 ? '0' : at(5)];
      return `CASE WHEN strlen(p.c) <= ${width} THEN ${timeOfDay(at(1), minutes, seconds, '0')} END`;
    }
    case 'colon': {
      const hour = `CASE WHEN p.half = '' AND p.h <> '' AND p.i = '' THEN NULL WHEN p.half = '' THEN ${orZero('h')} WHEN ${orZero('h')} BETWEEN 1 AND 12
        THEN ${orZero('h')} % 12 + CASE WHEN lower(p.half) = 'p' THEN 12 ELSE 0 END END`;
      return timeOfDay(
        `(${hour})`,
        orZero('i'),
        orZero('s'),
        "try_cast(rpad(left(p.f, 3), 3, '0') AS INTEGER)",
      );
    }
  }
}

function timeOfDay(hour: string, minute: string, second: string, ms: string): string {
  // ISO 8601 also writes the midnight at the end of a day as 24:00.
  return `CASE WHEN (${hour} <= 23 OR (${hour} = 24 AND ${minute} = 0 AND ${second} = 0)) AND ${minute} <= 59 AND ${second} <= 59
    THEN ((${hour} * 60 + ${minute}) * 60 + ${second}) * 1000 + ${ms} END`;
}

const namedOffsets = Object.entries(zoneHours).map(
  ([name, hours]) => `WHEN lower(p.utc) = '${name}' THEN ${hours * 3_600_000}`,
);
const offsetMs = `CASE ${namedOffsets.join(' ')} WHEN p.utc <> '' THEN 0 WHEN ${int('zh')} <= 15 AND ${orZero('zm')} <= 59
  THEN CASE WHEN p.sign = '-' THEN -1 ELSE 1 END * (${int('zh')} * 60 + ${orZero('zm')}) * 60000 END`;

function int(part: string): string {
  return `try_cast(p.${part} AS INTEGER)`;
}

function orZero(part: string): string {
  return `coalesce(${int(part)}, 0)`;
}
