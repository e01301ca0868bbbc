/** Pips, the spread paid, within which a trade has ended where it began; a little more, for what rounding leaves. */
const evenPips = 0.01 + 1e-9;

/**
 * How a trade ended: 1 won, −1 lost, 0 neither: within a hundredth of a pip of its entry, prices as paid. Without
 * that, the sign of a rounding error (1e-12 pips) would decide.
 */
export function tradeResult(pips: number): 1 | 0 | -1 {
  if (Math.abs(pips) <= evenPips) return 0;
  return pips > 0 ? 1 : -1;
}
