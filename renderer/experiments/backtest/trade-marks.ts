import type { Trade } from '../../../shared/experiments/trade.ts';
import type { ChartScene } from '../../charts/marked-chart.ts';
import { directionWord } from '../../format.ts';
import { signed } from '../figures/metrics.ts';
import { reasonWords } from './backtest-words.ts';

/** A trade as it is marked on candles: where it was entered and left, and the way between. */
export function tradeScene({
  direction,
  entry_time,
  exit_time,
  entry,
  exit,
  reason,
  pips,
}: Trade): ChartScene {
  const isLong = direction === 1;
  const token = isLong ? '--long' : '--short';
  return {
    focus: { from: entry_time, to: exit_time },
    marks: [
      {
        time: entry_time,
        side: isLong ? 'below' : 'above',
        shape: isLong ? 'arrowUp' : 'arrowDown',
        token,
        text: `${directionWord(direction)} in`,
      },
      {
        time: exit_time,
        side: isLong ? 'above' : 'below',
        shape: 'square',
        token: '--text-1',
        text: `${reasonWords[reason]} ${signed(pips, 1)}`,
      },
    ],
    paths: [
      {
        from: { time: entry_time, price: entry },
        to: { time: exit_time, price: exit },
        token: '--accent',
      },
    ],
  };
}
