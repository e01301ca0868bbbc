/** A result of at most this many pips either way, after the spread, is break-even. Allows for rounding errors. */
const evenPips = 0.01 + 1e-9;

/**
 * 1 for a won trade, −1 for a lost one, 0 for break-even: a result within a hundredth of a pip of zero, after the spread.
 * Without this margin, the sign of a rounding error (1e-12 pips) would decide.
 */
export function tradeResult(pips: number): 1 | 0 | -1 {
  if (Math.abs(pips) <= evenPips) return 0;
  return pips > 0 ? 1 : -1;
}
