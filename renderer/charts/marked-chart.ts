import { firstIndex } from '../../shared/first-index.ts';
import type { Bars } from '../../shared/market.ts';
import { type ChartMark, type ChartPath, createCandleChart } from './candle-chart.ts';
import type { Band } from './part-bands.ts';

/** What is marked on the candles, and the bars it is about. */
export interface ChartScene {
  readonly focus: { readonly from: number; readonly to: number };
  readonly marks: readonly ChartMark[];
  readonly paths: readonly ChartPath[];
}

export interface MarkedChart {
  /** Bars around the scene's focus; the view goes there. */
  show(bars: Bars, scene: ChartScene, bands: readonly Band[]): void;
  setDecimals(decimals: number): void;
  close(): void;
}

/** Bars in view on either side of the focus. */
const around = 36;

/** Candles with something marked on them. */
export function createMarkedChart(host: HTMLElement): MarkedChart {
  const { library, setBars, setMarks, setPaths, setGround, setDecimals, close } = createCandleChart(host, {
    livePrice: false,
  });
  return {
    show(bars, { focus, marks, paths }, bands) {
      const { time } = bars;
      /** Index of the last bar that opened at or before a time. */
      const placeOf = (at: number) => firstIndex(time.length, (index) => (time[index] ?? 0) > at) - 1;
      setBars(bars);
      setMarks(marks);
      setPaths(paths);
      setGround(bands, null);
      const [from, to] = [placeOf(focus.from) - around, placeOf(focus.to) + around];
      library.timeScale().setVisibleLogicalRange({ from, to });
    },
    setDecimals,
    close,
  };
}
