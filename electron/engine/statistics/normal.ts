/** Probability that a standard normal variable is at most `x`. Accurate to about 1e-15 absolute. */
export function normalCdf(x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  if (x > 0) return 1 - upperTail(x);
  return upperTail(-x);
}

/** The inverse of `normalCdf`: −Infinity at 0, Infinity at 1, NaN outside 0…1. */
export function normalQuantile(probability: number): number {
  if (!(probability >= 0 && probability <= 1)) return Number.NaN;
  if (probability === 0) return Number.NEGATIVE_INFINITY;
  if (probability === 1) return Number.POSITIVE_INFINITY;
  if (probability > 0.5) return -normalQuantile(1 - probability);
  let low = -40;
  let high = 0;
  // 70 bisections narrow an interval of 40 to the rounding error.
  for (let i = 0; i < 70; i += 1) {
    const middle = (low + high) / 2;
    if (normalCdf(middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Probability that a standard normal variable exceeds `x` ≥ 0. */
function upperTail(x: number): number {
  const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  return x < 3 ? 0.5 - density * oddSeries(x) : density * continuedFraction(x);
}

/** x + x³/3 + x⁵/(3·5) + …: the integral of the density from 0 to x, divided by the density at x. */
function oddSeries(x: number): number {
  let term = x;
  let sum = x;
  for (let odd = 3; term > sum * 1e-17; odd += 2) {
    term *= (x * x) / odd;
    sum += term;
  }
  return sum;
}

/** Laplace's continued fraction 1/(x + 1/(x + 2/(x + 3/(x + …)))): the tail divided by the density at x; for x ≥ 3. */
function continuedFraction(x: number): number {
  let denominator = x;
  for (let k = 160; k >= 1; k -= 1) denominator = x + k / denominator;
  return 1 / denominator;
}
