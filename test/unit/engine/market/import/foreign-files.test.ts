import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hourMs } from '../../../../../shared/market.ts';
import type { ImportFixture } from './import-fixture.ts';
import { createFixture } from './import-fixture.ts';

let fixture: ImportFixture;
beforeAll(async () => {
  fixture = await createFixture();
});
afterAll(() => fixture.close());

const monday = Date.UTC(2024, 0, 8);
const count = 48;

interface Parts {
  /** Year, month, day, hour, all with two digits but the year. */
  readonly y: string;
  readonly m: string;
  readonly d: string;
  readonly h: string;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
}

const decimalComma = (text: string) => text.replace('.', ',');

function partsOf(index: number): Parts {
  const [y, m, d, h] = new Date(monday + index * hourMs).toISOString().split(/\D/);
  const price = (points: number) => (1.1 + (index * 10 + points) / 1e5).toFixed(5);
  return { y, m, d, h, open: price(0), high: price(15), low: price(-8), close: price(10) };
}

function file(header: string, row: (parts: Parts, index: number) => string): string {
  const rows = Array.from({ length: count }, (_, index) => row(partsOf(index), index));
  return [header, ...rows].join('\n');
}

const twelve = (h: string) => `${Number(h) % 12 || 12}`;
const half = (h: string) => (Number(h) < 12 ? 'AM' : 'PM');
const plain = 'time,open,high,low,close';
const bar = ({ open, high, low, close }: Parts) => `${open},${high},${low},${close}`;

/** Real kinds of export, each with the same 48 hours. */
const exports: Readonly<Record<string, string>> = {
  'Turkish names, decimal commas': file(
    'Tarih;Şimdi;Açılış;Yüksek;Düşük;Hac.',
    ({ y, m, d, h, open, high, low, close }) =>
      [`${d}.${m}.${y} ${h}:00`, ...[close, open, high, low].map(decimalComma), '5'].join(';'),
  ),
  'Polish names': file('Data,Czas,Otwarcie,Najwyzszy,Najnizszy,Zamkniecie,Wolumen', (parts) =>
    [`${parts.y}-${parts.m}-${parts.d}`, `${parts.h}:00:00`, bar(parts), 5].join(','),
  ),
  'names with a point between side and price': file('time,volume,mid.o,mid.h,mid.l,mid.c', (parts) =>
    [`${parts.y}-${parts.m}-${parts.d}T${parts.h}:00:00.000000000Z`, 5, bar(parts)].join(','),
  ),
  'the day named after its digits': file(
    '<TICKER>,<DTYYYYMMDD>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>',
    (parts) => ['EURUSD', parts.y + parts.m + parts.d, `${parts.h}0000`, bar(parts), 5].join(','),
  ),
  'hours with AM and PM': file(plain, (parts) =>
    [`${parts.y}-${parts.m}-${parts.d} ${twelve(parts.h)}-${half(parts.h)}`, bar(parts)].join(','),
  ),
  'an abbreviated zone behind the time': file(plain, (parts, index) => {
    const { y, m, d, h } = partsOf(index - 5);
    return [`${y}-${m}-${d} ${h}:00:00 EST`, bar(parts)].join(',');
  }),
  'an abbreviated zone of summer time': file(plain, (parts, index) => {
    const { y, m, d, h } = partsOf(index + 2);
    return [`${y}-${m}-${d} ${h}:00 CEST`, bar(parts)].join(',');
  }),
  'the day before the month, behind the year': file(plain, (parts) =>
    [`${parts.y}-${parts.d}-${parts.m} ${parts.h}:00`, bar(parts)].join(','),
  ),
  'rows without a field at the end, as spreadsheets leave them': `${file(plain, (parts) =>
    [`${parts.y}-${parts.m}-${parts.d} ${parts.h}:00`, bar(parts)].join(','),
  )}\n,,,,\n"","","","",""\n\n`,
  'thousands parted by points in prices and volumes': file(
    'Datum;Zeit;Eröffnung;Hoch;Tief;Schluss;Volumen',
    ({ y, m, d, h, open, high, low, close }) =>
      [
        `${d}.${m}.${y}`,
        `${h}:00`,
        ...[open, high, low, close].map((price) => `${price.slice(2, 4)}.${price.slice(4)}`),
        '1.234.567',
      ].join(';'),
  ),
};

describe('exports of many kinds', () => {
  it.each(Object.entries(exports))('%s', async (kind, content) => {
    const read = await fixture.inspect('export.csv', content);
    expect(read).toMatchObject({
      questions: [],
      interval_ms: hourMs,
      accepted: count,
      refused: 0,
      from: monday,
    });
    const scale = kind.startsWith('thousands') ? 1e5 : 1;
    const [, ...prices] = read.sample[1];
    const { open, high, low, close } = partsOf(1);
    const right = [open, high, low, close].map((price) =>
      Math.round((Number(price) - (scale > 1 ? 1 : 0)) * 1e5),
    );
    expect(prices.slice(0, 4).map((price) => Math.round(price * (scale > 1 ? 1 : 1e5)))).toEqual(right);
  });

  it('does not take one abbreviation for several zones', async () => {
    const content = file(
      plain,
      (parts) => `${parts.y}-${parts.m}-${parts.d} ${parts.h}:00 CST,${bar(parts)}`,
    );
    expect((await fixture.refusal('cst.csv', content)).message).toContain('The times cannot be read');
  });

  it('refuses an hour alone where the others have minutes', async () => {
    const content = file(plain, (parts, index) => {
      const clock = index === 7 ? parts.h : `${parts.h}:00`;
      return `${parts.y}-${parts.m}-${parts.d} ${clock},${bar(parts)}`;
    });
    expect(await fixture.inspect('lone hour.csv', content)).toMatchObject({
      accepted: count - 1,
      refused_rows: [{ line: 9, reason: 'the time cannot be read' }],
    });
  });
});
