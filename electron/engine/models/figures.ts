import type { ConfidenceBucket, PartFigures } from '../../../shared/models.ts';

/**
 * Figures of one part: `scores` are probabilities of up, `labels` 0 or 1, of equal length. Correct is
 * (score > 0.5) = label. All shares are NaN-free: a part without rows has 0 everywhere and the interval 0…1.
 */
export function partFigures(scores: Float64Array, labels: Uint8Array): PartFigures {
  let correct = 0;
  let ups = 0;
  for (let row = 0; row < scores.length; row++) {
    ups += labels[row];
    if (isCorrect(scores[row], labels[row])) correct++;
  }
  const [low, high] = wilsonInterval(correct, scores.length);
  return {
    rows: scores.length,
    accuracy: share(correct, scores.length),
    accuracy_low: low,
    accuracy_high: high,
    log_loss: meanLogLoss(scores, labels),
    base_rate: share(ups, scores.length),
  };
}

/** Hit rate by confidence max(p, 1 − p) in steps of 0.05 from 0.5; the last bucket includes 1. */
export function confidenceBuckets(scores: Float64Array, labels: Uint8Array): ConfidenceBucket[] {
  const rows = new Array<number>(bucketCount).fill(0);
  const hits = new Array<number>(bucketCount).fill(0);
  for (let row = 0; row < scores.length; row++) {
    const confidence = Math.max(scores[row], 1 - scores[row]);
    let bucket = bucketCount - 1;
    while (bucket > 0 && confidence < bucketStart(bucket)) bucket--;
    rows[bucket]++;
    if (isCorrect(scores[row], labels[row])) hits[bucket]++;
  }
  return rows.map((count, bucket) => {
    const [low, high] = wilsonInterval(hits[bucket], count);
    const isEmpty = count === 0;
    return {
      from: bucketStart(bucket),
      to: bucketStart(bucket + 1),
      rows: count,
      hit_rate: isEmpty ? null : hits[bucket] / count,
      low: isEmpty ? null : low,
      high: isEmpty ? null : high,
    };
  });
}

/** Mean of −ln(probability given to the label), nats; probabilities are kept 1e-16 away from 0, as XGBoost does. */
export function meanLogLoss(scores: Float64Array, labels: Uint8Array): number {
  let sum = 0;
  for (let row = 0; row < scores.length; row++) {
    const given = labels[row] === 1 ? scores[row] : 1 - scores[row];
    sum -= Math.log(Math.max(given, 1e-16));
  }
  return share(sum, scores.length);
}

/**
 * 95 % score interval of a share (Wilson 1927, "Probable inference, the law of succession, and statistical
 * inference", J. Am. Stat. Assoc. 22). Without trials: [0, 1]. It takes trials as independent; the labels of
 * neighbouring bars overlap, so for a model's accuracy it is rather too narrow.
 */
export function wilsonInterval(successes: number, trials: number): readonly [number, number] {
  if (trials === 0) return [0, 1];
  const p = successes / trials;
  const z2 = z95 * z95;
  const centre = (p + z2 / (2 * trials)) / (1 + z2 / trials);
  const half = (z95 / (1 + z2 / trials)) * Math.sqrt((p * (1 - p)) / trials + z2 / (4 * trials * trials));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}

/** 97.5 % quantile of the standard normal distribution. */
const z95 = 1.959963984540054;
const bucketCount = 10;

function bucketStart(bucket: number): number {
  return (50 + 5 * bucket) / 100;
}

function isCorrect(score: number, label: number): boolean {
  return (score > 0.5 ? 1 : 0) === label;
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
