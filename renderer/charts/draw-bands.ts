/** A band in the pixels of the canvas it is drawn on. */
export interface PixelBand {
  readonly left: number;
  readonly right: number;
  readonly label: string;
  readonly inSample: boolean;
}

export interface BandLook {
  readonly shade: string;
  readonly line: string;
  readonly text: string;
  readonly font: string;
  /** Pixels of the canvas by pixels of the page. */
  readonly ratio: number;
}

interface Area {
  readonly top: number;
  readonly height: number;
}

/** Shades what was in sample, draws a line where a part begins after another, and writes its name where it fits. */
export function drawBands(
  context: CanvasRenderingContext2D,
  { top, height }: Area,
  bands: readonly PixelBand[],
  { shade, line, text, font, ratio }: BandLook,
): void {
  context.save();
  context.font = font;
  context.textBaseline = 'top';
  context.textAlign = 'left';
  bands.forEach(({ left, right, label, inSample }, i) => {
    if (inSample) {
      context.fillStyle = shade;
      context.fillRect(left, top, right - left, height);
    }
    if (i > 0) {
      context.strokeStyle = line;
      context.setLineDash([2 * ratio, 3 * ratio]);
      context.beginPath();
      context.moveTo(Math.round(left) + 0.5, top);
      context.lineTo(Math.round(left) + 0.5, top + height);
      context.stroke();
    }
    context.fillStyle = text;
    const room = right - left - 10 * ratio;
    const [short = label] = label.split(',');
    const fitting = [label, short].find((words) => context.measureText(words).width <= room);
    if (fitting) context.fillText(fitting, left + 6 * ratio, top + 4 * ratio);
  });
  context.restore();
}
