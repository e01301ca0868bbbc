import { mixAt } from '../../../shared/simplex.ts';
import type { Weights } from '../../../shared/weights.ts';
import type { ColourRange, Rgb } from './colour-scale.ts';
import { colourOf, shareOf } from './colour-scale.ts';
import type { Frame, Place } from './geometry.ts';
import { edgeBetween, placeOf } from './geometry.ts';
import type { Landscape } from './landscape.ts';
import { outlineOf } from './landscape.ts';

/** Paints the cells: one look-up per pixel. `nothing` is the colour of mixes whose figure means nothing. */
export function paintCells(
  context: CanvasRenderingContext2D,
  cells: Int32Array,
  column: Float64Array,
  look: { readonly range: ColourRange | null; readonly falling: boolean; readonly nothing: Rgb },
): void {
  const { width, height } = context.canvas;
  const colours = Uint32Array.from(column, (value) => {
    const share = look.range ? shareOf(value, look.range, look.falling) : Number.NaN;
    return packed(Number.isNaN(share) ? look.nothing : colourOf(share));
  });
  const image = context.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  for (let i = 0; i < cells.length; i += 1) {
    const cell = cells[i] ?? -1;
    if (cell >= 0) pixels[i] = colours[cell] ?? 0;
  }
  context.putImageData(image, 0, 0);
}

/** Steps of the grid that neighbours on the ridge may lie apart. */
const ridgeReach = 2;

export interface MarksLook {
  readonly frame: Frame;
  readonly steps: number;
  /** Device pixels per CSS pixel. */
  readonly ratio: number;
  readonly text: string;
  readonly font: string;
}

/** Paints what does not move: the plateau's outline, the ridge, the best mix, and the ends of the axes. */
export function paintMarks(
  context: CanvasRenderingContext2D,
  landscape: Landscape | null,
  look: MarksLook,
): void {
  const { frame, steps, ratio } = look;
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
  paintCorners(context, look);
  if (!landscape) return;
  const at = (index: number) => placeOf(mixAt(index, steps), frame);
  context.beginPath();
  for (const { index, step } of outlineOf(landscape.plateau, steps)) {
    const [hour, fourHour, daily] = mixAt(index, steps);
    const other = placeOf(
      [hour - (step[0] + step[1]) / steps, fourHour + step[0] / steps, daily + step[1] / steps],
      frame,
    );
    const [from, to] = edgeBetween(at(index), other);
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
  }
  haloed(context, 1.4 * ratio);

  paintRidge(
    context,
    [...landscape.ridge].flatMap((index) => (index < 0 ? [] : [at(index)])),
    { ratio, reach: (ridgeReach * frame.side) / steps },
  );
  if (landscape.best !== null) paintStar(context, at(landscape.best), 7 * ratio);
}

/** Dots, joined where the best mix moves little from one Daily weight to the next: a jump is no ridge. */
function paintRidge(
  context: CanvasRenderingContext2D,
  places: readonly Place[],
  { ratio, reach }: { readonly ratio: number; readonly reach: number },
): void {
  context.beginPath();
  places.forEach(({ x, y }, i) => {
    const before = places[i - 1];
    if (before && Math.hypot(x - before.x, y - before.y) <= reach) context.lineTo(x, y);
    else context.moveTo(x, y);
  });
  haloed(context, 1.2 * ratio);
  for (const { x, y } of places) {
    context.beginPath();
    context.arc(x, y, 1.6 * ratio, 0, 2 * Math.PI);
    context.fillStyle = '#ffffff';
    context.strokeStyle = '#000000';
    context.lineWidth = 0.8 * ratio;
    context.stroke();
    context.fill();
  }
}

function paintCorners(context: CanvasRenderingContext2D, { frame, ratio, text, font }: MarksLook): void {
  const distance = 13 * ratio;
  context.fillStyle = text;
  context.font = `500 ${11.5 * ratio}px ${font}`;
  context.textBaseline = 'middle';
  const corners: readonly [string, Weights, CanvasTextAlign, number, number][] = [
    ['all 1H', [1, 0, 0], 'center', 0, -distance],
    ['all 4H', [0, 1, 0], 'left', -distance, distance],
    ['all Daily', [0, 0, 1], 'right', distance, distance],
  ];
  for (const [words, mix, align, dx, dy] of corners) {
    const { x, y } = placeOf(mix, frame);
    context.textAlign = align;
    context.fillText(words, x + dx, y + dy);
  }
}

function paintStar(context: CanvasRenderingContext2D, { x, y }: Place, radius: number): void {
  context.beginPath();
  for (let i = 0; i < 10; i += 1) {
    const angle = (i * Math.PI) / 5 - Math.PI / 2;
    const reach = i % 2 === 0 ? radius : radius * 0.42;
    context.lineTo(x + reach * Math.cos(angle), y + reach * Math.sin(angle));
  }
  context.closePath();
  context.fillStyle = '#ffffff';
  context.strokeStyle = '#000000';
  context.lineWidth = radius / 5;
  context.fill();
  context.stroke();
}

/** White within black stands out from every colour of the scale. */
function haloed(context: CanvasRenderingContext2D, width: number): void {
  context.lineJoin = 'round';
  context.strokeStyle = 'rgb(0 0 0 / 75%)';
  context.lineWidth = width * 2.2;
  context.stroke();
  context.strokeStyle = '#ffffff';
  context.lineWidth = width;
  context.stroke();
}

/** As the bytes lie in memory on a little-endian machine, opaque. */
function packed([red, green, blue]: Rgb): number {
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}
