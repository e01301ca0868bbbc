import type { ConfidenceBucket, PartFigures } from '../../../../shared/models.ts';
import { accuracyInterval } from './accuracy-interval.ts';

/** Predictions of a model on some rows, and the labels: columns of equal length. */
export interface ScoredRows {
  /** Probabilities of up. */
  readonly scores: Float64Array;
  /** 1 = up, 0 = down. */
  readonly labels: Uint8Array;
  /** Index of each row's bar, ascending. */
  readonly bars: Int32Array;
  /** Bars that a label looks ahead at most. */
  readonly horizon: number;
}

/**
 * Figures of one part of the split. A prediction is correct where (score > 0.5) equals the label. A part without rows has
 * 0 in every figure and the interval 0…1; no figure is NaN.
 */
export function partFigures({ scores, labels, bars, horizon }: ScoredRows): PartFigures {
  const hits = hitsOf(scores, labels);
  const { low, high, effective_rows } = accuracyInterval(hits, bars, horizon);
  return {
    rows: scores.length,
    accuracy: share(sum(hits), scores.length),
    accuracy_low: low,
    accuracy_high: high,
    effective_rows,
    log_loss: meanLogLoss(scores, labels),
    base_rate: share(sum(labels), scores.length),
  };
}

/** Hit rate by confidence max(p, 1 − p) in steps of 0.05 from 0.5; the last bucket includes 1. */
export function confidenceBuckets({ scores, labels, bars, horizon }: ScoredRows): ConfidenceBucket[] {
  const hits = hitsOf(scores, labels);
  const rows: number[][] = Array.from({ length: bucketCount }, () => []);
  for (let row = 0; row < scores.length; row++) {
    const confidence = Math.max(scores[row], 1 - scores[row]);
    let bucket = bucketCount - 1;
    while (bucket > 0 && confidence < bucketStart(bucket)) bucket--;
    rows[bucket].push(row);
  }
  return rows.map((own, bucket) => {
    const right = Uint8Array.from(own, (row) => hits[row]);
    const { low, high } = accuracyInterval(
      right,
      Int32Array.from(own, (row) => bars[row]),
      horizon,
    );
    const isEmpty = own.length === 0;
    return {
      from: bucketStart(bucket),
      to: bucketStart(bucket + 1),
      rows: own.length,
      hit_rate: isEmpty ? null : sum(right) / own.length,
      low: isEmpty ? null : low,
      high: isEmpty ? null : high,
    };
  });
}

/** Mean of −ln(probability of the label), in nats; probabilities are at least 1e-16, as in XGBoost. */
export function meanLogLoss(scores: Float64Array, labels: Uint8Array): number {
  let loss = 0;
  for (let row = 0; row < scores.length; row++) {
    const given = labels[row] === 1 ? scores[row] : 1 - scores[row];
    loss -= Math.log(Math.max(given, 1e-16));
  }
  return share(loss, scores.length);
}

const bucketCount = 10;

function bucketStart(bucket: number): number {
  return (50 + 5 * bucket) / 100;
}

/** 1 where the model predicted the right direction. */
function hitsOf(scores: Float64Array, labels: Uint8Array): Uint8Array {
  return labels.map((label, row) => ((scores[row] > 0.5 ? 1 : 0) === label ? 1 : 0));
}

function sum(values: Uint8Array): number {
  return values.reduce((total, value) => total + value, 0);
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
