import type { IChartApi, MouseEventParams, SeriesMarker, Time } from 'lightweight-charts';
import { CandlestickSeries, createChart, createSeriesMarkers } from 'lightweight-charts';
import type { ChartData } from '../../shared/desk.ts';
import { themeStore, tokenColour } from '../theme.ts';
import { candleColours, candlesOf, chartColours, secondsOf } from './candle-look.ts';
import { sameBars, sameSignals } from './chart-changes.ts';
import type { ChartLineColours } from './chart-lines.ts';
import { createChartLines } from './chart-lines.ts';

export interface PriceChart {
  /** Shows these bars, drawing only what differs; the view stays on the bars it was on, or at the newest. */
  show(data: ChartData): void;
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

/** Candles with an arrow at each bar that trades. Draws itself; React is not involved. */
export function createPriceChart(host: HTMLElement, events: PriceChartEvents): PriceChart {
  const chart = createChart(host, {
    autoSize: true,
    layout: { attributionLogo: false },
    localization: { locale: 'en-US' },
  });
  const series = chart.addSeries(CandlestickSeries, { borderVisible: false, priceLineVisible: true });
  const markers = createSeriesMarkers(series, []);
  const lines = createChartLines(lineColours());
  series.attachPrimitive(lines);
  let data: ChartData | null = null;
  let inspected: number | null = null;

  function paint() {
    chart.applyOptions(chartColours());
    chart.applyOptions({ timeScale: { timeVisible: !data?.dates } });
    series.applyOptions(candleColours());
    lines.paint(lineColours());
    if (data) markers.setMarkers(signals(data));
  }

  function placeLines() {
    if (!data) return;
    const { time } = data.bars;
    lines.place({
      testFrom: data.test_from === null ? null : testStart(time, data.test_from),
      inspected: inspected === null ? null : exactly(time, inspected),
    });
  }

  chart.subscribeClick(({ time }: MouseEventParams) => {
    if (typeof time === 'number') events.onPick(time * 1_000);
  });
  chart.timeScale().subscribeVisibleLogicalRangeChange((range) => {
    if (range && data && data.bars.time.length > 0 && range.from < 0) events.onOldest();
  });
  const unfollowTheme = themeStore.subscribe(paint);
  paint();

  return {
    show(next) {
      const before = data;
      data = next;
      const known = before !== null && sameBars(before.bars, next.bars);
      const range = chart.timeScale().getVisibleLogicalRange();
      if (!known) {
        chart.applyOptions({ timeScale: { timeVisible: next.dates === null } });
        series.setData(candlesOf(next.bars, next.dates));
      }
      if (!known || !sameSignals(before, next)) markers.setMarkers(signals(next));
      if (!known || before.test_from !== next.test_from) placeLines();
      if (!known) keepView(chart, range, before, next);
    },
    forget() {
      data = null;
    },
    setDecimals(decimals) {
      series.applyOptions({
        priceFormat: { type: 'price', precision: decimals, minMove: 10 ** -decimals },
      });
    },
    inspect(barTime) {
      inspected = barTime;
      placeLines();
    },
    close() {
      unfollowTheme();
      chart.remove();
    },
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

function signals(data: ChartData): SeriesMarker<Time>[] {
  const long = tokenColour('--long');
  const short = tokenColour('--short');
  const markers: SeriesMarker<Time>[] = [];
  data.bars.time.forEach((time, index) => {
    if (data.trade[index] !== 1) return;
    const up = data.direction[index] === 1;
    markers.push({
      time: secondsOf(time),
      position: up ? 'belowBar' : 'aboveBar',
      shape: up ? 'arrowUp' : 'arrowDown',
      color: up ? long : short,
    });
  });
  return markers;
}

function lineColours(): ChartLineColours {
  return {
    shade: tokenColour('--shade'),
    line: tokenColour('--text-3'),
    text: tokenColour('--text-3'),
    inspected: tokenColour('--accent'),
    font: `11px ${getComputedStyle(document.body).fontFamily}`,
  };
}

/** Index of the first time at or after `wanted`; the length when all are before it. */
function firstAtOrAfter(times: Float64Array, wanted: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the test part's first bar; infinity when it comes after all of them. */
function testStart(times: Float64Array, testFrom: number): number {
  const index = firstAtOrAfter(times, testFrom);
  return index < times.length ? index : Number.POSITIVE_INFINITY;
}

function exactly(times: Float64Array, wanted: number): number | null {
  const index = firstAtOrAfter(times, wanted);
  return times[index] === wanted ? index : null;
}
