import { normalCdf, normalQuantile } from './normal.ts';
import { isScattered, scatterOf } from './sharpe.ts';

export interface DeflatedSharpeInput {
  /** Sharpe ratio per day, not annualised. */
  readonly sharpe: number;
  /** Third and fourth standardised moment of the daily returns; 0 and 3 for a normal distribution. */
  readonly skewness: number;
  readonly kurtosis: number;
  readonly days: number;
  /** Variance of the daily Sharpe ratios across all trials. */
  readonly variance: number;
  /**
   * Number of trials. The formula assumes that they are independent. Neighbouring mixes are strongly correlated, so
   * counting every mix is conservative.
   */
  readonly tries: number;
}

export interface DeflatedSharpe {
  /** Expected highest Sharpe ratio of the trials if none has an edge; per day, not annualised. */
  readonly expected_best: number;
  /** Probability that the true Sharpe ratio is above `expected_best`; 0…1. */
  readonly probability: number;
}

/**
 * The deflated Sharpe ratio: Bailey and López de Prado (2014), "The Deflated Sharpe Ratio: Correcting for
 * Selection Bias, Backtest Overfitting, and Non-Normality", Journal of Portfolio Management 40(5):
 *
 * SR₀ = √V · ((1 − γ) Φ⁻¹(1 − 1/N) + γ Φ⁻¹(1 − 1/(N e))), γ the Euler–Mascheroni constant;
 * DSR = Φ((SR − SR₀) √(T − 1) / √(1 − γ₃ SR + (γ₄ − 1)/4 · SR²)).
 *
 * Null with fewer than two days, or where the formula is undefined.
 */
export function deflatedSharpe(input: DeflatedSharpeInput): DeflatedSharpe | null {
  const { sharpe, skewness, kurtosis, days, variance, tries } = input;
  const expected_best = expectedBest(variance, tries);
  const spread = 1 - skewness * sharpe + ((kurtosis - 1) / 4) * sharpe * sharpe;
  const probability = normalCdf(((sharpe - expected_best) * Math.sqrt(days - 1)) / Math.sqrt(spread));
  return days >= 2 && Number.isFinite(probability) ? { expected_best, probability } : null;
}

/** Expected maximum of `tries` independent normal variables with mean 0 and this variance; 0 for a single one. */
export function expectedBest(variance: number, tries: number): number {
  if (tries <= 1) return 0;
  const euler = 0.5772156649015329;
  return (
    Math.sqrt(variance) *
    ((1 - euler) * normalQuantile(1 - 1 / tries) + euler * normalQuantile(1 - 1 / (tries * Math.E)))
  );
}

export interface Moments {
  readonly mean: number;
  /** Sample standard deviation (n − 1). */
  readonly deviation: number;
  /** Standardised by the population standard deviation. */
  readonly skewness: number;
  readonly kurtosis: number;
}

/** Null with fewer than two values, or where the values do not vary (`isScattered`). */
export function momentsOf(values: Float32Array | Float64Array): Moments | null {
  const scatter = scatterOf(values);
  if (!isScattered(scatter)) return null;
  const { count: n, mean, squares: second } = scatter;
  let third = 0;
  let fourth = 0;
  for (const value of values) {
    const off = value - mean;
    third += off * off * off;
    fourth += off * off * off * off;
  }
  const variance = second / n;
  return {
    mean,
    deviation: Math.sqrt(second / (n - 1)),
    skewness: third / n / variance ** 1.5,
    kurtosis: fourth / n / (variance * variance),
  };
}
