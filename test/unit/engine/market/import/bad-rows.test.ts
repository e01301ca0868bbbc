import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { barsFrom } from '../../../../../electron/engine/market/bars.ts';
import type { Bar } from '../../../../../shared/market.ts';
import type { ImportFixture } from './import-fixture.ts';
import { createFixture } from './import-fixture.ts';

let fixture: ImportFixture;
beforeAll(async () => {
  fixture = await createFixture();
});
afterAll(() => fixture.close());

const start = Date.UTC(2024, 0, 8);
const header = 'time,open,high,low,close,volume';
const good = (minute: number) => `${time(minute)},1.5,2.5,0.5,1.75,10`;

describe('rows that cannot be bars', () => {
  it.each([
    ['too few fields', `${time(5)},1.5,2.5,0.5,1.75`, 'wrong number of fields'],
    ['too many fields', `${good(5)},1`, 'wrong number of fields'],
    ['an unreadable time', 'yesterday,1.5,2.5,0.5,1.75,10', 'the time cannot be read'],
    ['a day that is not', '2024-02-30 10:00:00,1.5,2.5,0.5,1.75,10', 'the time cannot be read'],
    ['a time before 1970', '1969-12-31 23:55:00,1.5,2.5,0.5,1.75,10', 'the time is before February 1970'],
    ['a time in the future', '2041-01-01 00:00:00,1.5,2.5,0.5,1.75,10', 'the time is in the future'],
    ['no price', `${time(5)},,2.5,0.5,1.75,10`, 'a price is not a number'],
    ['a word for a price', `${time(5)},1.5,2.5,n/a,1.75,10`, 'a price is not a number'],
    ['NaN', `${time(5)},1.5,NaN,0.5,1.75,10`, 'a price is not a number'],
    ['an infinite price', `${time(5)},1.5,inf,0.5,1.75,10`, 'a price is not a number'],
    ['a price too large for a number', `${time(5)},1.5,1e999,0.5,1.75,10`, 'a price is not a number'],
    ['a price with an underscore', `${time(5)},1_0.5,20,0.5,1.75,10`, 'a price is not a number'],
    ['a price of zero', `${time(5)},1.5,2.5,0,1.75,10`, 'a price is zero or negative'],
    ['a negative price', `${time(5)},-1.5,2.5,0.5,1.75,10`, 'a price is zero or negative'],
    ['high below low', `${time(5)},1.5,0.4,0.5,1.75,10`, 'high is below low'],
    ['high below close', `${time(5)},1.5,1.6,0.5,1.75,10`, 'high is below open or close'],
    ['low above open', `${time(5)},1.5,2.5,1.6,1.75,10`, 'low is above open or close'],
    ['a negative volume', `${time(5)},1.5,2.5,0.5,1.75,-2`, 'the volume is not a number or negative'],
    ['a word for the volume', `${time(5)},1.5,2.5,0.5,1.75,many`, 'the volume is not a number or negative'],
    [
      'a time between bars',
      `${time(7)},1.5,2.5,0.5,1.75,10`,
      'the time does not fit the spacing of the bars',
    ],
  ])('%s: named with line and reason, and left out', async (_, line, reason) => {
    const lines = [header, good(0), '', line, good(10), good(15), good(20)];
    const preview = await fixture.inspect('a.csv', lines.join('\n'));
    expect(preview).toMatchObject({ rows: 5, accepted: 4, refused: 1, interval_ms: 300_000 });
    expect(preview.refused_rows).toEqual([{ line: 4, reason, example: line }]);
    expect(preview.warnings.join()).toContain('1 of 5 rows');
  });

  it('repeat a time: the first is kept', async () => {
    const lines = [header, good(0), good(5), good(0).replace('1.75', '1.8'), good(10)];
    const report = await fixture.take('a.csv', lines.join('\n'), { symbol: 'TWICE' });
    expect(report.preview).toMatchObject({ accepted: 3, duplicates: 1, refused: 0, unordered: 0 });
    expect(report.preview.refused_rows).toMatchObject([{ line: 4 }]);
    expect((await fixture.bars('TWICE')).close[0]).toBe(1.75);
  });

  it('are listed up to 200, and all counted', async () => {
    const lines = Array.from({ length: 1000 }, (_, index) => (index % 3 ? good(index * 5) : 'x,y,z,0,0,0'));
    const preview = await fixture.inspect('a.csv', [header, ...lines].join('\n'));
    expect(preview).toMatchObject({ refused: 334, accepted: 666 });
    expect(preview.refused_rows).toHaveLength(200);
    expect(preview.refused_rows[199].line).toBe(2 + 199 * 3);
  });

  it('keep their line numbers in a file read in many parts', async () => {
    const lines = Array.from({ length: 400_000 }, (_, index) =>
      index % 50_000 === 49_999 ? 'bad' : good(index * 5),
    );
    const preview = await fixture.inspect('a.csv', [header, ...lines].join('\n'));
    expect(preview.refused_rows.map(({ line }) => line)).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8].map((n) => n * 50_000 + 1),
    );
  });
});

describe('any mixture of good and bad rows', () => {
  it('gives the counts and the bars that reading it line by line gives', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyLine, { minLength: 1, maxLength: 40 }),
        fc.boolean(),
        async (mixed, named) => {
          // Enough certain bars that the file is one of five-minute bars and mostly good.
          const certain = Array.from({ length: 50 }, (_, index) => good(5 * (index - 60)));
          const lines = [...(named ? [header] : []), ...certain, ...mixed];
          const expected = readNaively(lines, named);
          await fixture.store.removeDataset('MIX');
          const report = await fixture.take('a.csv', lines.join('\n'), { symbol: 'MIX' });
          const { accepted, duplicates, unordered, refused, rows, refused_rows } = report.preview;
          expect({ accepted, duplicates, unordered, refused, rows }).toEqual(expected.counts);
          expect(refused_rows.map(({ line }) => line)).toEqual(expected.leftOut);
          expect(await fixture.bars('MIX')).toEqual(barsFrom(expected.bars));
        },
      ),
      { seed: 11, numRuns: 60 },
    );
  }, 60_000);
});

const price = fc.oneof(
  { weight: 8, arbitrary: fc.double({ min: 0.1, max: 3, noNaN: true }).map(String) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', '0', '-1', 'NaN', 'inf', 'abc', '1_1', '1e400', ' 1.25 ', '+2', '1e-1'),
  },
);

const ordered = fc.tuple(price, price, price, price).map((list) => {
  const numbers = list.map(Number);
  if (numbers.some(Number.isNaN)) return list;
  const rising = [...list].sort((a, b) => Number(a) - Number(b));
  return [rising[1], rising[3], rising[0], rising[2]];
});

const anyLine = fc.oneof(
  {
    weight: 10,
    arbitrary: fc
      .tuple(
        fc.integer({ min: 0, max: 60 }),
        fc.oneof(ordered, fc.tuple(price, price, price, price)),
        fc.constantFrom('0', '5', '', '-3', 'x'),
      )
      .map(([step, prices, volume]) => [time(5 * step), ...prices, volume].join(',')),
  },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 300 }).map(good) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', '   ', 'x', ',,,,,', '2024-13-01 00:00:00,1,1,1,1,1', `${good(5)},9`),
  },
);

/** The rules once more, line by line. */
function readNaively(lines: readonly string[], named: boolean) {
  const seen = new Map<number, Bar>();
  const leftOut: number[] = [];
  let [rows, duplicates, unordered, newest] = [0, 0, 0, Number.NEGATIVE_INFINITY];
  for (const [index, line] of lines.entries()) {
    if ((named && index === 0) || /^[\s,]*$/.test(line)) continue;
    rows += 1;
    const bar = barOf(line);
    if (bar && !seen.has(bar.time)) {
      if (bar.time < newest) unordered += 1;
      newest = Math.max(newest, bar.time);
      seen.set(bar.time, bar);
    } else {
      leftOut.push(index + 1);
      if (bar) duplicates += 1;
    }
  }
  const bars = [...seen.values()].sort((a, b) => a.time - b.time);
  const counts = {
    accepted: bars.length,
    duplicates,
    unordered,
    refused: rows - bars.length - duplicates,
    rows,
  };
  return { counts, leftOut, bars };
}

function barOf(line: string): Bar | null {
  const fields = line.split(',');
  if (fields.length !== 6) return null;
  const at = Date.parse(`${fields[0].replace(' ', 'T')}Z`);
  const [open, high, low, close] = fields
    .slice(1, 5)
    .map((text) => (/\d/.test(text) ? Number(text) : Number.NaN));
  const volume = Number(fields[5]);
  const fits =
    at % 300_000 === 0 &&
    low > 0 &&
    low <= Math.min(open, close) &&
    high >= Math.max(open, close) &&
    high < Infinity &&
    volume >= 0;
  return fits ? { time: at, open, high, low, close, volume } : null;
}

function time(minute: number): string {
  return new Date(start + minute * 60_000).toISOString().slice(0, 19).replace('T', ' ');
}
