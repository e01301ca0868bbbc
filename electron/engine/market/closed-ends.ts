import type { PeriodRules, Timeframe } from '../../../shared/market.ts';
import type { BarLog } from './bar-log.ts';
import { createPeriods } from './periods.ts';

/** End index (excluded) of a timeframe's bars that have closed when the 1H bar at `hour` (open time, ms UTC) has. */
export type ClosedEnds = (timeframe: Timeframe, hour: number | null) => number;

export function createClosedEnds(rules: PeriodRules, log: (timeframe: Timeframe) => BarLog): ClosedEnds {
  const periods = createPeriods(rules);
  return (timeframe, hour) => {
    if (hour === null) return 0;
    const bars = log(timeframe);
    const moment = periods.endOf('1H', hour);
    let end = bars.indexAt(hour) + 1;
    while (end > bars.first() && periods.endOf(timeframe, bars.timeAt(end - 1)) > moment) end -= 1;
    return end;
  };
}
