import type { IChartApi, MouseEventParams } from 'lightweight-charts';
import type { ChartData } from '../../shared/desk.ts';
import { firstIndex } from '../../shared/first-index.ts';
import { type ChartMark, createCandleChart } from './candle-chart.ts';
import { type ChartChange, sameBars, sameSignals } from './chart-changes.ts';
import { sampleBands } from './part-bands.ts';

export interface PriceChart {
  /** Shows these bars, drawing only what differs; the view stays on the bars it was on, or at the newest. */
  show(data: ChartData, change: ChartChange): void;
  /** Forgets the bars shown: the next ones are another series, and the view starts at its newest. */
  forget(): void;
  /** Decimals of the price axis. */
  setDecimals(decimals: number): void;
  /** Marks one bar by its open time, ms UTC; null takes the mark away. */
  inspect(barTime: number | null): void;
  close(): void;
}

interface PriceChartEvents {
  /** Open time of the bar that was clicked, ms UTC. */
  onPick(barTime: number): void;
  /** The view has come to the oldest bar there is. */
  onOldest(): void;
}

const initialBars = 120;

/** Candles with an arrow at each bar that trades. */
export function createPriceChart(host: HTMLElement, events: PriceChartEvents): PriceChart {
  const candles = createCandleChart(host, { livePrice: true });
  const chart = candles.library;
  let data: ChartData | null = null;
  let inspected: number | null = null;

  chart.subscribeClick(({ time }: MouseEventParams) => {
    if (typeof time === 'number') events.onPick(time * 1_000);
  });
  chart.timeScale().subscribeVisibleLogicalRangeChange((range) => {
    if (range && data && data.bars.time.length > 0 && range.from < 0) events.onOldest();
  });

  function placeGround() {
    if (data) candles.setGround(sampleBands(data.test_from), inspected);
  }

  return {
    show(next, change) {
      const before = data;
      data = next;
      if (before && change === 'appended') {
        // The library moves the view along where the newest bar is in it.
        candles.addBars(next.bars, next.dates, before.bars.time.length);
        if (!sameSignals(next, before)) candles.setMarks(signals(next));
        placeGround();
        return;
      }
      const known = before !== null && sameBars(before.bars, next.bars);
      const range = chart.timeScale().getVisibleLogicalRange();
      if (!known) candles.setBars(next.bars, next.dates);
      if (!known || !sameSignals(before, next)) candles.setMarks(signals(next));
      if (!known || before.test_from !== next.test_from) placeGround();
      if (!known) keepView(chart, range, before, next);
    },
    forget() {
      data = null;
    },
    setDecimals: candles.setDecimals,
    inspect(barTime) {
      inspected = barTime;
      placeGround();
    },
    close: candles.close,
  };
}

function keepView(
  chart: IChartApi,
  range: { from: number; to: number } | null,
  before: ChartData | null,
  now: ChartData,
): void {
  const length = now.bars.time.length;
  if (length === 0) return;
  const shift = before && range ? shiftOf(before, now, range) : null;
  chart
    .timeScale()
    .setVisibleLogicalRange(
      shift === null || !range
        ? { from: length - initialBars, to: length + 4 }
        : { from: range.from + shift, to: range.to + shift },
    );
}

/** By how many bars indexes moved; null when the two series have nothing to do with each other. */
function shiftOf(before: ChartData, now: ChartData, range: { from: number; to: number }): number | null {
  const old = before.bars.time;
  const time = now.bars.time;
  if (old.length === 0) return null;
  const atNewest = range.to >= old.length - 1;
  if (atNewest && exactly(time, old[old.length - 1] ?? 0) !== null) return time.length - old.length;
  const middle = Math.round(Math.min(old.length - 1, Math.max(0, (range.from + range.to) / 2)));
  const place = exactly(time, old[middle] ?? 0);
  return place === null ? null : place - middle;
}

function signals({ bars, trade, direction }: ChartData): ChartMark[] {
  return Array.from(bars.time).flatMap((time, index): ChartMark[] => {
    if (trade[index] !== 1) return [];
    return direction[index] === 1
      ? [{ time, side: 'below', shape: 'arrowUp', token: '--long' }]
      : [{ time, side: 'above', shape: 'arrowDown', token: '--short' }];
  });
}

function exactly(times: Float64Array, wanted: number): number | null {
  const index = firstIndex(times.length, (at) => (times[at] ?? 0) >= wanted);
  return times[index] === wanted ? index : null;
}
