import { type BinnedRows, binsOf } from './binning.ts';
import type { HistogramLayout } from './histogram.ts';

/** The regularisation of a split, with the names and the meaning they have in XGBoost. */
export interface Regularisation {
  readonly reg_lambda: number;
  readonly reg_alpha: number;
  readonly gamma: number;
  readonly min_child_weight: number;
}

/** The best split found. Written in place, so that the search allocates nothing. */
export interface Split {
  /** −1 where no split reduces the loss enough. */
  feature: number;
  /** Codes up to and including this one go left. */
  bin: number;
  defaultLeft: boolean;
  lossChange: number;
  leftGradient: number;
  leftHessian: number;
}

/**
 * Searches every boundary between bins of the given features for the largest loss change (Chen and Guestrin 2016,
 * "XGBoost: a scalable tree boosting system", equation 7, without its factor ½, as in the XGBoost program). Missing
 * values go right and, where the node has any, also left. Children lighter than min_child_weight and changes below
 * gamma are excluded. The first of equal splits wins.
 */
export function findSplit(
  histogram: Float64Array,
  layout: HistogramLayout,
  binned: BinnedRows,
  features: Int32Array,
  gradient: number,
  hessian: number,
  limits: Regularisation,
  split: Split,
): void {
  const { reg_lambda: lambda, reg_alpha: alpha } = limits;
  const lightest = Math.max(limits.min_child_weight, negligible);
  const before = score(gradient, hessian, alpha, lambda);
  split.feature = -1;
  let best = before + Math.max(negligible, limits.gamma * (1 - Number.EPSILON));

  for (let position = 0; position < features.length; position++) {
    const feature = features[position];
    const offset = layout.offsets[feature];
    const bins = binsOf(binned, feature);
    const missingGradient = histogram[offset + 2 * bins];
    const missingHessian = histogram[offset + 2 * bins + 1];
    const hasMissing = missingHessian > negligible;
    // Without missing values the last boundary would leave no row on the right.
    const boundaries = hasMissing ? bins : bins - 1;
    let leftGradient = 0;
    let leftHessian = 0;
    for (let bin = 0; bin < boundaries; bin++) {
      const inBin = histogram[offset + 2 * bin + 1];
      if (inBin === 0) continue;
      leftGradient += histogram[offset + 2 * bin];
      leftHessian += inBin;
      if (hessian - leftHessian < lightest && !hasMissing) break;
      if (leftHessian >= lightest && hessian - leftHessian >= lightest) {
        const after =
          score(leftGradient, leftHessian, alpha, lambda) +
          score(gradient - leftGradient, hessian - leftHessian, alpha, lambda);
        if (after > best) {
          best = after;
          split.feature = feature;
          split.bin = bin;
          split.defaultLeft = false;
          split.leftGradient = leftGradient;
          split.leftHessian = leftHessian;
        }
      }
      if (!hasMissing) continue;
      const withGradient = leftGradient + missingGradient;
      const withHessian = leftHessian + missingHessian;
      if (withHessian >= lightest && hessian - withHessian >= lightest) {
        const after =
          score(withGradient, withHessian, alpha, lambda) +
          score(gradient - withGradient, hessian - withHessian, alpha, lambda);
        if (after > best) {
          best = after;
          split.feature = feature;
          split.bin = bin;
          split.defaultLeft = true;
          split.leftGradient = withGradient;
          split.leftHessian = withHessian;
        }
      }
    }
  }
  split.lossChange = best - before;
}

/** The optimal weight of a leaf, before the learning rate; 0 for one lighter than min_child_weight. */
export function leafWeight(gradient: number, hessian: number, limits: Regularisation): number {
  if (hessian < limits.min_child_weight || hessian <= 0) return 0;
  return -shrunk(gradient, limits.reg_alpha) / (hessian + limits.reg_lambda);
}

function score(gradient: number, hessian: number, alpha: number, lambda: number): number {
  const rest = shrunk(gradient, alpha);
  return (rest * rest) / (hessian + lambda);
}

function shrunk(gradient: number, alpha: number): number {
  if (gradient > alpha) return gradient - alpha;
  return gradient < -alpha ? gradient + alpha : 0;
}

/** XGBoost's bound below which a loss change is rounding error; also far above the residue of subtraction in empty bins. */
const negligible = 1e-6;
