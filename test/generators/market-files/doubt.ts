import { clock } from './clock.ts';
import type { Plan } from './plan.ts';
import type { Series } from './series.ts';
import type { DateOrder, TimeFormat } from './times.ts';
import { clockParts, clockZone } from './times.ts';

/** Whether two readings of what the plan writes fit, by what was put into the series. */
export function leavesOpen({ times, numbers }: Plan, series: Series, zone: string): boolean {
  if (daysOf(times, series, zone).size === 1 && dateReadings(times, series.bars[0].time, zone).size > 1)
    return true;
  const prices = series.bars.flatMap(({ open, high, low, close }) => [open, high, low, close]);
  // 150,123 is a price of three decimals or one of six digits.
  if (numbers.decimalComma && series.decimals === 3 && prices.every((price) => price >= 1 && price < 1000))
    return true;
  return repeatedHour(series, clockZone(times, zone)) === 'once';
}

function daysOf(times: TimeFormat, { bars }: Pick<Series, 'bars'>, zone: string): ReadonlySet<string> {
  const where = clockZone(times, zone);
  return new Set(bars.map(({ time }) => (({ y, m, d }) => `${y}-${m}-${d}`)(clockParts(time, where))));
}

/** The midnights that the date of a moment can be read as, each by the order that reads it so: the right one among them. */
export function dateReadings(times: TimeFormat, time: number, asked: string): ReadonlyMap<DateOrder, number> {
  const { order, years } = times;
  if (order === null) return new Map();
  const written = times.write(time, asked)[0].split(/\D+/);
  const readings = new Map<DateOrder, number>();
  for (const other of years === 2 ? orders : orders.slice(0, 2)) {
    const [y, m, d] = (['y', 'm', 'd'] as const).map((part) => written[fields[other].indexOf(part)]);
    const year = Number(y) + (years === 4 ? 0 : Number(y) < 70 ? 2000 : 1900);
    const midnight = Date.UTC(year, Number(m) - 1, Number(d));
    const shown = new Date(midnight);
    const exists = shown.getUTCMonth() === Number(m) - 1 && shown.getUTCDate() === Number(d);
    // A year is never written with one digit.
    if (y.length === years && exists && midnight <= clock && ![...readings.values()].includes(midnight))
      readings.set(other, midnight);
  }
  return readings;
}

type Field = 'y' | 'm' | 'd';
const fields: Readonly<Record<DateOrder, readonly Field[]>> = {
  'day-first': ['d', 'm', 'y'],
  'month-first': ['m', 'd', 'y'],
  'year-first': ['y', 'm', 'd'],
};
const orders = ['day-first', 'month-first', 'year-first'] as const;

/** How often an hour that clocks in the zone show twice is in the series. */
export function repeatedHour({ bars }: Pick<Series, 'bars'>, zone: string): 'never' | 'once' | 'twice' {
  const hour = 3_600_000;
  const shown = (time: number) => Object.values(clockParts(time, zone)).join();
  const first = bars.some(({ time }) => shown(time) === shown(time + hour));
  const second = bars.some(({ time }) => shown(time) === shown(time - hour));
  if (first && second) return 'twice';
  return first || second ? 'once' : 'never';
}
