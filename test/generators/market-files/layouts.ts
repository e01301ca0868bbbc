import type { Bar } from '../../../shared/market.ts';
import type { Chance } from './chance.ts';
import { knownLayouts } from './known-layouts.ts';
import { pickNumbers } from './numbers.ts';
import type { MakePlan, Plan } from './plan.ts';
import type { Series } from './series.ts';
import { pickFormat } from './times.ts';

const names = {
  moment: ['time', 'Time', 'datetime', 'Date Time', 'timestamp', 'Date', 'open_time', 'bar time'],
  open: ['open', 'Open', 'OPEN', 'Open Price', 'o'],
  high: ['high', 'High', 'HIGH', 'h', 'Max'],
  low: ['low', 'Low', 'LOW', 'l', 'Min'],
  close: ['close', 'Close', 'CLOSE', 'c', 'Last', 'Latest'],
  volume: ['volume', 'Volume', 'Vol', 'tick_volume', 'v', 'Volume USD'],
  other: ['trades', 'Change %', 'vwap', 'note', 'Turnover'],
} as const;

/** Any times, names, order of columns, numbers and delimiter. */
export const anyPlan: MakePlan = (chance, series, zone) => {
  const times = pickFormat(chance);
  const written = times.write(series.bars[0].time, zone);
  const digits = times.name.startsWith('date and time in digits') || times.name.startsWith('date, seconds');
  const numbers = pickNumbers(chance);
  const delimiter = chance.pick([',', ',', ';', '\t', '|'] as const);
  const hasVolume = chance.is(0.8);
  const hasHeader = chance.is(0.75);
  const extra = chance.below(3);
  const roles = ['open', 'high', 'low', 'close', ...(hasVolume ? ['volume'] : [])] as (keyof typeof names)[];
  const ordered = hasHeader && chance.is(0.4) ? chance.shuffled(roles) : roles;
  const others = chance.shuffled(names.other).slice(0, hasHeader ? extra : 0);
  const timeNames =
    written.length === 2
      ? ['Date', digits ? 'Time' : chance.pick(['Time', 'time'])]
      : [chance.pick(names.moment)];
  const price = (bar: Bar, role: string) =>
    role === 'volume'
      ? numbers.volume(bar.volume)
      : numbers.price(
          { open: bar.open, high: bar.high, low: bar.low, close: bar.close }[role] ?? 0,
          series.decimals,
        );
  return {
    layout: hasHeader ? 'any header' : 'no header',
    delimiter,
    above: hasHeader
      ? [[...timeNames, ...ordered.map((role) => chance.pick(names[role as keyof typeof names])), ...others]]
      : [],
    times,
    numbers,
    hasVolume,
    spreadOf: null,
    symbol: null,
    newestFirst: chance.is(0.15),
    below: [],
    cells: (bar, index) => [
      ...times.write(bar.time, zone),
      ...ordered.map((role) => price(bar, role)),
      ...others.map((_, at) => `x${(index * 7 + at) % 13}`),
    ],
  };
};

export function pickPlan(chance: Chance, series: Series, zone: string): Plan {
  return (chance.is(0.5) ? anyPlan : chance.pick(knownLayouts))(chance, series, zone);
}
