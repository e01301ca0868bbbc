import type { Bar, Bars, Dataset, Timeframe } from '../../../shared/market.ts';
import { barAt } from './bars.ts';
import { createPeriods } from './periods.ts';
import { createBarAggregator } from './resample.ts';

/** A bar of one of the ensemble's timeframes whose period has passed. */
export interface ClosedBar {
  readonly timeframe: Timeframe;
  readonly bar: Bar;
}

/** Takes the base bars that follow and gives what they close, in the order of the closes, the longest first. */
export type BarCloser = (bars: Bars) => ClosedBar[];

/** `recent` are the base bars that came before, at least from within the last day that has ended. */
export function createBarCloser(
  dataset: Pick<Dataset, 'interval_ms' | 'phase_ms' | 'trading_day'>,
  recent: Bars,
): BarCloser {
  const periods = createPeriods(dataset);
  const longestFirst: readonly Timeframe[] = ['D', '4H', '1H'];
  const aggregators = longestFirst.map((timeframe) => ({
    timeframe,
    aggregator: createBarAggregator(timeframe, dataset.interval_ms, periods),
  }));
  const closeOf = ({ timeframe, bar }: ClosedBar) => periods.endOf(timeframe, bar.time);

  function closedBy(bar: Bar): ClosedBar[] {
    return aggregators
      .flatMap(({ timeframe, aggregator }) =>
        aggregator.push(bar).map((closed) => ({ timeframe, bar: closed })),
      )
      .sort((a, b) => closeOf(a) - closeOf(b));
  }

  const take: BarCloser = (bars) =>
    Array.from(bars.time, (_time, index) => closedBy(barAt(bars, index))).flat();
  take(recent);
  return take;
}
