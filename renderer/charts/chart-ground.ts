import type {
  IPrimitivePaneRenderer,
  IPrimitivePaneView,
  ISeriesPrimitive,
  Logical,
  SeriesAttachedParameter,
  Time,
} from 'lightweight-charts';
import { firstIndex } from '../../shared/first-index.ts';
import { tokenColour } from '../theme.ts';
import { drawBands } from './draw-bands.ts';
import type { Band } from './part-bands.ts';

/** What lies behind candles: bands of time, and a line at one bar. */
export interface ChartGround extends ISeriesPrimitive<Time> {
  /**
   * @param times of the candles, ms UTC, rising
   * @param line the bar with the line, by its open time; none where there is no such bar
   */
  place(bands: readonly Band[], line: number | null, times: Float64Array): void;
  /** Takes the colours that the theme has now. */
  paint(): void;
}

export function createChartGround(): ChartGround {
  let attached: SeriesAttachedParameter<Time> | null = null;
  let spans: readonly Band[] = [];
  let marked: number | null = null;
  let look = lookNow();

  const renderer: IPrimitivePaneRenderer = {
    draw(target) {
      const inMediaPixels = target.useMediaCoordinateSpace.bind(target);
      inMediaPixels(({ context, mediaSize: { width, height } }) => {
        if (!attached) return;
        const scale = attached.chart.timeScale();
        const half = scale.options().barSpacing / 2;
        const middle = (index: number) => scale.logicalToCoordinate(index as Logical) ?? 0;
        const placed = spans.flatMap((band) => {
          const left = Math.max(0, middle(band.from) - half);
          const right = Math.min(width, middle(band.to) - half);
          return right > left ? [{ ...band, left, right }] : [];
        });
        drawBands(context, { top: 0, height }, placed, look);
        if (marked !== null) drawLine(context, height, middle(marked), look.marked);
      });
    },
  };
  const view: IPrimitivePaneView = { zOrder: () => 'bottom', renderer: () => renderer };

  return {
    attached: (parameters) => {
      attached = parameters;
    },
    detached: () => {
      attached = null;
    },
    paneViews: () => [view],
    place(bands, line, times) {
      spans = bandsByIndex(bands, times);
      const index = line === null ? times.length : firstFrom(times, line);
      marked = times[index] === line ? index : null;
      attached?.requestUpdate();
    },
    paint() {
      look = lookNow();
      attached?.requestUpdate();
    },
  };
}

/** Bands in indexes of bars instead of times; those without a bar are left out. */
export function bandsByIndex<B extends Band>(bands: readonly B[], times: Float64Array): readonly B[] {
  return bands.flatMap((band) => {
    const [from, to] = [firstFrom(times, band.from), firstFrom(times, band.to)];
    return to > from ? [{ ...band, from, to }] : [];
  });
}

function firstFrom(times: Float64Array, time: number): number {
  return firstIndex(times.length, (index) => (times[index] ?? 0) >= time);
}

function drawLine(context: CanvasRenderingContext2D, height: number, x: number, colour: string) {
  context.save();
  context.strokeStyle = colour;
  context.setLineDash([3, 3]);
  context.beginPath();
  context.moveTo(Math.round(x) + 0.5, 0);
  context.lineTo(Math.round(x) + 0.5, height);
  context.stroke();
  context.restore();
}

function lookNow() {
  return {
    shade: tokenColour('--shade'),
    line: tokenColour('--text-3'),
    text: tokenColour('--text-3'),
    marked: tokenColour('--accent'),
    font: `11px ${getComputedStyle(document.body).fontFamily}`,
    ratio: 1,
  };
}
