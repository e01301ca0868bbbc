import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Triangle } from '../../../shared/experiments/triangle.ts';
import type { Weights } from '../../../shared/weights.ts';
import { tokenColour, useTheme } from '../../theme.ts';
import { columnOf, type Metric, metricWords } from '../figures/metrics.ts';
import type { ColourRange, Rgb } from './colour-scale.ts';
import type { Frame } from './geometry.ts';
import { cellMap, frameWithin, mixAtPlace, placeOf, withinSimplex } from './geometry.ts';
import type { Landscape } from './landscape.ts';
import type { MixKey } from './mix.ts';
import { mixAfterKey, wholePercents } from './mix.ts';
import { paintCells, paintMarks } from './triangle-paint.ts';

interface TriangleMapProps {
  readonly picture: Triangle | null;
  readonly metric: Metric;
  readonly range: ColourRange | null;
  readonly landscape: Landscape | null;
  readonly outdated: boolean;
  readonly own: Weights | null;
  readonly point: Weights | null;
  /** The point and its figures in words. */
  readonly valueText: string;
  onMove(mix: Weights): void;
  onHome(): void;
  onBest(): void;
  onApply(): void;
}

interface Size {
  readonly width: number;
  readonly height: number;
  /** Device pixels per CSS pixel. */
  readonly ratio: number;
}

const margin = 26;
const arrows: readonly string[] = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'];

/** The heat map with its point: cells and marks are painted when they change; while dragging, only the point moves. */
export function TriangleMap(props: TriangleMapProps) {
  const { picture, metric, range, landscape, own, point, outdated } = props;
  const host = useRef<HTMLDivElement>(null);
  const cellCanvas = useRef<HTMLCanvasElement>(null);
  const markCanvas = useRef<HTMLCanvasElement>(null);
  const size = useDeviceSize(host);
  const { shown } = useTheme();
  const steps = picture?.steps ?? null;
  const frame = useMemo(() => size && frameWithin(size.width, size.height, margin * size.ratio), [size]);
  const cells = useCells(size, frame, steps);

  useLayoutEffect(() => {
    const context = cellCanvas.current?.getContext('2d');
    if (!context || !size) return;
    sized(context.canvas, size);
    if (!cells || !picture || shown === undefined) return;
    const look = { range, falling: metricWords[metric].falling, nothing: asRgb(tokenColour('--surface-3')) };
    paintCells(context, cells, columnOf(picture, metric), look);
  }, [size, cells, picture, metric, range, shown]);

  useLayoutEffect(() => {
    const context = markCanvas.current?.getContext('2d');
    if (!context || !size || !frame || shown === undefined) return;
    sized(context.canvas, size);
    paintMarks(context, landscape, {
      frame,
      steps: steps ?? 1,
      ratio: size.ratio,
      text: tokenColour('--text-2'),
      font: getComputedStyle(context.canvas).fontFamily,
    });
  }, [size, frame, steps, landscape, shown]);

  function drag(event: React.PointerEvent) {
    if (!frame || !size || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const place = { x: (event.clientX - left) * size.ratio, y: (event.clientY - top) * size.ratio };
    const mix = wholePercents(withinSimplex(mixAtPlace(place, frame)));
    // Point and figures are in the document before this frame is painted.
    if (!point || mix.some((weight, i) => weight !== point[i])) flushSync(() => props.onMove(mix));
  }

  return (
    <div
      ref={host}
      className="triangle-map"
      data-outdated={outdated || undefined}
      role="slider"
      aria-label="Weights tried"
      aria-roledescription="weight triangle"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round((point?.[0] ?? 0) * 100)}
      aria-valuetext={props.valueText}
      aria-keyshortcuts="ArrowLeft ArrowRight ArrowUp ArrowDown Home End Enter"
      tabIndex={0}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        drag(event);
      }}
      onPointerMove={drag}
      onKeyDown={(event) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        if (event.key === 'Home') props.onHome();
        else if (event.key === 'End') props.onBest();
        else if (event.key === 'Enter') props.onApply();
        else if (arrows.includes(event.key) && point)
          props.onMove(mixAfterKey(point, event.key as MixKey, event.shiftKey ? 5 : 1));
        else return;
        event.preventDefault();
      }}
    >
      <canvas ref={cellCanvas} />
      <canvas ref={markCanvas} />
      {size && frame && own && <Mark className="triangle-own" mix={own} frame={frame} ratio={size.ratio} />}
      {size && frame && point && (
        <Mark className="triangle-point" mix={point} frame={frame} ratio={size.ratio} />
      )}
    </div>
  );
}

interface MarkProps {
  readonly className: string;
  readonly mix: Weights;
  readonly frame: Frame;
  readonly ratio: number;
}

/** An element rather than a canvas: moving it paints nothing anew. */
function Mark({ className, mix, frame, ratio }: MarkProps) {
  const { x, y } = placeOf(mix, frame);
  return <span className={className} style={{ transform: `translate(${x / ratio}px, ${y / ratio}px)` }} />;
}

/** The cells of a grid; those of the coarse one and of the whole are both kept while the size stays. */
function useCells(size: Size | null, frame: Frame | null, steps: number | null): Int32Array | null {
  const kept = useRef<{ size: Size | null; maps: Map<number, Int32Array> }>({ size: null, maps: new Map() });
  if (!size || !frame || steps === null) return null;
  if (kept.current.size !== size) kept.current = { size, maps: new Map() };
  const { maps } = kept.current;
  const cells = maps.get(steps) ?? cellMap(size.width, size.height, frame, steps);
  maps.set(steps, cells);
  return cells;
}

/** The size of an element in device pixels, so that a canvas of that size is crisp. */
function useDeviceSize(host: React.RefObject<HTMLElement | null>): Size | null {
  const [size, setSize] = useState<Size | null>(null);
  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => {
      const box = entry?.devicePixelContentBoxSize[0];
      if (!box || box.inlineSize === 0) return;
      setSize({ width: box.inlineSize, height: box.blockSize, ratio: window.devicePixelRatio });
    });
    observer.observe(element, { box: 'device-pixel-content-box' });
    return () => observer.disconnect();
  }, [host]);
  return size;
}

/** Setting a canvas's size clears it, so it is only set where it differs. */
function sized(canvas: HTMLCanvasElement, { width, height }: Size): void {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
}

function asRgb(colour: string): Rgb {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue];
}
