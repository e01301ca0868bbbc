import type { IChartApi, ISeriesApi, SeriesMarker, Time } from 'lightweight-charts';
import {
  CandlestickSeries,
  createChart,
  createSeriesMarkers,
  LineSeries,
  LineStyle,
} from 'lightweight-charts';
import type { Bars } from '../../shared/market.ts';
import { themeStore, tokenColour } from '../theme.ts';
import { candleColours, candlesOf, chartColours, secondsOf } from './candle-look.ts';
import { createChartGround } from './chart-ground.ts';
import type { Band } from './part-bands.ts';

/** Something that happened at a bar; times are open times of bars, ms UTC. */
export interface ChartMark {
  readonly time: number;
  readonly side: 'above' | 'below';
  readonly shape: 'arrowUp' | 'arrowDown' | 'circle' | 'square';
  readonly token: `--${string}`;
  readonly text?: string;
}

/** A line from a price at one bar to a price at another. */
export interface ChartPath {
  readonly from: { readonly time: number; readonly price: number };
  readonly to: { readonly time: number; readonly price: number };
  readonly token: `--${string}`;
}

/** Candles with bands behind them and marks on them: the one chart of bars. Draws itself; React is not involved. */
export interface CandleChart {
  readonly library: IChartApi;
  /** `dates` stand in the place of the bars' open times, where they have them. */
  setBars(bars: Bars, dates?: Float64Array | null): void;
  /** The same bars with further ones at the end, which begin at index `from`: those alone are drawn. */
  addBars(bars: Bars, dates: Float64Array | null, from: number): void;
  setMarks(marks: readonly ChartMark[]): void;
  setPaths(paths: readonly ChartPath[]): void;
  /** `line` marks one bar by its open time, ms UTC. */
  setGround(bands: readonly Band[], line: number | null): void;
  /** Decimals of the price axis. */
  setDecimals(decimals: number): void;
  close(): void;
}

/** `livePrice`: whether the latest price is marked on the axis. */
export function createCandleChart(host: HTMLElement, { livePrice }: { livePrice: boolean }): CandleChart {
  const chart = createChart(host, {
    autoSize: true,
    layout: { attributionLogo: false },
    localization: { locale: 'en-US' },
  });
  const series = chart.addSeries(CandlestickSeries, {
    borderVisible: false,
    priceLineVisible: livePrice,
    lastValueVisible: livePrice,
  });
  const markers = createSeriesMarkers(series, []);
  const ground = createChartGround();
  series.attachPrimitive(ground);
  let times = new Float64Array();
  let hasDates = false;
  let marks: readonly ChartMark[] = [];
  let paths: readonly ChartPath[] = [];
  let lines: ISeriesApi<'Line'>[] = [];

  function paint() {
    chart.applyOptions(chartColours());
    chart.applyOptions({ timeScale: { timeVisible: !hasDates } });
    series.applyOptions(candleColours());
    ground.paint();
    paintMarks();
    paintPaths();
  }

  function paintMarks() {
    const colours = new Map(marks.map(({ token }) => [token, '']));
    for (const token of colours.keys()) colours.set(token, tokenColour(token));
    markers.setMarkers(
      marks.map(
        ({ time, side, shape, token, text }): SeriesMarker<Time> => ({
          time: secondsOf(time),
          position: side === 'above' ? 'aboveBar' : 'belowBar',
          shape,
          color: colours.get(token) ?? '',
          ...(text !== undefined && { text }),
        }),
      ),
    );
  }

  function paintPaths() {
    for (const line of lines) chart.removeSeries(line);
    lines = paths.map(({ from, to, token }) => {
      const line = chart.addSeries(LineSeries, {
        color: tokenColour(token),
        lineWidth: 2,
        lineStyle: LineStyle.Dotted,
        pointMarkersVisible: true,
        priceLineVisible: false,
        lastValueVisible: false,
        crosshairMarkerVisible: false,
      });
      const ends = from.time === to.time ? [to] : [from, to];
      line.setData(ends.map(({ time, price }) => ({ time: secondsOf(time), value: price })));
      return line;
    });
  }

  const unfollowTheme = themeStore.subscribe(paint);
  paint();

  return {
    library: chart,
    setBars(bars, dates = null) {
      times = Float64Array.from(bars.time);
      if (hasDates !== (dates !== null)) {
        hasDates = dates !== null;
        chart.applyOptions({ timeScale: { timeVisible: !hasDates } });
      }
      series.setData(candlesOf(bars, dates));
    },
    addBars(bars, dates, from) {
      times = Float64Array.from(bars.time);
      for (const candle of candlesOf(bars, dates, from)) series.update(candle);
    },
    setMarks(next) {
      marks = next.toSorted((a, b) => a.time - b.time);
      paintMarks();
    },
    setPaths(next) {
      paths = next;
      paintPaths();
    },
    setGround: (bands, line) => ground.place(bands, line, times),
    setDecimals(decimals) {
      const priceFormat = { type: 'price', precision: decimals, minMove: 10 ** -decimals } as const;
      series.applyOptions({ priceFormat });
    },
    close() {
      unfollowTheme();
      chart.remove();
    },
  };
}
