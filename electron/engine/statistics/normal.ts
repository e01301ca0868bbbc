/** Chance that a standard normal is at most `x`. Accurate to about 1e-15 absolute. */
export function normalCdf(x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  if (x > 0) return 1 - upperTail(x);
  return upperTail(-x);
}

/** The value that a standard normal does not exceed with this chance; ∓Infinity at 0 and 1. */
export function normalQuantile(chance: number): number {
  if (!(chance >= 0 && chance <= 1)) return Number.NaN;
  if (chance === 0) return Number.NEGATIVE_INFINITY;
  if (chance === 1) return Number.POSITIVE_INFINITY;
  if (chance > 0.5) return -normalQuantile(1 - chance);
  let low = -40;
  let high = 0;
  // Halving an interval of 40 until it is one rounding wide.
  for (let i = 0; i < 70; i += 1) {
    const middle = (low + high) / 2;
    if (normalCdf(middle) < chance) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Chance that a standard normal exceeds `x` ≥ 0. */
function upperTail(x: number): number {
  const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  return x < 3 ? 0.5 - density * oddSeries(x) : density * continuedFraction(x);
}

/** x + x³/3 + x⁵/(3·5) + …: the integral of the density from 0 to x, over the density at x. */
function oddSeries(x: number): number {
  let term = x;
  let sum = x;
  for (let odd = 3; term > sum * 1e-17; odd += 2) {
    term *= (x * x) / odd;
    sum += term;
  }
  return sum;
}

/** Laplace's 1/(x + 1/(x + 2/(x + 3/(x + …)))): the tail over the density at x; for x ≥ 3. */
function continuedFraction(x: number): number {
  let denominator = x;
  for (let k = 160; k >= 1; k -= 1) denominator = x + k / denominator;
  return 1 / denominator;
}
