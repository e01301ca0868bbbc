import type { UTCTimestamp } from 'lightweight-charts';
import type { Bars } from '../../shared/market.ts';
import { tokenColour } from '../theme.ts';

/** Bars from index `from` on as the library takes them, each at its open time or, where there are dates, at its date. */
export function candlesOf(bars: Bars, dates: Float64Array | null = null, from = 0) {
  return Array.from((dates ?? bars.time).subarray(from), (time, i) => ({
    time: secondsOf(time),
    open: bars.open[from + i] ?? 0,
    high: bars.high[from + i] ?? 0,
    low: bars.low[from + i] ?? 0,
    close: bars.close[from + i] ?? 0,
  }));
}

/** A time in ms as the library's own kind of time. */
export function secondsOf(ms: number): UTCTimestamp {
  return (ms / 1_000) as UTCTimestamp;
}

/** Options of a chart in the colours the theme has now. */
export function chartColours() {
  const line = tokenColour('--line');
  const grid = tokenColour('--grid');
  const cursor = { color: tokenColour('--line-strong'), labelBackgroundColor: tokenColour('--surface-3') };
  return {
    layout: {
      background: { color: tokenColour('--surface-1') },
      textColor: tokenColour('--text-2'),
      fontSize: 11,
      fontFamily: getComputedStyle(document.body).fontFamily,
    },
    grid: { vertLines: { color: grid }, horzLines: { color: grid } },
    rightPriceScale: { borderColor: line },
    timeScale: { borderColor: line, timeVisible: true, secondsVisible: false },
    crosshair: { mode: 0, vertLine: cursor, horzLine: cursor },
  };
}

/** Options of a series of candles, up as long, down as short. */
export function candleColours() {
  const long = tokenColour('--long');
  const short = tokenColour('--short');
  return { upColor: long, wickUpColor: long, downColor: short, wickDownColor: short };
}
