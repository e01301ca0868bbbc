import { type AssetMetadata, type Bars, minuteMs } from '../../../../shared/market.ts';

/** What the prices of a symbol tell about their unit. */
export interface PriceFacts {
  /** Decimals that the prices are written with, at most 8; null where they are noise from a computation. */
  readonly decimals: number | null;
  /** Median distance from low to high in five minutes, in price units; null where nothing moves. */
  readonly five_minute_range: number | null;
}

/** How many of the newest bars tell what is asked; more would say the same. */
export const barsForFacts = 5000;

/** `interval` is the spacing of the bars, ms. The range of other spacings is brought to five minutes by the square root of time. */
export function priceFacts(bars: Bars, interval: number): PriceFacts {
  const ranges: number[] = [];
  for (let i = 0; i < bars.time.length; i++) {
    if (bars.high[i] > bars.low[i]) ranges.push(bars.high[i] - bars.low[i]);
  }
  ranges.sort((a, b) => a - b);
  const scale = Math.sqrt((5 * minuteMs) / interval);
  return {
    decimals: decimalsIn(bars),
    five_minute_range: ranges.length > 0 ? ranges[ranges.length >> 1] * scale : null,
  };
}

/** A pip must be between 1/100 and 3 times the median five-minute range; else this asks, in words. Null where it is. */
export function pipQuestion(
  display: string,
  pipSize: number,
  unit: AssetMetadata['unit'],
  { five_minute_range: range }: PriceFacts,
): string | null {
  if (range === null || (pipSize >= range / 100 && pipSize <= 3 * range)) return null;
  const one = unit === 'pips' ? 'pip' : unit === 'points' ? 'point' : 'dollar';
  const size = `One ${one} of ${display} is taken as ${plainNumber(pipSize)}`;
  const moves = `the price moves about ${plainNumber(range, 2)} in five minutes`;
  return pipSize > range
    ? `${size}, but ${moves}: is a ${one} smaller?`
    : `${size}, but ${moves}: is a ${one} larger?`;
}

/** A power of ten that would do: about a third of what the price moves in five minutes. */
export function likelyPip({ five_minute_range: range }: PriceFacts): number | null {
  return range === null ? null : 10 ** Math.round(Math.log10(range / 3));
}

/** Without an exponent, and of `digits` digits that count where that is given. */
export function plainNumber(value: number, digits?: number): string {
  const rounded = digits === undefined ? value : Number(value.toPrecision(digits));
  return rounded.toLocaleString('en-US', {
    maximumSignificantDigits: 12,
    maximumFractionDigits: 12,
    useGrouping: false,
  });
}

const mostDecimals = 8;
/** Prices of which so many need no more decimals are written with those: a stray one may have more. */
const nearlyAll = 0.99;
const samplingStep = 5;

/** Files that went through 32-bit floats have 187.15000915527344 for 187.15; they are read as what was meant. */
function decimalsIn({ open, close }: Bars): number | null {
  const prices = [...open, ...close].filter((price, i) => i % samplingStep === 0 && Number.isFinite(price));
  if (prices.length === 0) return null;
  const exact = (price: number, text: number) => text === price;
  const single = (price: number, text: number) => Math.fround(price) === price && Math.fround(text) === price;
  for (const same of [exact, single]) {
    for (let decimals = 0; decimals <= mostDecimals; decimals++) {
      const fitting = prices.filter((price) => same(price, Number(price.toFixed(decimals)))).length;
      if (fitting >= nearlyAll * prices.length) return decimals;
    }
  }
  return null;
}
