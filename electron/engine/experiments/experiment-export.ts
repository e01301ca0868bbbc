import {
  type Backtest,
  type ExperimentFile,
  experimentFileSchema,
  type Trade,
} from '../../../shared/experiments.ts';
import { failure, type Result, success } from '../../../shared/result.ts';
import { csvRow } from '../csv.ts';
import { readForeignJson, writeWhole } from '../whole-file.ts';

/** Writes the trades of a backtest, or its curve, in the order of time. */
export function exportBacktest(
  { period, tried, trades, curve, empty_because }: Backtest,
  what: 'trades' | 'curve',
  format: 'csv' | 'json',
  path: string,
): Promise<Result<null>> {
  if (format === 'csv') return writeWhole(path, what === 'trades' ? tradeRows(trades) : curveRows(curve));
  const rows = what === 'trades' ? { trades } : { curve: { time: [...curve.time], pips: [...curve.pips] } };
  return writeWhole(path, [`${JSON.stringify({ period, tried, empty_because, ...rows }, null, 2)}\n`]);
}

export function writeExperimentFile(path: string, file: ExperimentFile): Promise<Result<null>> {
  return writeWhole(path, [`${JSON.stringify(file)}\n`]);
}

/** Reads an experiment file from wherever: it may be anything. */
export async function readExperimentFile(path: string): Promise<Result<ExperimentFile>> {
  const read = await readForeignJson(path, largestFileBytes);
  if (!read.ok) return read;
  const parsed = experimentFileSchema.safeParse(read.value);
  if (parsed.success) return success(parsed.data);
  const [issue] = parsed.error.issues;
  return failure(
    'unreadable',
    `${path} is no experiment file: ${issue.path.join('.') || 'it'}: ${issue.message}`,
  );
}

/** A hundred thousand trades, the most a file may hold, take about half of it. */
const largestFileBytes = 64 * 1024 * 1024;

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

function* tradeRows(trades: readonly Trade[]): Generator<string> {
  yield csvRow(tradeColumns);
  for (const trade of trades) {
    const shown: Record<keyof Trade, unknown> = {
      ...trade,
      signal_time: utc(trade.signal_time),
      entry_time: utc(trade.entry_time),
      exit_time: utc(trade.exit_time),
      direction: trade.direction === 1 ? 'long' : 'short',
    };
    yield csvRow(tradeColumns.map((column) => shown[column]));
  }
}

function* curveRows({ time, pips }: Backtest['curve']): Generator<string> {
  yield csvRow(['time', 'pips']);
  for (let i = 0; i < time.length; i += 1) yield csvRow([utc(time[i]), pips[i]]);
}

function utc(time: number): string {
  return new Date(time).toISOString();
}
