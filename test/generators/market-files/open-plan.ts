import type { Bar } from '../../../shared/market.ts';
import type { Chance } from './chance.ts';
import { asText, meantBar } from './defects.ts';
import type { MarketFile } from './expected.ts';
import { anyPlan } from './layouts.ts';
import { numberFormats } from './numbers.ts';
import type { Plan } from './plan.ts';
import type { Series } from './series.ts';

/** A plain table with a header. */
export function planFor(
  chance: Chance,
  series: Series,
  { times, zone = 'UTC' }: { readonly times: Plan['times']; readonly zone?: string },
): Plan {
  const written = times.write(series.bars[0].time, zone).length;
  const plan = anyPlan(chance, series, zone);
  const [plain] = numberFormats;
  return {
    ...plan,
    layout: 'any header',
    delimiter: chance.pick([',', ';', '\t'] as const),
    above: [[...(written === 2 ? ['Date', 'Time'] : ['time']), 'open', 'high', 'low', 'close', 'volume']],
    times,
    numbers: plain,
    hasVolume: true,
    newestFirst: false,
    cells: (bar) => [
      ...times.write(bar.time, zone),
      ...[bar.open, bar.high, bar.low, bar.close].map((price) => plain.price(price, series.decimals)),
      String(bar.volume),
    ],
  };
}

/** The bars without their phase. */
export function onHour({ bars, phase_ms }: Series): Bar[] {
  return bars.map((bar) => ({ ...bar, time: bar.time - phase_ms }));
}

export function barsOf(plan: Plan, { bars }: Pick<Series, 'bars'>): Bar[] {
  return bars.map((bar, index) => meantBar(plan, bar, index));
}

export function fileOf(
  chance: Chance,
  plan: Plan,
  { bars, symbol }: Pick<Series, 'bars' | 'symbol'>,
  id: Extract<MarketFile['expected'], { kind: 'question' }>['id'],
  answers: Readonly<Record<string, readonly Bar[]>>,
): MarketFile {
  const rows = bars.map((bar, index) => plan.cells(bar, index));
  if (chance.is(0.3)) rows.reverse();
  const { content, text } = asText(chance, plan, rows);
  return {
    name: `${symbol}.csv`,
    content,
    options: {},
    about: [id, `times: ${plan.times.name}`, ...text].join(', '),
    expected: { kind: 'question', id, answers },
  };
}
