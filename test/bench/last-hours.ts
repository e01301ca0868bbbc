import type { ClosedBar } from '../../electron/engine/market/bar-closer.ts';
import { barAt, lastIndexAtOrBefore, viewBars } from '../../electron/engine/market/bars.ts';
import { type Bars, hourMs, periodMs, type Timeframe } from '../../shared/market.ts';

type Market = Readonly<Record<Timeframe, Bars>>;

/** The bars that had closed before the last `hours` of them, and what closes with each of those. */
export function lastHours(market: Market, hours: number): { history: Market; closes: ClosedBar[][] } {
  const times = market['1H'].time;
  const moment = times[times.length - hours - 1] + hourMs;
  const end = (timeframe: Timeframe, closedBy: number) =>
    lastIndexAtOrBefore(market[timeframe], closedBy - periodMs[timeframe]) + 1;
  const history = (timeframe: Timeframe) => viewBars(market[timeframe], 0, end(timeframe, moment));
  const next = { '1H': end('1H', moment), '4H': end('4H', moment), D: end('D', moment) };
  const closes: ClosedBar[][] = [];
  for (let hour = next['1H']; hour < times.length; hour += 1) {
    const closed: ClosedBar[] = [];
    for (const timeframe of ['D', '4H', '1H'] as const) {
      const until = end(timeframe, times[hour] + hourMs);
      for (; next[timeframe] < until; next[timeframe] += 1) {
        closed.push({ timeframe, bar: barAt(market[timeframe], next[timeframe]) });
      }
    }
    closes.push(closed);
  }
  return { history: { '1H': history('1H'), '4H': history('4H'), D: history('D') }, closes };
}
