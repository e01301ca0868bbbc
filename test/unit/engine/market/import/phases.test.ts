import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { barAt } from '../../../../../electron/engine/market/bars.ts';
import { createRandom } from '../../../../../electron/engine/random.ts';
import type { Bar } from '../../../../../shared/market.ts';
import { hourMs, minuteMs, timeframes } from '../../../../../shared/market.ts';
import { valueIn } from '../../test-engine.ts';
import { naiveBars } from '../naive-periods.ts';
import type { ImportFixture } from './import-fixture.ts';
import { createFixture } from './import-fixture.ts';

let fixture: ImportFixture;
beforeAll(async () => {
  fixture = await createFixture();
});
afterAll(() => fixture.close());

/** Thursday to Wednesday in 2024; clocks in New York go forward on the Sunday between. */
const thursday = Date.UTC(2024, 2, 7);

/** Minutes between bars, and past that spacing at which they open. */
const odd: readonly (readonly [interval: number, phase: number])[] = [
  [5, 2],
  [15, 0],
  [15, 5],
  [15, 7],
  [15, 14],
  [30, 0],
  [30, 5],
  [30, 10],
  [30, 29],
  [60, 5],
  [60, 30],
  [60, 45],
];
const markets = [
  ['EURUSD', 'new-york-close'],
  ['AAPL', 'utc'],
] as const;

describe.each(markets)('%s, in days of %s', (symbol, trading_day) => {
  it.each(odd)(
    'imported every %d minutes at %d past makes longer bars of whole base bars',
    async (...[interval, phase]) => {
      const interval_ms = interval * minuteMs;
      const phase_ms = phase * minuteMs;
      const name = `${symbol}.${interval}at${phase}`;
      const report = await fixture.take(`${name}.csv`, csv(walk(interval_ms, phase_ms)), { symbol: name });
      expect(report.preview).toMatchObject({ interval_ms, phase_ms, refused: 0, questions: [] });
      const { dataset, bars } = valueIn(await fixture.store.loadSeries(name));
      expect(dataset).toMatchObject({ interval_ms, phase_ms, trading_day });

      const base = await fixture.bars(name);
      for (const timeframe of timeframes) {
        const made = Array.from(bars[timeframe].time, (_, index) => barAt(bars[timeframe], index));
        expect(made.length).toBeGreaterThan(2);
        expect(made).toEqual(naiveBars(base, timeframe, interval_ms, { phase_ms, trading_day }));
      }
    },
  );
});

it('refuses to add bars of another phase or spacing to stored ones', async () => {
  const quarter = 15 * minuteMs;
  await fixture.take('a.csv', csv(walk(quarter, 5 * minuteMs)), { symbol: 'PHASED' });
  for (const [interval, phase, says] of [
    [quarter, 0, /at :05 in the stored.*at :00 in this file/],
    [quarter, 7 * minuteMs, /at :05 in the stored.*at :07 in this file/],
    [30 * minuteMs, 5 * minuteMs, /bars of 15 minutes.*bars of 30 minutes/],
  ] as const) {
    await expect(fixture.take('b.csv', csv(walk(interval, phase)), { symbol: 'PHASED' })).rejects.toThrow(
      says,
    );
  }
});

/** Six days without a Saturday, a bar missing here and there. */
function walk(interval: number, phase: number): Bar[] {
  const random = createRandom(interval + phase);
  const bars: Bar[] = [];
  let price = 11_000;
  for (let time = thursday + phase; time < thursday + 6 * 24 * hourMs; time += interval) {
    if (new Date(time).getUTCDay() === 6 || random.int(40) === 0) continue;
    const open = price;
    price += random.int(21) - 10;
    const [low, high] = [Math.min(open, price) - random.int(5), Math.max(open, price) + random.int(5)];
    const at = (ticks: number) => ticks / 10_000;
    bars.push({
      time,
      open: at(open),
      high: at(high),
      low: at(low),
      close: at(price),
      volume: random.int(90),
    });
  }
  return bars;
}

function csv(bars: readonly Bar[]): string {
  const rows = bars.map(({ time, open, high, low, close, volume }) =>
    [new Date(time).toISOString(), open, high, low, close, volume].join(','),
  );
  return `time,open,high,low,close,volume\n${rows.join('\n')}\n`;
}
