import { ATR } from 'trading-signals';
import type { Bars, Timeframe } from '../../../../shared/market.ts';
import type { Periods } from '../../market/periods.ts';

/** How far a label may look ahead, in bars. */
export const labelHorizon: Readonly<Record<Timeframe, number>> = { '1H': 12, '4H': 18, D: 15 };
/** Distance of both barriers from the close, in ATR(14). */
export const barrierAtr = 1.5;
export const atrPeriod = 14;

/** One entry per bar. */
export interface Labels {
  /** 1 = up, 0 = down, −1 = no label. */
  readonly label: Int8Array;
  /** Close time of the bar that decided the label, ms UTC; NaN without label. */
  readonly knownAt: Float64Array;
  /** Close time of the last bar the label could have looked at, ms UTC; Infinity past the data's end. */
  readonly horizonEnd: Float64Array;
  /** Bars without label because both barriers lay within the bar that touched first. */
  readonly ambiguous: number;
}

/**
 * Symmetric barriers: from the close of each bar, whichever of close ± 1.5 ATR(14) is touched first
 * within the horizon (12, 18, 15 bars for 1H, 4H, D) gives the label; without a touch, the sign of the
 * move to the horizon's last close. No label: both barriers within one bar (ambiguous), a final move of
 * zero, undecided at the end of the data, no ATR yet, or an ATR of zero. ATR is Wilder's (trading-signals'
 * `ATR`, whose first true range is high − low).
 */
export function labelBars(bars: Bars, timeframe: Timeframe, periods: Periods): Labels {
  const { time, high, low, close } = bars;
  const length = time.length;
  const horizon = labelHorizon[timeframe];
  const label = new Int8Array(length).fill(-1);
  const knownAt = new Float64Array(length).fill(Number.NaN);
  const horizonEnd = new Float64Array(length).fill(Number.POSITIVE_INFINITY);
  const atr = new ATR(atrPeriod);
  let ambiguous = 0;

  for (let bar = 0; bar < length; bar++) {
    const range = atr.update({ high: high[bar], low: low[bar], close: close[bar] }, false);
    const last = bar + horizon;
    if (last < length) horizonEnd[bar] = periods.endOf(timeframe, time[last]);
    if (range === null || !(range > 0)) continue;
    const upper = close[bar] + barrierAtr * range;
    const lower = close[bar] - barrierAtr * range;
    let decider = bar + 1;
    while (decider <= last && decider < length && high[decider] < upper && low[decider] > lower) decider++;
    if (decider > last) {
      if (close[last] === close[bar]) continue;
      label[bar] = close[last] > close[bar] ? 1 : 0;
      knownAt[bar] = horizonEnd[bar];
      continue;
    }
    if (decider === length) continue;
    if (high[decider] >= upper && low[decider] <= lower) {
      ambiguous++;
      continue;
    }
    label[bar] = high[decider] >= upper ? 1 : 0;
    knownAt[bar] = periods.endOf(timeframe, time[decider]);
  }
  return { label, knownAt, horizonEnd, ambiguous };
}
