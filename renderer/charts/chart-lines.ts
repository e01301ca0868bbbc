import type {
  IChartApi,
  IPrimitivePaneRenderer,
  IPrimitivePaneView,
  ISeriesPrimitive,
  Logical,
  SeriesAttachedParameter,
  Time,
} from 'lightweight-charts';

/** Places on the time axis as bar indexes; null where there is none in the bars shown. */
export interface ChartLinePlaces {
  /** First bar of the test part, infinity when it comes later; everything before it is shaded as in sample. */
  readonly testFrom: number | null;
  /** The bar being inspected. */
  readonly inspected: number | null;
}

export interface ChartLineColours {
  readonly shade: string;
  readonly line: string;
  readonly text: string;
  readonly inspected: string;
  readonly font: string;
}

export interface ChartLines extends ISeriesPrimitive<Time> {
  place(places: ChartLinePlaces): void;
  paint(colours: ChartLineColours): void;
}

/** Vertical lines under the candles: where the test part begins, and which bar is inspected. */
export function createChartLines(colours: ChartLineColours): ChartLines {
  let attached: SeriesAttachedParameter<Time> | null = null;
  let places: ChartLinePlaces = { testFrom: null, inspected: null };
  let palette = colours;

  const renderer: IPrimitivePaneRenderer = {
    draw(target) {
      const inMediaPixels = target.useMediaCoordinateSpace.bind(target);
      inMediaPixels(({ context, mediaSize }) => {
        const { chart } = attached ?? {};
        if (!chart) return;
        if (places.testFrom !== null)
          drawTestStart(context, mediaSize, edge(chart, places.testFrom), palette);
        if (places.inspected !== null) {
          drawLine(context, mediaSize, middle(chart, places.inspected), palette.inspected, [3, 3]);
        }
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
    place(next) {
      places = next;
      attached?.requestUpdate();
    },
    paint(next) {
      palette = next;
      attached?.requestUpdate();
    },
  };
}

/** Pixels beside the line without which its label would be cut. */
const labelRoom = 64;

interface Size {
  readonly width: number;
  readonly height: number;
}

function middle(chart: IChartApi | SeriesAttachedParameter<Time>['chart'], index: number): number {
  return chart.timeScale().logicalToCoordinate(index as Logical) ?? -1;
}

function edge(chart: SeriesAttachedParameter<Time>['chart'], index: number): number {
  if (index === Number.POSITIVE_INFINITY) return index;
  return middle(chart, index) - chart.timeScale().options().barSpacing / 2;
}

function drawTestStart(
  context: CanvasRenderingContext2D,
  size: Size,
  x: number,
  colours: ChartLineColours,
): void {
  context.fillStyle = colours.shade;
  context.fillRect(0, 0, Math.max(0, Math.min(x, size.width)), size.height);
  if (x < 0 || x === Number.POSITIVE_INFINITY) return;
  drawLine(context, size, x, colours.line, [2, 3]);
  context.font = colours.font;
  context.fillStyle = colours.text;
  context.textBaseline = 'bottom';
  context.textAlign = 'right';
  if (x > labelRoom) context.fillText('in sample', x - 6, size.height - 4);
  context.textAlign = 'left';
  if (size.width - x > labelRoom) context.fillText('test part', x + 6, size.height - 4);
}

function drawLine(context: CanvasRenderingContext2D, size: Size, x: number, colour: string, dash: number[]) {
  context.save();
  context.strokeStyle = colour;
  context.setLineDash(dash);
  context.beginPath();
  context.moveTo(Math.round(x) + 0.5, 0);
  context.lineTo(Math.round(x) + 0.5, size.height);
  context.stroke();
  context.restore();
}
