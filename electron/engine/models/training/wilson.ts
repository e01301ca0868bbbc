/** 97.5 % quantile of the standard normal distribution. */
export const z95 = 1.959963984540054;

/**
 * Score interval of a share (Wilson 1927, "Probable inference, the law of succession, and statistical inference",
 * J. Am. Stat. Assoc. 22), 95 % unless another quantile is given; [0, 1] without trials. It assumes independent trials.
 * Neither number needs to be whole.
 */
export function wilsonInterval(successes: number, trials: number, quantile = z95): readonly [number, number] {
  if (trials === 0) return [0, 1];
  const p = successes / trials;
  const z2 = quantile * quantile;
  const centre = (p + z2 / (2 * trials)) / (1 + z2 / trials);
  const half =
    (quantile / (1 + z2 / trials)) * Math.sqrt((p * (1 - p)) / trials + z2 / (4 * trials * trials));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}
