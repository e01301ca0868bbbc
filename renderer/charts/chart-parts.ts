import type {
  IPrimitivePaneRenderer,
  IPrimitivePaneView,
  ISeriesPrimitive,
  Logical,
  SeriesAttachedParameter,
  Time,
} from 'lightweight-charts';
import { tokenColour } from '../theme.ts';
import { drawBands } from './draw-bands.ts';
import type { PartBand } from './part-bands.ts';

/** The parts of the split behind candles. */
export interface ChartParts extends ISeriesPrimitive<Time> {
  /** `times` are those of the candles, ms UTC, rising. */
  place(bands: readonly PartBand[], times: Float64Array): void;
}

export function createChartParts(): ChartParts {
  let attached: SeriesAttachedParameter<Time> | null = null;
  let spans: readonly IndexBand[] = [];

  const renderer: IPrimitivePaneRenderer = {
    draw(target) {
      const inMediaPixels = target.useMediaCoordinateSpace.bind(target);
      inMediaPixels(({ context, mediaSize }) => {
        if (!attached) return;
        const scale = attached.chart.timeScale();
        const half = scale.options().barSpacing / 2;
        const edge = (index: number) => (scale.logicalToCoordinate(index as Logical) ?? 0) - half;
        const placed = spans.flatMap((band) => {
          const left = Math.max(0, edge(band.from));
          const right = Math.min(mediaSize.width, edge(band.to));
          return right > left ? [{ ...band, left, right }] : [];
        });
        drawBands(context, { top: 0, height: mediaSize.height }, placed, look());
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
    place(bands, times) {
      spans = bandsByIndex(bands, times);
      attached?.requestUpdate();
    },
  };
}

interface IndexBand extends Omit<PartBand, 'from' | 'to'> {
  /** Index of its first bar, and of the first after it. */
  readonly from: number;
  readonly to: number;
}

/** Bands in indexes of bars instead of times; those without a bar are left out. */
export function bandsByIndex(bands: readonly PartBand[], times: Float64Array): readonly IndexBand[] {
  const firstFrom = (time: number) => {
    const index = times.findIndex((each) => each >= time);
    return index < 0 ? times.length : index;
  };
  return bands.flatMap((band) => {
    const [from, to] = [firstFrom(band.from), firstFrom(band.to)];
    return to > from ? [{ ...band, from, to }] : [];
  });
}

function look() {
  return {
    shade: tokenColour('--shade'),
    line: tokenColour('--text-3'),
    text: tokenColour('--text-3'),
    font: `11px ${getComputedStyle(document.body).fontFamily}`,
    ratio: 1,
  };
}
