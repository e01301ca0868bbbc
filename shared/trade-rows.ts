import type { Curve } from './experiments/figures.ts';
import type { Trade } from './experiments/trade.ts';

export type Cell = string | number | null;

const tradeColumns = [
  'signal_time',
  'entry_time',
  'exit_time',
  'direction',
  'entry',
  'exit',
  'reason',
  'pips',
  'confidence',
  'regime',
  'split',
] as const satisfies readonly (keyof Trade)[];

/** Trades as rows of a table, with the column names as its first row; times are ISO 8601, UTC. */
export function* tradeRows(trades: readonly Trade[]): Generator<readonly Cell[]> {
  yield tradeColumns;
  for (const trade of trades) {
    const shown: Record<keyof Trade, Cell> = {
      ...trade,
      signal_time: utc(trade.signal_time),
      entry_time: utc(trade.entry_time),
      exit_time: utc(trade.exit_time),
      direction: trade.direction === 1 ? 'long' : 'short',
    };
    yield tradeColumns.map((column) => shown[column]);
  }
}

/** The equity curve as rows: when a trade was closed, and the total pips by then. */
export function* curveRows({ time, pips }: Curve): Generator<readonly Cell[]> {
  yield ['time', 'pips'];
  for (let i = 0; i < time.length; i += 1) yield [utc(time[i]), pips[i]];
}

function utc(time: number): string {
  return new Date(time).toISOString();
}
