/**
 * The form of a time as it stands in a file: which date, which clock, which zone. Found from examples; a text either
 * has the form exactly, and then each of its parts is known, or it is no time of this file.
 */
export interface TimeForm {
  readonly date: DateForm;
  /** Between the parts of a date in numbers; empty where there is none. */
  readonly separator: string;
  readonly year_digits: 2 | 4;
  readonly clock: ClockForm;
  readonly zone: 'none' | 'offset' | 'named';
  /** The IANA zone that stands behind every time; empty otherwise. */
  readonly zone_name: string;
}

export type DateForm =
  | 'ymd'
  | 'compact'
  | 'numeric'
  | 'day-month-name'
  | 'month-name-day'
  | 'year-month-name';
export type ClockForm = 'none' | 'colon' | 'digits' | 'attached';

/** Longer texts are no times; asked before any pattern is. */
export const longestTime = 64;

const month = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}';
const datePatterns: Readonly<Record<DateForm, string>> = {
  ymd: '(\\d{4})([-./])\\d{1,2}\\2\\d{1,2}',
  compact: '()()(?:19|20)\\d\\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])',
  numeric: '()\\d{1,2}([-./])\\d{1,2}\\2(?:\\d{4}|\\d\\d)',
  'day-month-name': `(?:[a-z]{3}, ?)?()\\d{1,2}([-./ ]?)${month}[-./, ]{0,2}(?:\\d{4}|\\d\\d)`,
  'month-name-day': `()()${month}\\.? ?\\d{1,2},? \\d{4}`,
  'year-month-name': `(\\d{4})([-./ ])${month}\\2\\d{1,2}`,
};

/** Abbreviations behind a time that mean one offset, in hours; CST, IST and the like mean several and are not read. */
export const zoneHours = { est: -5, edt: -4, pst: -8, pdt: -7, cet: 1, cest: 2, eet: 2, eest: 3 } as const;

const clock =
  '(?:(?:t|[ ,_]+|[-:])(?<colon>\\d{1,2}:\\d\\d(?::\\d\\d(?:[.,]\\d{1,9})?)?(?: ?[ap]\\.?m\\.?)?|\\d{1,2}[ -]?[ap]\\.?m\\.?))?';
const digits = '(?:(?:t|[ ,_]+|[-:])(?<digits>\\d{1,6}))';
const zone = `(?<zone> ?z| ?utc| ?gmt| (?:${Object.keys(zoneHours).join('|')})| ?(?:gmt|utc)?[+-]\\d\\d(?::?\\d\\d)?| [a-z]+/[a-z_+/0-9-]+)?`;

const forms = Object.entries(datePatterns).map(([date, pattern]) => ({
  date: date as DateForm,
  withColon: new RegExp(`^${pattern}${clock}${zone}$`, 'i'),
  withDigits: new RegExp(`^${pattern}${digits}${zone}$`, 'i'),
}));

/** The time of day of a text with one in digits, as it stands there; null where it has none. */
export function clockDigits(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed.length > longestTime) return null;
  for (const { withDigits } of forms) {
    const found = withDigits.exec(trimmed)?.groups?.digits;
    if (found) return found;
  }
  return null;
}

/** The form of one text; null where it is no date. */
export function formOf(text: string): TimeForm | null {
  const trimmed = text.trim();
  if (trimmed.length > longestTime) return null;
  if (/^(?:19|20)\d\d(?:0[1-9]|1[0-2])[0-3]\d[0-2]\d[0-5]\d(?:[0-5]\d)?$/.test(trimmed))
    return { ...plain, date: 'compact', clock: 'attached' };
  for (const { date, withColon, withDigits } of forms) {
    const match = withColon.exec(trimmed) ?? withDigits.exec(trimmed);
    if (!match?.groups) continue;
    const { colon, digits: bare, zone: behind = '' } = match.groups;
    const name = behind.includes('/') ? behind.trim() : '';
    return {
      date,
      separator: match[2],
      year_digits: yearDigits(date, trimmed, match[2]),
      clock: colon ? 'colon' : bare ? 'digits' : 'none',
      zone: name ? 'named' : behind ? 'offset' : 'none',
      zone_name: name,
    };
  }
  return null;
}

const plain = { separator: '', year_digits: 4, zone: 'none', zone_name: '' } as const;

function yearDigits(date: DateForm, text: string, separator: string): 2 | 4 {
  if (date === 'numeric') return /^\d{4}/.test(text.split(separator)[2] ?? '') ? 4 : 2;
  if (date === 'day-month-name') return /[a-z][-./, ]{0,2}\d{4}(?!\d)/i.test(text) ? 4 : 2;
  return 4;
}

/** What a text says of time: a whole moment, a day, a time of day, a count since 1970, or nothing. */
export function timeKind(text: string): 'moment' | 'date' | 'clock' | 'count' | null {
  const trimmed = text.trim();
  if (trimmed.length > longestTime) return null;
  const form = formOf(trimmed);
  if (form) return form.clock === 'none' ? 'date' : 'moment';
  if (/^\d{1,2}:\d\d(?::\d\d(?:\.\d{1,9})?)?(?: ?[ap]m)?(?: ?[+-]\d\d:?\d\d| ?z)?$/i.test(trimmed))
    return 'clock';
  if (/^\d{8,19}(?:\.\d{1,9})?$/.test(trimmed)) return 'count';
  return null;
}

/** Whether it may be a time of day in digits beside a date: 0, 100, 2355, 093000. */
export function isDigitClock(text: string): boolean {
  return /^\d{1,6}$/.test(text.trim());
}
