import type { Period } from '../../shared/experiments/scope.ts';
import type { SplitPart } from '../../shared/prediction.ts';

/** A part of the split, or what of it lies in a span of time, ms UTC; `to` is excluded. */
export interface PartBand {
  readonly part: SplitPart;
  readonly from: number;
  readonly to: number;
  readonly label: string;
  /** The models were fitted to it, or training and settings looked at it. */
  readonly inSample: boolean;
}

export const partLabels: Readonly<Record<SplitPart, string>> = {
  train: 'training, in sample',
  validation: 'validation, not unseen',
  test: 'test',
};

/** The parts as bands that touch each other: a band ends where the next begins. */
export function partBands(parts: Period['parts']): readonly PartBand[] {
  return parts.map(({ part, from }, i) => ({
    part,
    from,
    to: parts[i + 1]?.from ?? Number.POSITIVE_INFINITY,
    label: partLabels[part],
    inSample: part !== 'test',
  }));
}

/** What of the bands lies between two times. */
export function bandsWithin(bands: readonly PartBand[], from: number, to: number): readonly PartBand[] {
  return bands.flatMap((band) => {
    const [start, end] = [Math.max(from, band.from), Math.min(to, band.to)];
    return end > start ? [{ ...band, from: start, to: end }] : [];
  });
}
