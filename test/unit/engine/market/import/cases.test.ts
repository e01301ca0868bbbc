import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImportOptions } from '../../../../../shared/imports.ts';
import type { ImportFixture } from './import-fixture.ts';
import { createFixture } from './import-fixture.ts';

let fixture: ImportFixture;
beforeAll(async () => {
  fixture = await createFixture();
});
afterAll(() => fixture.close());

const hours = (...list: number[]) => list.map((hour) => `2024-01-15T${String(hour).padStart(2, '0')}:00`);
const first = (count: number, from: string) =>
  Array.from({ length: count }, (_, hour) =>
    new Date(Date.parse(from) + hour * 3_600_000).toISOString().slice(0, 16),
  );
const sixHours = { times: first(6, '2024-01-08T00:00Z'), open: 1.1, close: 1.1052 };

/** What is right for each of the reference cases: the opens of all bars, the first open, the last close. */
const right: Readonly<
  Record<
    string,
    { times: readonly string[]; open: number; close: number; options?: Partial<ImportOptions>; rest?: object }
  >
> = {
  'hhmm-no-leading-zero.csv': { times: hours(1, 2, 3, 10, 11, 12, 13, 20, 21), open: 1.1001, close: 1.1021 },
  'binance-ms-then-us.csv': {
    times: [
      '2024-12-31T04:40',
      '2025-01-01T00:00',
      '2025-01-01T00:01',
      '2025-01-01T00:02',
      '2025-01-01T00:03',
    ],
    open: 93_000,
    close: 93_504,
  },
  'dst-newest-first.csv': {
    options: { time_zone: 'America/New_York' },
    times: first(8, '2024-11-03T03:00Z'),
    open: 70_000,
    close: 70_072,
  },
  'header-one-short-other-order.csv': sixHours,
  'hourly-at-half-past.csv': {
    times: first(6, '2024-01-08T00:30Z'),
    open: 1.1,
    close: 1.1052,
    rest: { interval_ms: 3_600_000, phase_ms: 1_800_000, gaps: 0 },
  },
  'day-first-contiguous.csv': {
    times: first(60, '2024-01-08T00:00Z'),
    open: 1.1,
    close: 1.1592,
    rest: { gaps: 0 },
  },
  'pandas-unnamed-index.csv': sixHours,
  'jforex-time-eet.csv': { ...sixHours, rest: { offered_zones: [{ zone: 'EET' }], layout: 'JForex' } },
  'yfinance-three-line-header.csv': { ...sixHours, rest: { symbol: 'AAPL' } },
  'ib-fx-volume-minus-one.csv': sixHours,
  'polygon-nanoseconds.csv': { ...sixHours, rest: { symbol: 'ABC' } },
  'barchart-latest.csv': sixHours,
};

const folder = resolve(import.meta.dirname, '../../../../../../shared/data/cases');

describe('the reference cases (skipped where ../shared/data/cases is missing)', () => {
  it.skipIf(!existsSync(folder)).each(Object.entries(right))('%s', async (name, expected) => {
    const content = await readFile(resolve(folder, name));
    const preview = await fixture.inspect(name, content, expected.options);
    expect(preview).toMatchObject({ questions: [], duplicates: 0, ...expected.rest });
    const symbol = `CASE${Object.keys(right).indexOf(name)}`;
    await fixture.take(name, content, { symbol, ...expected.options });
    const bars = await fixture.bars(symbol);
    expect([...bars.time].map((time) => new Date(time).toISOString().slice(0, 16))).toEqual(expected.times);
    expect([bars.open[0], bars.close.at(-1)]).toEqual([expected.open, expected.close]);
  });

  it.skipIf(!existsSync(folder))(
    'two-tickers-in-one.csv asks, gives one series or both, and never one of both',
    async () => {
      const content = await readFile(resolve(folder, 'two-tickers-in-one.csv'));
      const preview = await fixture.inspect('two.csv', content);
      expect(preview.questions).toMatchObject([
        { id: 'ticker', answer: null, choices: [{ value: 'USDJPY' }, { value: 'EURUSD' }, { value: 'all' }] },
      ]);
      const one = await fixture.take('two.csv', content, { symbol: 'ONE', answers: { ticker: 'EURUSD' } });
      expect(one).toMatchObject({ datasets: ['ONE'], added: 3 });
      const both = await fixture.take('two.csv', content, { answers: { ticker: 'all' } });
      expect(both).toMatchObject({ datasets: ['USDJPY', 'EURUSD'], added: 9 });
      expect([...(await fixture.bars('EURUSD')).close]).toEqual([1.1002, 1.1012, 1.1022]);
      expect([...(await fixture.bars('USDJPY')).open]).toEqual([150, 150.01, 150.02, 150.03, 150.04, 150.05]);
    },
  );
});
