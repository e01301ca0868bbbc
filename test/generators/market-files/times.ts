import type { Chance } from './chance.ts';

/** A way of writing a moment: one cell, or two. */
export interface TimeFormat {
  readonly name: string;
  readonly write: (time: number, zone: string) => readonly string[];
  /** Whether the text is the time of a zone that the file does not tell. */
  readonly local: boolean;
  /** How day, month and year stand in numbers, where they could be taken for each other. */
  readonly order: DateOrder | null;
  /** Digits of the year. */
  readonly years: 2 | 4;
  /** The zone that stands behind the times, where one does: they are local to it, whatever zone is asked for. */
  readonly zone?: string;
}

export type DateOrder = 'day-first' | 'month-first' | 'year-first';

/** The zone that clocks are read in to write a time. */
export function clockZone({ local, zone }: Pick<TimeFormat, 'local' | 'zone'>, asked: string): string {
  return zone ?? (local ? asked : 'UTC');
}

interface Parts {
  readonly y: string;
  readonly m: string;
  readonly d: string;
  readonly h: string;
  readonly i: string;
  readonly s: string;
}

/** What clocks in the zone show at a moment, two digits each. */
export function clockParts(time: number, zone: string): Parts {
  const shown = new Date(time).toLocaleString('sv-SE', { timeZone: zone, hourCycle: 'h23' });
  const [date, clock] = shown.split(' ');
  const [y, m, d] = date.split('-');
  const [h, i, s] = clock.split(':');
  return { y, m, d, h, i, s };
}

const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const bare = (text: string) => String(Number(text));

function local(
  name: string,
  write: (parts: Parts) => string | readonly string[],
  order: DateOrder | null = null,
): TimeFormat {
  return {
    name,
    local: true,
    order,
    years: 4,
    write(time, zone) {
      const written = write(clockParts(time, zone));
      return typeof written === 'string' ? [written] : written;
    },
  };
}

function moment(name: string, write: (time: number) => string): TimeFormat {
  return { name, local: false, order: null, years: 4, write: (time) => [write(time)] };
}

/** A year of two digits, which day and month may be taken for as well. */
function short(name: string, write: (parts: Parts) => string, order: DateOrder | null): TimeFormat {
  return { ...local(name, (p) => write({ ...p, y: p.y.slice(2) }), order), years: 2 };
}

function inZone(zone: string): TimeFormat {
  const written = local(
    `a zone behind the time: ${zone}`,
    (p) => `${p.y}${p.m}${p.d} ${p.h}:${p.i}:${p.s} ${zone}`,
  );
  return { ...written, local: false, zone, write: (time) => written.write(time, zone) };
}

/** e.g. "Mon" of 2024-01-08. */
function weekday(date: string): string {
  return new Date(date).toUTCString().slice(0, 3);
}

/** Midnight written as the end of the day before. */
function midnightAsEnd({ y, m, d, h, i }: Parts): string {
  if (h !== '00' || i !== '00') return `${y}-${m}-${d} ${h}:${i}`;
  return `${new Date(Date.UTC(Number(y), Number(m) - 1, Number(d) - 1)).toISOString().slice(0, 10)} 24:00`;
}

function withOffset(minutes: number, join: string): TimeFormat {
  const sign = minutes < 0 ? '-' : '+';
  const size = Math.abs(minutes);
  const offset = `${sign}${String(Math.floor(size / 60)).padStart(2, '0')}:${String(size % 60).padStart(2, '0')}`;
  return moment(`ISO with ${offset}`, (time) => {
    const { y, m, d, h, i, s } = clockParts(time + minutes * 60_000, 'UTC');
    return `${y}-${m}-${d}${join}${h}:${i}:${s}${offset}`;
  });
}

const clock12 = ({ h, i }: Parts, gap: string) =>
  `${Number(h) % 12 || 12}:${i}${gap}${Number(h) < 12 ? 'AM' : 'PM'}`;

/** Every way of writing times that stands in one or two cells of a table. */
export const timeFormats: readonly TimeFormat[] = [
  moment('seconds', (time) => String(time / 1000)),
  moment('seconds with .0', (time) => `${time / 1000}.0`),
  moment('milliseconds', (time) => String(time)),
  moment('microseconds', (time) => `${time}000`),
  moment('nanoseconds', (time) => `${time}000000`),
  moment('ISO with Z', (time) => `${new Date(time).toISOString().slice(0, 19)}Z`),
  moment('ISO with milliseconds and Z', (time) => new Date(time).toISOString()),
  withOffset(0, ' '),
  withOffset(120, 'T'),
  withOffset(-300, ' '),
  withOffset(330, ' '),
  local('ISO', ({ y, m, d, h, i, s }) => `${y}-${m}-${d} ${h}:${i}:${s}`),
  local('ISO with T', ({ y, m, d, h, i, s }) => `${y}-${m}-${d}T${h}:${i}:${s}`),
  local('ISO to the minute', ({ y, m, d, h, i }) => `${y}-${m}-${d} ${h}:${i}`),
  local('seven digits of a second', ({ y, m, d, h, i, s }) => `${y}-${m}-${d}T${h}:${i}:${s}.0000000`),
  local('nine digits of a second', ({ y, m, d, h, i, s }) => `${y}-${m}-${d} ${h}:${i}:${s}.000000000`),
  local('no leading zeros', ({ y, m, d, h, i }) => `${y}-${bare(m)}-${bare(d)} ${bare(h)}:${i}`),
  local('dots', ({ y, m, d, h, i }) => `${y}.${m}.${d} ${h}:${i}`),
  local('slashes, year first', ({ y, m, d, h, i, s }) => `${y}/${m}/${d} ${h}:${i}:${s}`),
  local('two blanks', ({ y, m, d, h, i, s }) => `${y}${m}${d}  ${h}:${i}:${s}`),
  local('digits', ({ y, m, d, h, i, s }) => `${y}${m}${d} ${h}${i}${s}`),
  local('digits to the minute', ({ y, m, d, h, i }) => `${y}${m}${d} ${h}${i}`),
  local('twelve digits', ({ y, m, d, h, i }) => `${y}${m}${d}${h}${i}`),
  local('fourteen digits', ({ y, m, d, h, i, s }) => `${y}${m}${d}${h}${i}${s}`),
  local('day.month.year', ({ y, m, d, h, i, s }) => `${d}.${m}.${y} ${h}:${i}:${s}.000`),
  local('day/month/year', ({ y, m, d, h, i }) => `${d}/${m}/${y} ${h}:${i}`, 'day-first'),
  local('month/day/year', ({ y, m, d, h, i }) => `${m}/${d}/${y} ${h}:${i}`, 'month-first'),
  local('day-month-year', ({ y, m, d, h, i, s }) => `${d}-${m}-${y} ${h}:${i}:${s}`, 'day-first'),
  local(
    'month/day/year without zeros',
    (p) => `${bare(p.m)}/${bare(p.d)}/${p.y} ${bare(p.h)}:${p.i}`,
    'month-first',
  ),
  local('month/day/year, twelve hours', (p) => `${p.m}/${p.d}/${p.y} ${clock12(p, ' ')}`, 'month-first'),
  local('day, name of the month', ({ y, m, d, h, i }) => `${d}-${monthNames[Number(m) - 1]}-${y} ${h}:${i}`),
  local('name of the month, day', ({ y, m, d, h, i }) => `${monthNames[Number(m) - 1]} ${d} ${y} ${h}:${i}`),
  local('comma before fractions', ({ y, m, d, h, i, s }) => `${y}-${m}-${d} ${h}:${i}:${s},000`),
  local(
    'weekday, day, name of the month',
    ({ y, m, d, h, i }) => `${weekday(`${y}-${m}-${d}`)}, ${d} ${monthNames[Number(m) - 1]} ${y} ${h}:${i}`,
  ),
  local('midnight as 24:00', (p) => midnightAsEnd(p)),
  moment('EST', (time) => {
    const { y, m, d, h, i } = clockParts(time - 5 * 3_600_000, 'UTC');
    return `${y}-${m}-${d} ${h}:${i} EST`;
  }),
  inZone('US/Eastern'),
  inZone('Europe/Berlin'),
  short('day.month.year of two digits', ({ y, m, d, h, i }) => `${d}.${m}.${y} ${h}:${i}`, 'day-first'),
  short(
    'day/month/year of two digits',
    ({ y, m, d, h, i, s }) => `${d}/${m}/${y} ${h}:${i}:${s}`,
    'day-first',
  ),
  short('month/day/year of two digits', ({ y, m, d, h, i }) => `${m}/${d}/${y} ${h}:${i}`, 'month-first'),
  short(
    'month/day/year of two digits, without zeros',
    (p) => `${bare(p.m)}/${bare(p.d)}/${p.y} ${bare(p.h)}:${p.i}`,
    'month-first',
  ),
  short('year/month/day of two digits', ({ y, m, d, h, i }) => `${y}/${m}/${d} ${h}:${i}`, 'year-first'),
  short(
    'year-month-day of two digits',
    ({ y, m, d, h, i, s }) => `${y}-${m}-${d} ${h}:${i}:${s}`,
    'year-first',
  ),
  short(
    'day, name of the month, year of two digits',
    ({ y, m, d, h, i }) => `${d}-${monthNames[Number(m) - 1]}-${y} ${h}:${i}`,
    null,
  ),
  local('date and time', ({ y, m, d, h, i, s }) => [`${y}-${m}-${d}`, `${h}:${i}:${s}`]),
  local('date with dots and time', ({ y, m, d, h, i }) => [`${y}.${m}.${d}`, `${h}:${i}`]),
  local('month/day/year and time', ({ y, m, d, h, i }) => [`${m}/${d}/${y}`, `${h}:${i}`], 'month-first'),
  local('date and time in digits', ({ y, m, d, h, i, s }) => [`${y}${m}${d}`, `${h}${i}${s}`]),
  local('date and time in digits without zeros', ({ y, m, d, h, i }) => [`${y}${m}${d}`, bare(`${h}${i}`)]),
  local('date, seconds in digits without zeros', ({ y, m, d, h, i, s }) => [
    `${y}${m}${d}`,
    bare(`${h}${i}${s}`),
  ]),
];

export function formatNamed(name: string): TimeFormat {
  const found = timeFormats.find((format) => format.name === name);
  if (!found) throw new Error(`no time format is named ${name}`);
  return found;
}

export const zones = [
  'UTC',
  'UTC',
  'Etc/GMT+5',
  'America/New_York',
  'Europe/Athens',
  'Asia/Kolkata',
  'Australia/Sydney',
] as const;

/** The moment in a year at which clocks of the zone are set back; null where none is. */
export function setBack(zone: string, year: number): number | null {
  const hour = 3_600_000;
  const shown = (time: number) =>
    Date.parse(`${new Date(time).toLocaleString('sv-SE', { timeZone: zone })}Z`);
  for (let time = Date.UTC(year, 0, 1); time < Date.UTC(year + 1, 0, 1); time += hour)
    if (shown(time + hour) - shown(time) === 0) return time + hour;
  return null;
}

export function pickFormat(chance: Chance, local?: boolean): TimeFormat {
  return chance.pick(timeFormats.filter((format) => local === undefined || format.local === local));
}
