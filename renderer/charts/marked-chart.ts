import type { ISeriesApi, SeriesMarker, Time } from 'lightweight-charts';
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
import { createChartParts } from './chart-parts.ts';
import type { PartBand } from './part-bands.ts';

/** Something that happened at a bar; times are open times of bars, ms UTC. */
export interface ChartMark {
  readonly time: number;
  readonly side: 'above' | 'below';
  readonly shape: 'arrowUp' | 'arrowDown' | 'circle' | 'square';
  readonly token: `--${string}`;
  readonly text: string;
}

/** A line from a price at one bar to a price at another. */
export interface ChartPath {
  readonly from: { readonly time: number; readonly price: number };
  readonly to: { readonly time: number; readonly price: number };
  readonly token: `--${string}`;
}

/** What is marked on the candles, and the bars it is about. */
export interface ChartScene {
  readonly focus: { readonly from: number; readonly to: number };
  readonly marks: readonly ChartMark[];
  readonly paths: readonly ChartPath[];
}

export interface MarkedChart {
  /** Bars around the scene's focus; the view goes there. */
  show(bars: Bars, scene: ChartScene, bands: readonly PartBand[]): void;
  setDecimals(decimals: number): void;
  close(): void;
}

/** Bars in view on either side of the focus. */
const around = 36;

/** Candles with something marked on them. Draws itself; React is not involved. */
export function createMarkedChart(host: HTMLElement): MarkedChart {
  const chart = createChart(host, {
    autoSize: true,
    layout: { attributionLogo: false },
    localization: { locale: 'en-US' },
  });
  const series = chart.addSeries(CandlestickSeries, {
    borderVisible: false,
    priceLineVisible: false,
    lastValueVisible: false,
  });
  const markers = createSeriesMarkers(series, []);
  const parts = createChartParts();
  series.attachPrimitive(parts);
  let lines: ISeriesApi<'Line'>[] = [];
  let shown: ChartScene | null = null;

  function paint() {
    chart.applyOptions(chartColours());
    series.applyOptions(candleColours());
    if (shown) mark(shown);
  }

  function mark({ marks, paths }: ChartScene) {
    markers.setMarkers(marks.toSorted((a, b) => a.time - b.time).map(markerOf));
    for (const line of lines) chart.removeSeries(line);
    lines = paths.map((path) => {
      const line = chart.addSeries(LineSeries, {
        color: tokenColour(path.token),
        lineWidth: 2,
        lineStyle: LineStyle.Dotted,
        pointMarkersVisible: true,
        priceLineVisible: false,
        lastValueVisible: false,
        crosshairMarkerVisible: false,
      });
      const ends = path.from.time === path.to.time ? [path.to] : [path.from, path.to];
      line.setData(ends.map(({ time, price }) => ({ time: secondsOf(time), value: price })));
      return line;
    });
  }

  const unfollowTheme = themeStore.subscribe(paint);
  paint();

  return {
    show(bars, scene, bands) {
      shown = scene;
      series.setData(candlesOf(bars));
      mark(scene);
      parts.place(bands, bars.time);
      const [first, last] = [placeOf(bars.time, scene.focus.from), placeOf(bars.time, scene.focus.to)];
      chart.timeScale().setVisibleLogicalRange({ from: first - around, to: last + around });
    },
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

/** Index of the last bar that opened at or before a time. */
function placeOf(times: Float64Array, time: number): number {
  return times.findLastIndex((each) => each <= time);
}

function markerOf({ time, side, shape, token, text }: ChartMark): SeriesMarker<Time> {
  return {
    time: secondsOf(time),
    position: side === 'above' ? 'aboveBar' : 'belowBar',
    shape,
    color: tokenColour(token),
    text,
  };
}
