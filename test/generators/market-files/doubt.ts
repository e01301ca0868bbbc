import type { Plan } from './layouts.ts';
import type { Series } from './series.ts';
import { clockParts } from './times.ts';

/** Whether two readings of what the plan writes fit, by what was put into the series. */
export function leavesOpen({ times, numbers }: Plan, series: Series, zone: string): boolean {
  const where = times.local ? zone : 'UTC';
  if (times.order !== null) {
    const days = new Set(series.bars.map(({ time }) => (({ m, d }) => `${m}-${d}`)(clockParts(time, where))));
    const [month, day] = [...days][0].split('-');
    if (days.size === 1 && month !== day && Number(day) <= 12) return true;
  }
  const prices = series.bars.flatMap(({ open, high, low, close }) => [open, high, low, close]);
  // 150,123 is a price of three decimals or one of six digits.
  if (
    numbers.name === 'decimal comma' &&
    series.decimals === 3 &&
    prices.every((price) => price >= 1 && price < 1000)
  )
    return true;
  return times.local && repeatedHour(series, zone) === 'once';
}

/** How often an hour that clocks in the zone show twice is in the series. */
export function repeatedHour({ bars }: Pick<Series, 'bars'>, zone: string): 'never' | 'once' | 'twice' {
  const hour = 3_600_000;
  const shown = (time: number) => Object.values(clockParts(time, zone)).join();
  const first = bars.some(({ time }) => shown(time) === shown(time + hour));
  const second = bars.some(({ time }) => shown(time) === shown(time - hour));
  if (first && second) return 'twice';
  return first || second ? 'once' : 'never';
}
