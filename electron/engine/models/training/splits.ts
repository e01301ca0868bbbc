import type { Bars } from '../../../../shared/market.ts';
import type { SplitPart } from '../../../../shared/prediction.ts';
import type { Labels } from './labels.ts';

/** Open times of the first 1H bar of the validation and of the test part, ms UTC. */
export interface SplitTimes {
  readonly validation_from: number;
  readonly test_from: number;
}

/** Row numbers by part, ascending. */
export type PartRows = Readonly<Record<SplitPart, Int32Array>>;

/**
 * Splits chronologically, 60/20/20 by the number of 1H bars. The same two times split all three timeframes, so that the
 * test part is out of sample for every model. Both are Infinity without bars.
 */
export function splitTimes(hourly: Bars): SplitTimes {
  const at = (fifths: number) =>
    hourly.time[Math.floor((hourly.time.length * fifths) / 5)] ?? Number.POSITIVE_INFINITY;
  return { validation_from: at(3), test_from: at(4) };
}

/** The part that a bar of any timeframe belongs to, by its open time. */
export function partOf(times: SplitTimes, barTime: number): SplitPart {
  if (barTime < times.validation_from) return 'train';
  return barTime < times.test_from ? 'validation' : 'test';
}

/** The open times between which the bars of each part lie, ms UTC: `from` included, `to` excluded. */
export function partBounds(times: SplitTimes): Readonly<Record<SplitPart, { from: number; to: number }>> {
  const { validation_from, test_from } = times;
  return {
    train: { from: Number.NEGATIVE_INFINITY, to: validation_from },
    validation: { from: validation_from, to: test_from },
    test: { from: test_from, to: Number.POSITIVE_INFINITY },
  };
}

/**
 * The labelled rows from `warmUp` on, by part. Rows whose horizon reaches beyond the end of their part are purged, even
 * where the label was decided before: keeping only those would bias the labels near the end of a part. The test part
 * ends with the data.
 */
export function splitRows(
  barTimes: Float64Array,
  labels: Labels,
  warmUp: number,
  times: SplitTimes,
): PartRows {
  const rows: Record<SplitPart, number[]> = { train: [], validation: [], test: [] };
  const bounds = partBounds(times);
  for (let row = warmUp; row < barTimes.length; row++) {
    if (labels.label[row] < 0) continue;
    const part = partOf(times, barTimes[row]);
    const horizonEnd = labels.horizonEnd[row];
    if (Number.isFinite(horizonEnd) && horizonEnd <= bounds[part].to) rows[part].push(row);
  }
  return {
    train: Int32Array.from(rows.train),
    validation: Int32Array.from(rows.validation),
    test: Int32Array.from(rows.test),
  };
}
