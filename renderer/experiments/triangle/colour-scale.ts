/** Red, green and blue, 0…255. */
export type Rgb = readonly [number, number, number];

/** Colours of a scale, from its low end to its high end. */
export const scaleSize = 256;

/** Lightness, chroma and hue (degrees) of the scale's supports; lightness rises evenly between the ends. */
const supports = [
  { chroma: 0.11, hue: 285 },
  { chroma: 0.115, hue: 262 },
  { chroma: 0.085, hue: 225 },
  { chroma: 0.095, hue: 180 },
  { chroma: 0.125, hue: 145 },
  { chroma: 0.145, hue: 105 },
] as const;
const darkest = 0.27;
const lightest = 0.93;

/**
 * Even steps of lightness from dark blue over teal to pale yellow, in OKLab (Ottosson, 2020): equal differences
 * of a figure look equally large, the order stays in greys, and no step rests on red against green.
 */
export const scale: readonly Rgb[] = Array.from({ length: scaleSize }, (_, i) =>
  colourAt(i / (scaleSize - 1)),
);

/** Values to colours: what lies below `low` or above `high` has the colour of that end. */
export interface ColourRange {
  readonly low: number;
  readonly high: number;
  /** Some values lie beyond the ends. */
  readonly clipped: boolean;
}

const tail = 0.01;

/**
 * The range of what is finite. The outermost hundredth on either side is clipped where it would take more than
 * half of the scale, so that one lucky mix does not leave the others in one colour. Null where nothing is finite.
 */
export function rangeOf(values: ArrayLike<number>): ColourRange | null {
  const sorted = Float64Array.from(Array.from(values).filter(Number.isFinite)).sort();
  if (sorted.length === 0) return null;
  const last = sorted.length - 1;
  const [least, most] = [sorted[0] ?? 0, sorted[last] ?? 0];
  const [low, high] = [
    sorted[Math.ceil(last * tail)] ?? least,
    sorted[Math.floor(last * (1 - tail))] ?? most,
  ];
  const isLopsided = high > low && high - low < (most - least) / 2;
  return isLopsided ? { low, high, clipped: true } : { low: least, high: most, clipped: false };
}

/** Where a value lies on the scale, 0…1; a range of one value lies in the middle. NaN for what is not finite. */
export function shareOf(value: number, { low, high }: ColourRange, falling: boolean): number {
  if (!Number.isFinite(value)) return Number.NaN;
  const share = high > low ? Math.min(1, Math.max(0, (value - low) / (high - low))) : 0.5;
  return falling ? 1 - share : share;
}

/** The colour at a share of the scale. */
export function colourOf(share: number): Rgb {
  return scale[Math.round(Math.min(1, Math.max(0, share)) * (scaleSize - 1))] as Rgb;
}

function colourAt(share: number): Rgb {
  const at = share * (supports.length - 1);
  const low = Math.min(Math.floor(at), supports.length - 2);
  const [one, other] = [supports[low], supports[low + 1]];
  const between = at - low;
  const chroma = (one?.chroma ?? 0) * (1 - between) + (other?.chroma ?? 0) * between;
  const hue = (((one?.hue ?? 0) * (1 - between) + (other?.hue ?? 0) * between) * Math.PI) / 180;
  return fromOklab(darkest + (lightest - darkest) * share, chroma * Math.cos(hue), chroma * Math.sin(hue));
}

/** OKLab to sRGB, Björn Ottosson, "A perceptual color space for image processing". */
function fromOklab(lightness: number, a: number, b: number): Rgb {
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    byteOf(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
    byteOf(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
    byteOf(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short),
  ];
}

function byteOf(linear: number): number {
  const clipped = Math.min(1, Math.max(0, linear));
  const shown = clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * clipped ** (1 / 2.4) - 0.055;
  return Math.round(shown * 255);
}
