/**
 * Largest distance of the values' distribution from the uniform one on 0…1, and the chance of one as large
 * when they are uniform (Kolmogorov's limit with the correction of Stephens 1970).
 */
export function uniformity(values: readonly number[]): { statistic: number; chance: number } {
  const sorted = [...values].sort((a, b) => a - b);
  const n = sorted.length;
  const statistic = sorted.reduce((most, value, i) => Math.max(most, (i + 1) / n - value, value - i / n), 0);
  const scaled = (Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n)) * statistic;
  let chance = 0;
  for (let k = 1; k <= 100; k += 1) chance += 2 * (-1) ** (k - 1) * Math.exp(-2 * k * k * scaled * scaled);
  return { statistic, chance: Math.min(1, Math.max(0, chance)) };
}
