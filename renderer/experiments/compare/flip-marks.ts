import type { Flip } from '../../../shared/experiments/comparison.ts';
import type { Trade } from '../../../shared/experiments/trade.ts';
import type { ChartMark, ChartPath } from '../../charts/candle-chart.ts';
import type { ChartScene } from '../../charts/marked-chart.ts';
import { signed } from '../figures/metrics.ts';

/** Colours of the sides, in curves and on candles; shape and words say it too. */
export const sideTokens = { a: '--text-2', b: '--accent' } as const;

/** A flipped bar as it is marked on candles: what both sides did there, and the trades that came of it. */
export function flipScene(
  { bar_time, a, b }: Flip,
  trades: { readonly a: Trade | null; readonly b: Trade | null },
): ChartScene {
  const sides = [
    { name: 'a', side: a, trade: trades.a, at: 'above' },
    { name: 'b', side: b, trade: trades.b, at: 'below' },
  ] as const;
  const exits = sides.map(({ trade }) => trade?.exit_time ?? bar_time);
  return {
    focus: { from: bar_time, to: Math.max(bar_time, ...exits) },
    marks: sides.flatMap(({ name, side, trade, at }): ChartMark[] => {
      const token = sideTokens[name];
      const letter = name.toUpperCase();
      const decided: ChartMark = {
        time: bar_time,
        side: at,
        shape: side.decision === 'none' ? 'circle' : side.decision === 'long' ? 'arrowUp' : 'arrowDown',
        token,
        text: `${letter}: ${side.decision}`,
      };
      if (!trade) return [decided];
      const left: ChartMark = {
        time: trade.exit_time,
        side: at,
        shape: 'square',
        token,
        text: `${letter} out ${signed(trade.pips, 1)}`,
      };
      return [decided, left];
    }),
    paths: sides.flatMap(({ name, trade }): ChartPath[] =>
      trade
        ? [
            {
              from: { time: trade.entry_time, price: trade.entry },
              to: { time: trade.exit_time, price: trade.exit },
              token: sideTokens[name],
            },
          ]
        : [],
    ),
  };
}
