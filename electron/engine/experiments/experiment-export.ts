import type { Backtest } from '../../../shared/experiments/backtest.ts';
import { type ExperimentFile, experimentFileSchema } from '../../../shared/experiments/experiment-file.ts';
import { failure, type Result, success } from '../../../shared/result.ts';
import { type Cell, curveRows, tradeRows } from '../../../shared/trade-rows.ts';
import { csvRow } from '../text/csv.ts';
import { readForeignJson, writeWhole } from '../text/whole-file.ts';

/** Writes the trades or the equity curve of a backtest, in time order. */
export function exportBacktest(
  { period, tried, trades, curve, empty_because }: Backtest,
  what: 'trades' | 'curve',
  format: 'csv' | 'json',
  path: string,
): Promise<Result<null>> {
  if (format === 'csv')
    return writeWhole(path, csvLines(what === 'trades' ? tradeRows(trades) : curveRows(curve)));
  const rows = what === 'trades' ? { trades } : { curve: { time: [...curve.time], pips: [...curve.pips] } };
  return writeWhole(path, [`${JSON.stringify({ period, tried, empty_because, ...rows }, null, 2)}\n`]);
}

export function writeExperimentFile(path: string, file: ExperimentFile): Promise<Result<null>> {
  return writeWhole(path, [`${JSON.stringify(file)}\n`]);
}

/** Reads and checks an experiment file from any source. */
export async function readExperimentFile(path: string): Promise<Result<ExperimentFile>> {
  const read = await readForeignJson(path, largestFileBytes);
  if (!read.ok) return read;
  const parsed = experimentFileSchema.safeParse(read.value);
  if (parsed.success) return success(parsed.data);
  const [issue] = parsed.error.issues;
  return failure(
    'unreadable',
    `${path} is not an experiment file: ${issue.path.join('.') || 'it'}: ${issue.message}`,
  );
}

/** The largest file, with a hundred thousand trades, has about half of this. */
const largestFileBytes = 64 * 1024 * 1024;

function* csvLines(rows: Iterable<readonly Cell[]>): Generator<string> {
  for (const row of rows) yield csvRow(row);
}
