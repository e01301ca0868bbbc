import type { Bar } from '../../../shared/market.ts';
import type { Chance } from './chance.ts';
import type { MarketFile } from './expected.ts';
import type { Series } from './series.ts';
import { makeSeries } from './series.ts';

type Line = (bar: Bar, index: number) => readonly (string | number)[];

const iso = (time: number) => new Date(time).toISOString();
const usual: Line = (bar) => [iso(bar.time), bar.open, bar.high, bar.low, bar.close, bar.volume];
const header = ['time', 'open', 'high', 'low', 'close', 'volume'];

/** A file that nobody could read right, and what its refusal must name. */
export function brokenFile(chance: Chance): MarketFile {
  const series = makeSeries(chance, { start: Date.UTC(2024, 0, 8) });
  const broken = chance.pick(faults)(series);
  return {
    name: `${series.symbol}.csv`,
    content: `${[broken.header ?? header, ...broken.rows].map((row) => row.join(',')).join('\n')}\n`,
    options: {},
    about: `broken: ${broken.about}`,
    expected: { kind: 'refusal', says: broken.says },
  };
}

interface Broken {
  readonly about: string;
  readonly header?: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  readonly says: RegExp;
}

const spaced = (series: Series, minutes: number) =>
  series.bars.map((bar, index) =>
    usual({ ...bar, time: Date.UTC(2024, 0, 8) + index * minutes * 60_000 }, index),
  );

const faults: readonly ((series: Series) => Broken)[] = [
  ({ bars }) => ({
    about: 'no low',
    header: header.map((name) => (name === 'low' ? 'x' : name)),
    rows: bars.map(usual),
    says: /no column for: low.*"x"/,
  }),
  ({ bars }) => ({
    about: 'a header two names short',
    header: header.slice(0, 4),
    rows: bars.map(usual),
    says: /4 names.*6 fields.*"high"/,
  }),
  ({ bars }) => ({
    about: 'names that nobody knows',
    header: ['aika', 'alku', 'ylin', 'alin', 'loppu', 'vaihto'],
    rows: bars.map(usual),
    says: /names in the first line are unknown.*alku/,
  }),
  ({ bars }) => ({
    about: 'high and low exchanged',
    header: ['time', 'open', 'low', 'high', 'close', 'volume'],
    rows: bars.map(usual),
    says: /rows cannot be used/,
  }),
  (series) => ({ about: 'daily bars', rows: spaced(series, 1440), says: /1 day apart/ }),
  (series) => ({ about: 'bars of 45 minutes', rows: spaced(series, 45), says: /45 minutes apart/ }),
  ({ bars }) => ({
    about: 'times in words',
    rows: bars.map((bar, index) => ['at noon', ...usual(bar, index).slice(1)]),
    says: /times cannot be read/,
  }),
  ({ bars }) => ({
    about: 'years to come',
    rows: bars.map((bar, index) => usual({ ...bar, time: bar.time + 40 * 365 * 86_400_000 }, index)),
    says: /future/,
  }),
  ({ bars }) => ({
    about: 'two series and nothing that parts them',
    rows: bars.flatMap((bar, index) => [
      usual(bar, index),
      usual(
        { ...bar, open: bar.open * 3, high: bar.high * 3, low: bar.low * 3, close: bar.close * 3 },
        index,
      ),
    ]),
    says: /several series/,
  }),
  (series) => ({
    about: 'two phases',
    rows: series.bars.map((bar, index) => {
      const half = index % 8 < 4 ? 0 : 30;
      const time =
        Date.UTC(2024, 0, 8) +
        (Math.floor(index / 8) * 24 + (index % 8) + (half ? 1 : 0)) * 3_600_000 +
        half * 60_000;
      return usual({ ...bar, time }, index);
    }),
    says: /open at .* and others at/,
  }),
  () => ({ about: 'a header alone', rows: [], says: /no row/ }),
];
