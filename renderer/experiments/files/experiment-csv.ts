import type { Curve } from '../../../shared/experiments/figures.ts';
import type { Trade } from '../../../shared/experiments/trade.ts';
import { type Cell, curveRows, tradeRows } from '../../../shared/trade-rows.ts';

/** Trades as CSV, the same rows as in an exported file. */
export function tradesCsv(trades: readonly Trade[]): string {
  return csvOf(tradeRows(trades));
}

/** The curve as CSV. */
export function curveCsv(curve: Curve): string {
  return csvOf(curveRows(curve));
}

/** No cell of these rows holds a comma, a quote or a line's end. */
function csvOf(rows: Iterable<readonly Cell[]>): string {
  let text = '';
  for (const row of rows) text += `${row.join(',')}\r\n`;
  return text;
}
