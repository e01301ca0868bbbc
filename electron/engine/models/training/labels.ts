import { ATR } from 'trading-signals';
import type { Bars, Timeframe } from '../../../../shared/market.ts';
import type { Periods } from '../../market/periods.ts';

/** The number of bars that a label looks ahead at most. */
export const labelHorizon: Readonly<Record<Timeframe, number>> = { '1H': 12, '4H': 18, D: 15 };
/** Distance of both barriers from the close, in ATR(14). */
export const barrierAtr = 1.5;
export const atrPeriod = 14;

/** One entry per bar. */
export interface Labels {
  /** 1 = up, 0 = down, −1 = no label. */
  readonly label: Int8Array;
  /** Close time of the bar that decides the label, ms UTC; NaN without a label. */
  readonly knownAt: Float64Array;
  /** Close time of the last bar of the label's horizon, ms UTC; Infinity where it lies beyond the data. */
  readonly horizonEnd: Float64Array;
  /** Bars without a label because the first bar to touch a barrier touches both. */
  readonly ambiguous: number;
}

/**
 * Labels each bar by symmetric barriers at close ± 1.5 ATR(14): the barrier that is touched first within the horizon
 * (12, 18 and 15 bars for 1H, 4H and D) gives the label; without a touch, the sign of the move to the last close of the
 * horizon does. A bar has no label where one bar touches both barriers (ambiguous), the final move is zero, the data end
 * before the label is decided, or the ATR is unknown or zero. The ATR is Wilder's (`ATR` of trading-signals, whose first
 * true range is high − low).
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
