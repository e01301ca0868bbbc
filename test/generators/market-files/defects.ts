import type { Bar } from '../../../shared/market.ts';
import type { Chance } from './chance.ts';
import { repeatedHour } from './doubt.ts';
import type { MarketFile } from './expected.ts';
import { fileName } from './file-names.ts';
import { meantVolume } from './numbers.ts';
import type { Plan } from './plan.ts';
import type { Series } from './series.ts';
import { stampedTime } from './series.ts';
import { clockZone } from './times.ts';

/** A row as text, and the bar it means; null where it means none. */
interface Row {
  readonly cells: readonly string[];
  readonly bar: Bar | null;
}

/** The file of a plan, with faults that leave the other rows as they are, and the text around it varied. */
export function addDefects(
  chance: Chance,
  { series, plan, zone }: { readonly series: Series; readonly plan: Plan; readonly zone: string },
): MarketFile {
  const about: string[] = [];
  const written = (bar: Bar, index: number) =>
    plan.cells({ ...bar, time: stampedTime(series, bar.time) }, index);
  let rows: Row[] = series.bars.map((bar, index) => ({
    cells: written(bar, index),
    bar: meantBar(plan, bar, index),
  }));
  if (series.late_ms > 0) about.push('late opens');

  if (chance.is(0.25)) {
    about.push('bad rows');
    for (let count = chance.between(1, 2); count > 0; count--)
      rows = withBadRow(chance, rows, plan, { series, zone });
  }
  if (chance.is(0.12) && rows.every(({ bar }) => bar)) {
    about.push('misdated row');
    rows = withMisdatedRow(chance, rows, series, plan);
  }
  const order = chance.below(10);
  const twice = repeatedHour(series, clockZone(plan.times, zone)) !== 'never';
  if (plan.newestFirst || order === 0) rows.reverse();
  else if (order === 1 && !twice && series.late_ms === 0 && plan.times.order === null)
    rows = chance.shuffled(rows);
  if (plan.newestFirst || order <= 1) about.push(`order ${order}`);
  if (chance.is(0.1) && !twice) {
    about.push('duplicate');
    rows = [...rows, { ...rows[chance.below(rows.length)], bar: null }];
  }

  const bars = rows.flatMap(({ bar }) => (bar ? [bar] : [])).sort((a, b) => a.time - b.time);
  const { content, text } = asText(
    chance,
    plan,
    rows.map(({ cells }) => cells),
  );
  const named = fileName(chance, series);
  return {
    name: `${named.stem}.csv`,
    content,
    options: plan.times.local ? { time_zone: zone } : {},
    about: [
      plan.layout,
      `times: ${plan.times.name}`,
      `numbers: ${plan.numbers.name}`,
      `zone: ${zone}`,
      `${series.symbol} every ${series.interval_ms / 60_000} min at ${series.phase_ms / 60_000}`,
      ...about,
      ...text,
    ].join(', '),
    expected: {
      kind: 'bars',
      bars,
      interval_ms: series.interval_ms,
      phase_ms: series.phase_ms,
      symbol: plan.symbol ?? named.symbol,
    },
  };
}

/** The bar that the written one means. */
export function meantBar({ hasVolume, numbers, spreadOf }: Plan, bar: Bar, index: number): Bar {
  const volume = hasVolume ? meantVolume(numbers, bar.volume) : 0;
  return spreadOf ? { ...bar, volume, spread: spreadOf(index) } : { ...bar, volume };
}

/** One row that cannot be a bar, in place of a bar; the bars at the ends stay, so that nothing else is read from it. */
function withBadRow(
  chance: Chance,
  rows: readonly Row[],
  plan: Plan,
  { series, zone }: { readonly series: Series; readonly zone: string },
): Row[] {
  const at = chance.between(5, rows.length - 6);
  const { cells, bar } = rows[at];
  if (bar === null) return [...rows];
  const close = [plan.numbers.price(series.bars[at].close, series.decimals), String(series.bars[at].close)];
  const priceAt = cells.findIndex((cell) => close.includes(cell));
  const where = clockZone(plan.times, zone);
  const [stamp] = plan.times.write(stampedTime(series, series.bars[at].time), where);
  const timeAt = cells.findIndex((cell) => cell.startsWith(stamp));
  const bad = chance.pick([
    () => cells.slice(0, -1),
    () => [...cells, 'surplus'],
    () => cells.map((cell, index) => (index === priceAt ? 'n/a' : cell)),
    () => cells.map((cell, index) => (index === priceAt ? `-${cell}` : cell)),
    () => cells.map((cell, index) => (index === timeAt ? 'soon' : cell)),
  ])();
  return rows.map((row, index) => (index === at ? { cells: bad, bar: null } : row));
}

/** A row of another age: long before everything else, or in years to come. */
function withMisdatedRow(chance: Chance, rows: readonly Row[], series: Series, plan: Plan): Row[] {
  const at = chance.between(5, rows.length - 6);
  const bar = series.bars[at];
  const time = chance.pick([
    bar.time - 9 * 365 * 86_400_000,
    Date.UTC(1970, 0, 1, 0, 5),
    Date.UTC(2049, 4, 5, 10),
  ]);
  return rows.map((row, index) =>
    index === at
      ? {
          cells: plan.cells({ ...bar, time: Math.floor(time / 3_600_000) * 3_600_000 + series.phase_ms }, at),
          bar: null,
        }
      : row,
  );
}

/** Lines of text from cells: how they are quoted, ended, encoded, and what stands between and around them. */
export function asText(
  chance: Chance,
  plan: Plan,
  rows: readonly (readonly string[])[],
): { readonly content: string | Buffer; readonly text: readonly string[] } {
  const text: string[] = [];
  const must = plan.numbers.comma && plan.delimiter === ',';
  const all = chance.is(0.08);
  const cell = (value: string) =>
    all || (value.includes(plan.delimiter) && value !== '') || (must && value.includes(','))
      ? `"${value}"`
      : value;
  if (all) text.push('all quoted');
  let lines = [...plan.above, ...rows].map((cells) => cells.map(cell).join(plan.delimiter));
  if (chance.is(0.06)) {
    text.push('delimiter at the end');
    lines = lines.map((line, index) =>
      index < plan.above.length && chance.is(0) ? line : `${line}${plan.delimiter}`,
    );
  }
  if (chance.is(0.06)) {
    text.push('comment');
    lines = ['# exported by hand', ...lines];
  }
  if (chance.is(0.06)) {
    text.push('blank lines');
    lines = lines.flatMap((line, index) => (index % 17 === 5 ? [line, ''] : [line]));
  }
  lines = [...lines, ...plan.below];
  const end = chance.pick(['\n', '\n', '\r\n']);
  const mark = chance.is(0.1) ? '\uFEFF' : '';
  const last = chance.is(0.8) ? end : '';
  const content = mark + lines.join(end) + last;
  if (!chance.is(0.03)) return { content, text };
  return {
    content: Buffer.from(`\uFEFF${content.replace('\uFEFF', '')}`, 'utf16le'),
    text: [...text, 'UTF-16'],
  };
}
