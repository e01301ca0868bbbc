import type { TimeForm } from './time-form.ts';
import type { DateOrder, DigitClock } from './time-sql.ts';

/** A pattern that is as strict as the desk's own reading where every time has this length. */
export interface FixedPattern {
  readonly pattern: string;
  readonly length: number;
}

/** As strptime would have it, after the example `text`. */
export function patternOf(form: TimeForm, order: DateOrder, digitClock: DigitClock, text: string): string {
  const { separator: s } = form;
  const year = form.year_digits === 4 ? '%Y' : '%y';
  const parts = { y: year, m: '%m', d: '%d' };
  const date = {
    ymd: order === 'ydm' ? `%Y${s}%d${s}%m` : `%Y${s}%m${s}%d`,
    compact: '%Y%m%d',
    numeric: ([...order] as (keyof typeof parts)[]).map((part) => parts[part]).join(s),
    'day-month-name': `%d${s}%b${s}${year}`,
    'month-name-day': '%b %d, %Y',
    'year-month-name': `%Y${s}%b${s}%d`,
  }[form.date];
  return date + clockPattern(form, digitClock, text) + zonePattern(form, text);
}

function clockPattern(form: TimeForm, digitClock: DigitClock, text: string): string {
  switch (form.clock) {
    case 'none':
      return '';
    case 'attached':
      return text.length === 14 ? '%H%M%S' : '%H%M';
    case 'digits':
      return `${/\d([^\d])\d{1,6}[^\d]*$/.exec(text)?.[1] ?? ' '}${{ hh: '%H', hhmm: '%H%M', hhmmss: '%H%M%S' }[digitClock]}`;
    case 'colon': {
      const parts =
        /([t ,_:-]+)\d{1,2}(:\d\d)(:\d\d)?([.,]\d{1,9})?( ?)([ap]\.?m)?/i.exec(text) ??
        /([t ,_:-]+)\d{1,2}()()()([ -]?)([ap]\.?m)/i.exec(text);
      const [, joint = ' ', minutes = '', seconds = '', fraction = '', space = '', half = ''] = parts ?? [];
      return `${joint}${half ? '%I' : '%H'}${minutes && ':%M'}${seconds && ':%S'}${fraction && `${fraction[0]}%f`}${half && `${space}%p`}`;
    }
  }
}

function zonePattern(form: TimeForm, text: string): string {
  if (form.zone === 'named') return ` ${form.zone_name}`;
  if (form.zone === 'none') return '';
  const behind = / ?(?:z|utc|gmt|[a-z]{3,4})$|( ?(?:gmt|utc)?)[+-][\d:]+$/i.exec(text);
  return behind?.[1] === undefined ? (behind?.[0] ?? '%z') : `${behind[1]}%z`;
}

/** Null unless all texts are of one length, with two digits for every part. */
export function fixedPattern(form: TimeForm, pattern: string, texts: readonly string[]): FixedPattern | null {
  const dateFits = form.year_digits === 4 && ['ymd', 'compact', 'numeric'].includes(form.date);
  // DuckDB passes over the name of a zone without taking its offset.
  const named = form.zone === 'offset' && !/(?:z|utc|gmt)$/i.test(pattern);
  if (!dateFits || named || /%[Ipzb]/.test(pattern)) return null;
  const zeros = /([.,])(0+)$/.exec(texts[0].replace(/ ?[a-z]+$/i, ''))?.[2] ?? '';
  const exact = pattern.includes('%f') ? pattern.replace('%f', zeros) : pattern;
  const length = exact.replace('%Y', '2024').replaceAll(/%[mdHMS]/g, '00').length;
  return texts.every((text) => text.length === length) ? { pattern: exact, length } : null;
}

/** SQL for the ms of a text in one step, for reading that is as strict because all texts have one length. */
export function fixedSql({ pattern, length }: FixedPattern, text: string): string {
  return `CASE WHEN strlen(${text}) = ${length} THEN epoch_ms(try_strptime(${text}, '${pattern}')) END`;
}
