import type { Period } from '../../shared/experiments/scope.ts';
import type { SplitPart } from '../../shared/prediction.ts';

/** A named span of time, ms UTC, or of bars, by their indexes; `to` is excluded. */
export interface Band {
  readonly from: number;
  readonly to: number;
  readonly label: string;
  /** The models were fitted to it, or training and settings looked at it. */
  readonly inSample: boolean;
}

/** A part of the split, or what of it lies in a span of time. */
export interface PartBand extends Band {
  readonly part: SplitPart;
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

/** What lies before the open time of the test part's first bar, and what from there on; none where it is unknown. */
export function sampleBands(testFrom: number | null): readonly Band[] {
  if (testFrom === null) return [];
  return [
    { from: Number.NEGATIVE_INFINITY, to: testFrom, label: 'in sample', inSample: true },
    { from: testFrom, to: Number.POSITIVE_INFINITY, label: 'test part', inSample: false },
  ];
}

/** What of the bands lies between two times. */
export function bandsWithin(bands: readonly PartBand[], from: number, to: number): readonly PartBand[] {
  return bands.flatMap((band) => {
    const [start, end] = [Math.max(from, band.from), Math.min(to, band.to)];
    return end > start ? [{ ...band, from: start, to: end }] : [];
  });
}
