import { barAt, barsFrom, lastIndexAtOrBefore, viewBars } from '../../../../electron/engine/market/bars.ts';
import { createRandom } from '../../../../electron/engine/random.ts';
import { type Bar, type Bars, dayMs, minuteMs, periodMs, type Timeframe } from '../../../../shared/market.ts';

export type BarSet = Readonly<Record<Timeframe, Bars>>;

const fiveMinutesMs = 5 * minuteMs;

/** Seeded five-minute bars from a Monday on, with weekends, missing hours and missing single bars. */
export function sampleFiveMinuteBars(seed: number, days: number): Bars {
  const random = createRandom(seed);
  const bars: Bar[] = [];
  const start = Date.UTC(2024, 0, 1);
  let price = 1.1;
  for (let time = start; time < start + days * dayMs; time += fiveMinutesMs) {
    if (random.next() < 0.003) time += random.int(60) * fiveMinutesMs;
    if ([0, 6].includes(new Date(time).getUTCDay()) || random.next() < 0.02) continue;
    const open = price;
    price *= Math.exp(0.0003 * random.normal());
    const high = Math.max(open, price) * (1 + 0.0001 * random.next());
    const low = Math.min(open, price) * (1 - 0.0001 * random.next());
    bars.push({ time, open, high, low, close: price, volume: random.int(100) });
  }
  return barsFrom(bars);
}

/** 1H, 4H and Daily bars of five-minute bars, the last ones as if their periods had passed. */
export function barSet(fiveMinutes: Bars): BarSet {
  return {
    '1H': resample(fiveMinutes, periodMs['1H']),
    '4H': resample(fiveMinutes, periodMs['4H']),
    D: resample(fiveMinutes, periodMs.D),
  };
}

/** Only what has closed by `now`. */
export function cutAfter(bars: BarSet, now: number): BarSet {
  return {
    '1H': closedBy(bars['1H'], periodMs['1H'], now),
    '4H': closedBy(bars['4H'], periodMs['4H'], now),
    D: closedBy(bars.D, periodMs.D, now),
  };
}

function resample(bars: Bars, period: number): Bars {
  const merged: { -readonly [key in keyof Bar]: number }[] = [];
  for (let index = 0; index < bars.time.length; index++) {
    const bar = barAt(bars, index);
    const time = Math.floor(bar.time / period) * period;
    const last = merged.at(-1);
    if (last === undefined || last.time !== time) {
      merged.push({ ...bar, time });
      continue;
    }
    last.high = Math.max(last.high, bar.high);
    last.low = Math.min(last.low, bar.low);
    last.close = bar.close;
    last.volume += bar.volume;
  }
  return barsFrom(merged);
}

function closedBy(bars: Bars, period: number, now: number): Bars {
  return viewBars(bars, 0, lastIndexAtOrBefore(bars, now - period) + 1);
}
