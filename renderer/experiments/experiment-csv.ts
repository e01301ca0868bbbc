import type { Curve, Trade } from '../../shared/experiments.ts';

/** Trades as CSV, the same columns as in an exported file; times ISO 8601, UTC. */
export function tradesCsv(trades: readonly Trade[]): string {
  return csvOf([
    tradeColumns,
    ...trades.map((trade) => [
      utc(trade.signal_time),
      utc(trade.entry_time),
      utc(trade.exit_time),
      trade.direction === 1 ? 'long' : 'short',
      trade.entry,
      trade.exit,
      trade.reason,
      trade.pips,
      trade.confidence,
      trade.regime,
      trade.split ?? '',
    ]),
  ]);
}

/** The curve as CSV: when a trade was closed, and what was earned by then. */
export function curveCsv({ time, pips }: Curve): string {
  return csvOf([['time', 'pips'], ...Array.from(time, (at, i) => [utc(at), pips[i] ?? ''])]);
}

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

/** No cell here holds a comma, a quote or a line's end. */
function csvOf(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((row) => `${row.join(',')}\r\n`).join('');
}

function utc(time: number): string {
  return new Date(time).toISOString();
}
