import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { barsFrom } from '../../../../../electron/engine/market/bars.ts';
import type { Bar } from '../../../../../shared/market.ts';
import { hourMs } from '../../../../../shared/market.ts';
import type { ImportFixture } from './import-fixture.ts';
import { createFixture } from './import-fixture.ts';

let fixture: ImportFixture;
beforeAll(async () => {
  fixture = await createFixture();
});
afterAll(() => fixture.close());

const bars: readonly Bar[] = Array.from({ length: 40 }, (_, i) => ({
  time: Date.UTC(2024, 0, 8, 20) + i * hourMs,
  open: (11_000 + 10 * i) / 10_000,
  high: (11_200 + 10 * i) / 10_000,
  low: (10_900 + 10 * i) / 10_000,
  close: (11_010 + 10 * i) / 10_000,
  volume: 10 + i,
}));
const iso = ({ time }: Bar) => new Date(time).toISOString();
const prices = ({ open, high, low, close }: Bar) => [open, high, low, close];
const lines = (row: (bar: Bar) => string, ...above: string[]) =>
  `${[...above, ...bars.map(row)].join('\n')}\n`;
/** One column of times, named as usual. */
const timed = (
  time: (bar: Bar) => string | number | bigint,
  written = prices as (bar: Bar) => readonly unknown[],
) => lines((bar) => [time(bar), ...written(bar), bar.volume].join(','), 'time,open,high,low,close,volume');

describe('odd files that are read right', () => {
  it.each([
    [
      'separated by blanks',
      lines(
        (bar) => [iso(bar).slice(0, 10), iso(bar).slice(11, 16), ...prices(bar), bar.volume].join(' '),
        'date time open high low close volume',
      ),
    ],
    [
      'separated by blanks, without a header',
      lines((bar) => [iso(bar).slice(0, 10), iso(bar).slice(11, 16), ...prices(bar), bar.volume].join(' ')),
    ],
    [
      'in columns lined up with blanks',
      lines(
        (bar) =>
          `  ${[iso(bar), ...prices(bar), bar.volume].map((cell) => String(cell).padEnd(26)).join('')}`,
        '  time      open   high   low   close   volume',
      ),
    ],
    [
      'with every field in single quotes',
      lines(
        (bar) => [iso(bar), ...prices(bar), bar.volume].map((cell) => `'${cell}'`).join(','),
        "'time','open','high','low','close','volume'",
      ),
    ],
    ['with times in single quotes', timed((bar) => `'${iso(bar)}'`)],
    ['with times of ISO 8601 in digits', timed((bar) => iso(bar).replace(/[-:]|\.000/g, ''))],
    [
      'with such times and an offset',
      timed((bar) =>
        iso(bar)
          .replace(/[-:]|\.000Z/g, '')
          .concat('+0000'),
      ),
    ],
    [
      'with a header that does not name the index in front, columns in another order',
      lines(
        (bar) => [iso(bar), bar.low, bar.close, bar.high, bar.open, bar.volume].join(','),
        'low,close,high,open,volume',
      ),
    ],
    ['with a line that names the delimiter', `sep=,\n${timed(iso)}`],
    ['with lines that end as on old Macs', timed(iso).replaceAll('\n', '\r')],
    [
      'as a table of Markdown',
      timed(iso)
        .replaceAll(/^|$/gm, '|')
        .replaceAll(',', ' | ')
        .replace('|\n', '|\n|---|---|---|---|---|---|\n'),
    ],
  ])('%s', async (_, content) => {
    const report = await fixture.take('file.csv', content, { symbol: `ODD${symbols++}` });
    expect(report.preview.questions).toEqual([]);
    expect(await fixture.bars(report.dataset)).toEqual(barsFrom(bars));
  });
  let symbols = 1;
});

describe('counts of which two units fit', () => {
  it.each([
    ['ticks', (bar: Bar) => (BigInt(bar.time) + 62_135_596_800_000n) * 10_000n],
    ['filetime', (bar: Bar) => (BigInt(bar.time) + 11_644_473_600_000n) * 10_000n],
  ] as const)('are asked about: %s or nanoseconds', async (unit, count) => {
    const content = timed(count);
    const { questions } = await fixture.inspect('file.csv', content);
    expect(questions).toMatchObject([
      { id: 'time_unit', answer: null, choices: [{ value: unit }, { value: 'nanoseconds' }] },
    ]);
    await fixture.take('file.csv', content, { symbol: 'COUNTED', answers: { time_unit: unit } });
    expect(await fixture.bars('COUNTED')).toEqual(barsFrom(bars));
    await fixture.store.removeDataset('COUNTED');
    const other = await fixture.inspect('file.csv', content, { answers: { time_unit: 'nanoseconds' } });
    expect(other.from).toBeLessThan(Date.UTC(1991, 0));
  });
});

describe('odd files that are refused by name', () => {
  /** Days and their fraction, from a day that is called 0. */
  const days = (first: number) => (bar: Bar) => (bar.time / 86_400_000 + first).toFixed(8);

  it.each([
    ['serial dates of a spreadsheet', timed(days(25_569)), /numbers of days, e\.g\. “45299\.8333/],
    ['serial dates of MATLAB', timed(days(719_529)), /numbers of days, e\.g\. “739259\.8333/],
    ['Julian days', timed(days(2_440_587.5)), /numbers of days, e\.g\. “2460318\.3333/],
    [
      'counts with an exponent',
      timed(({ time }) => (time / 1000).toExponential(9)),
      /times cannot be read, e\.g\. “1\.704744000e\+9/,
    ],
    ['counts before 1970', timed(({ time }) => -time), /times cannot be read, e\.g\. “-1704/],
    [
      'times of day without a date',
      timed((bar) => iso(bar).slice(11, 16)),
      /times cannot be read, e\.g\. “20:00”/,
    ],
    ['weeks of ISO 8601', timed(() => '2024-W02-1T20:00'), /times cannot be read, e\.g\. “2024-W02-1T20:00”/],
    [
      'a zone that means several',
      timed((bar) => `${iso(bar).slice(0, 16)} CST`),
      /times cannot be read, e\.g\. .* CST”/,
    ],
    [
      'a formula in place of each time',
      timed((bar) => `="${iso(bar)}"`),
      /times cannot be read, e\.g\. “=2024/,
    ],
    [
      'prices in thirty-seconds',
      timed(iso, () => ["110'16", "110'24", "110'08", "110'17"]),
      /line 2: a price is not a number/,
    ],
    [
      'prices in halves of thirty-seconds',
      timed(iso, () => ["110'165", "110'240", "110'080", "110'175"]),
      /line 2: a price is not a number/,
    ],
    ['prices in brackets', timed(iso, () => ['(1.1)', 1.2, 1, 1.1]), /line 2: a price is not a number/],
    [
      'prices in per cent',
      timed(iso, () => ['1.1%', '1.2%', '1%', '1.1%']),
      /line 2: a price is not a number/,
    ],
    [
      'ticks',
      lines((bar) => [iso(bar), bar.open, bar.close].join(','), 'time,bid,ask'),
      /not a table of bars/,
    ],
    [
      'another delimiter',
      timed(iso).replaceAll(',', '^'),
      /separated by comma, semicolon, tab, vertical bar or spaces/,
    ],
    ['lines of JSON', lines((bar) => JSON.stringify({ time: iso(bar), open: 1 })), /is JSON/],
    [
      'names in another script',
      timed(iso).replace('time,open,high,low,close,volume', '时间,开盘,最高,最低,收盘,成交量'),
      /names in the first line are unknown.*开盘/,
    ],
  ])('%s', async (_, content, says) => {
    const refused = await fixture.refusal('file.csv', content);
    expect(refused.message).toMatch(says);
  });
});
