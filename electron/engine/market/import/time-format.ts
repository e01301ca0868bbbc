import type { TimeFormat } from '../../../../shared/imports.ts';
import type { Result } from '../../../../shared/result.ts';
import { failure, success } from '../../../../shared/result.ts';
import { quoted } from './quoted.ts';

/** How the texts of a time column are to be read. */
export interface TimeReading {
  readonly format: TimeFormat;
  /** A strptime pattern for local times, otherwise words. */
  readonly pattern: string;
  /** Set where day and month could be told apart by custom only. */
  readonly warning: string | null;
}

/** Decides from examples taken all over the file; the majority wins, rows that differ are refused one by one. */
export function detectTimeFormat(examples: readonly string[]): Result<TimeReading> {
  const texts = examples.map((text) => text.trim()).filter((text) => text !== '');
  const shapes = texts.map(shapeOf).filter((shape) => shape !== null);
  const shape = mostFrequent(shapes);
  if (!shape)
    return failure(
      'unreadable',
      `The times cannot be read, e.g. ${quoted(texts[0] ?? '', 40)}. Known are epochs in seconds, milliseconds or microseconds, ISO 8601, and dates like 2020.01.31, 31.01.2020, 01/31/2020 or 20200131 with a time of day.`,
    );
  if (!shape.startsWith(dayOrMonth)) return success(readingOf(shape, null));
  return success(orderOf(shape.slice(dayOrMonth.length), texts));
}

const dayOrMonth = '%?';

/** A pattern, or one of the words for epochs and offsets; `%?` marks day and month in unknown order. */
function shapeOf(text: string): string | null {
  if (/^\d{14}$/.test(text) && /^(19|20)/.test(text)) return '%Y%m%d%H%M%S';
  if (/^(19|20)\d\d(0[1-9]|1[0-2])([0-2]\d|3[01])[0-2]\d[0-5]\d$/.test(text)) return '%Y%m%d%H%M';
  if (/^\d{8,10}(\.\d+)?$/.test(text) && Number(text) >= 1e8) return 'epoch-s';
  if (/^\d{11,13}(\.0+)?$/.test(text)) return 'epoch-ms';
  if (/^\d{15,16}(\.0+)?$/.test(text)) return 'epoch-us';
  if (/^\d{4}-\d{1,2}-\d{1,2}[T ]\d{1,2}:\d\d(:\d\d([.]\d{1,9})?)? ?(Z|UTC|[+-]\d\d(:?\d\d)?)$/.test(text))
    return 'offset';

  const parts = /^(\d{1,4})([.\-/]?)(\d{1,2})\2(\d{1,4})(.*)$/.exec(text);
  if (!parts) return null;
  const [, first, separator, , last, rest] = parts;
  const time = timeOfDay(rest);
  if (time === null) return null;
  if (/^\d{8}$/.test(first + parts[3] + last) && separator === '') return `%Y%m%d${time}`;
  if (separator === '') return null;
  if (first.length === 4) return `%Y${separator}%m${separator}%d${time}`;
  if (last.length !== 4) return null;
  return `${dayOrMonth}${separator}${time}`;
}

function timeOfDay(rest: string): string | null {
  if (rest === '') return '';
  const parts = /^(T|,? ?)(\d{1,2}):(\d\d)(:\d\d)?([.]\d{1,6})?( ?[AaPp][Mm])?( GMT[+-]\d{4})?$/.exec(rest);
  if (parts) {
    const [, joint, , , seconds, fraction, half, zone] = parts;
    if (fraction && !seconds) return null;
    return (
      `${joint}${half ? '%I' : '%H'}:%M${seconds ? ':%S' : ''}${fraction ? '.%f' : ''}` +
      `${half ? `${half.startsWith(' ') ? ' ' : ''}%p` : ''}${zone ? ' GMT%z' : ''}`
    );
  }
  if (/^ \d{6}$/.test(rest)) return ' %H%M%S';
  if (/^ \d{4}$/.test(rest)) return ' %H%M';
  return null;
}

/** Day first or month first: by a number over 12 where there is one, otherwise by custom, with a warning. */
function orderOf(tail: string, texts: readonly string[]): TimeReading {
  const separator = tail[0];
  const time = tail.slice(1);
  let dayFirst = 0;
  let monthFirst = 0;
  for (const text of texts) {
    const [first, second] = text.split(separator).map(Number);
    if (first > 12 && second <= 12) dayFirst += 1;
    if (second > 12 && first <= 12) monthFirst += 1;
  }
  const certain = dayFirst !== monthFirst;
  const byDay = certain ? dayFirst > monthFirst : separator !== '/';
  const order = byDay ? ['%d', '%m', '%Y'] : ['%m', '%d', '%Y'];
  const warning =
    certain || separator === '.'
      ? null
      : `Dates such as ${texts[0].slice(0, 10)} are read as ${byDay ? 'day, month' : 'month, day'}, year: nothing in the file tells which.`;
  return readingOf(order.join(separator) + time, warning);
}

function readingOf(shape: string, warning: string | null): TimeReading {
  switch (shape) {
    case 'epoch-s':
      return { format: 'epoch-s', pattern: 'seconds since 1970', warning };
    case 'epoch-ms':
      return { format: 'epoch-ms', pattern: 'milliseconds since 1970', warning };
    case 'epoch-us':
      return { format: 'epoch-us', pattern: 'microseconds since 1970', warning };
    case 'offset':
      return { format: 'offset', pattern: 'ISO 8601 with offset', warning };
    default:
      return { format: shape.endsWith('%z') ? 'offset' : 'local', pattern: shape, warning };
  }
}

/** SQL for ms since the epoch of `text` (an SQL expression); local times as if they were UTC; NULL where unreadable. */
export function timeSql(reading: TimeReading, text: string): string {
  switch (reading.format) {
    case 'epoch-s':
      return `CASE WHEN regexp_full_match(trim(${text}), '[0-9.]+') THEN try_cast(round(try_cast(${text} AS DOUBLE) * 1000) AS BIGINT) END`;
    case 'epoch-ms':
      return `CASE WHEN regexp_full_match(trim(${text}), '[0-9.]+') THEN try_cast(try_cast(${text} AS DOUBLE) AS BIGINT) END`;
    case 'epoch-us':
      return `CASE WHEN regexp_full_match(trim(${text}), '[0-9.]+') THEN try_cast(try_cast(${text} AS DOUBLE) / 1000 AS BIGINT) END`;
    case 'offset':
      return reading.pattern.startsWith('%')
        ? `epoch_ms(try_strptime(${text}, '${reading.pattern}'))`
        : `CASE WHEN regexp_matches(${text}, '(Z|UTC|[+-][0-9][0-9](:?[0-9][0-9])?) *$') THEN epoch_ms(try_cast(${text} AS TIMESTAMPTZ)) END`;
    default:
      return `epoch_ms(try_strptime(${text}, '${reading.pattern}'))`;
  }
}

function mostFrequent(values: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  let best: string | null = null;
  for (const [value, count] of counts) if (best === null || count > (counts.get(best) ?? 0)) best = value;
  return best;
}
