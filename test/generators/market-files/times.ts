import type { Chance } from './chance.ts';

/** A way of writing a moment: one cell, or two. */
export interface TimeFormat {
  readonly name: string;
  readonly write: (time: number, zone: string) => readonly string[];
  /** Whether the text is the time of a zone that the file does not tell. */
  readonly local: boolean;
  /** How day and month stand in numbers, where they could be taken for each other. */
  readonly order: 'day-first' | 'month-first' | null;
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
  order: TimeFormat['order'] = null,
): TimeFormat {
  return {
    name,
    local: true,
    order,
    write(time, zone) {
      const written = write(clockParts(time, zone));
      return typeof written === 'string' ? [written] : written;
    },
  };
}

function moment(name: string, write: (time: number) => string): TimeFormat {
  return { name, local: false, order: null, write: (time) => [write(time)] };
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

export function pickFormat(chance: Chance, local?: boolean): TimeFormat {
  return chance.pick(timeFormats.filter((format) => local === undefined || format.local === local));
}
