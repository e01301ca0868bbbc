import type { Bars } from '../../../shared/market.ts';
import { type Regime, regimes } from '../../../shared/prediction.ts';

/** Number of closed Daily bars that decide the regime. */
export const regimeWindow = 20;

const volatileAbove = { volatility: 0.015, range: 0.012 };
const trendingAbove = 0.02;

/**
 * The market regime from the `regimeWindow` Daily bars up to bar `last`; `unknown` with fewer bars.
 * volatility = sample standard deviation of close-to-close returns, trend = (last − first close) / first
 * close, range = mean of (high − low) / close.
 */
export function regimeAt(daily: Pick<Bars, 'high' | 'low' | 'close'>, last: number): Regime {
  const first = last - regimeWindow + 1;
  if (first < 0) return 'unknown';
  const { high, low, close } = daily;
  let rangeSum = 0;
  let returnSum = 0;
  for (let i = first; i <= last; i += 1) {
    rangeSum += (high[i] - low[i]) / close[i];
    if (i > first) returnSum += close[i] / close[i - 1] - 1;
  }
  const returns = regimeWindow - 1;
  const mean = returnSum / returns;
  let squares = 0;
  for (let i = first + 1; i <= last; i += 1) squares += (close[i] / close[i - 1] - 1 - mean) ** 2;
  const volatility = Math.sqrt(squares / (returns - 1));
  const trend = (close[last] - close[first]) / close[first];
  if (volatility > volatileAbove.volatility || rangeSum / regimeWindow > volatileAbove.range)
    return 'volatile';
  return Math.abs(trend) > trendingAbove ? 'trending' : 'ranging';
}

/** The regime from the close of each Daily bar on, as an index into `regimes`. */
export function dailyRegimes(daily: Bars): Uint8Array {
  return Uint8Array.from(daily.close, (_close, i) => regimes.indexOf(regimeAt(daily, i)));
}
