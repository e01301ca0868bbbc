import type { DuckDBConnection } from '@duckdb/node-api';
import { readFile } from '../../../electron/engine/market/import/inspect-file.ts';
import { spreadSql } from '../../../electron/engine/market/import/spread.ts';
import type { ImportOptions, ImportPreview } from '../../../shared/imports.ts';
import type { Bar } from '../../../shared/market.ts';
import type { Problem } from '../../../shared/result.ts';
import { clock } from './clock.ts';
import type { MarketFile } from './expected.ts';

/** What the import makes of the file against what is right, in words; null where it is right to the last digit. */
export async function judge(
  connection: DuckDBConnection,
  file: MarketFile,
  path: string,
): Promise<string | null> {
  const read = await readAt(connection, path, file.options);
  const { expected } = file;
  switch (expected.kind) {
    case 'refusal':
      if ('preview' in read) return `read in silence: ${read.preview.accepted} bars`;
      return expected.says.test(read.problem.message)
        ? null
        : `refused for another reason: ${read.problem.message}`;
    case 'bars': {
      if ('problem' in read) return `refused without need: ${read.problem.message}`;
      const { questions, interval_ms, phase_ms } = read.preview;
      if (questions.length > 0) return `asked without need: ${questions.map(({ id }) => id).join()}`;
      if (interval_ms !== expected.interval_ms || phase_ms !== expected.phase_ms)
        return `wrong in silence: every ${interval_ms} at ${phase_ms} instead of ${expected.interval_ms} at ${expected.phase_ms}`;
      if (read.preview.symbol !== expected.symbol)
        return `taken for ${read.preview.symbol} instead of ${expected.symbol}`;
      return difference(read.bars, expected.bars);
    }
    case 'question': {
      if ('problem' in read) return `refused without need: ${read.problem.message}`;
      const asked = read.preview.questions.map(({ id }) => id);
      if (asked.join() !== expected.id) return `asked [${asked.join()}] instead of ${expected.id}`;
      for (const [answer, bars] of Object.entries(expected.answers)) {
        const answered = await readAt(connection, path, {
          ...file.options,
          answers: { [expected.id]: answer },
        });
        if ('problem' in answered) return `${answer}: refused: ${answered.problem.message}`;
        const wrong = difference(answered.bars, bars);
        if (wrong) return `${answer}: ${wrong}`;
      }
      return null;
    }
  }
}

async function readAt(
  connection: DuckDBConnection,
  path: string,
  options: Partial<ImportOptions>,
): Promise<
  { readonly preview: ImportPreview; readonly bars: readonly Bar[] } | { readonly problem: Problem }
> {
  const read = await readFile(connection, path, options, { now: clock });
  if (!read.ok) return { problem: read.problem };
  const reader = await connection.runAndReadAll(
    `SELECT time::DOUBLE AS time, open, high, low, close, volume, ${spreadSql(read.value.spread)} AS spread
     FROM rows WHERE fault = 0`,
  );
  const bars = reader.getRowObjects().map((row) => {
    const { spread, ...bar } = row as unknown as Bar & { spread: number | null };
    return spread === null ? bar : { ...bar, spread };
  });
  return { preview: read.value, bars };
}

function difference(read: readonly Bar[], right: readonly Bar[]): string | null {
  for (const [index, bar] of right.entries()) {
    const found = read[index];
    if (!found) return `wrong in silence: ${read.length} bars instead of ${right.length}`;
    for (const name of ['time', 'open', 'high', 'low', 'close', 'volume', 'spread'] as const) {
      if (found[name] !== bar[name])
        return `wrong in silence: bar ${index} has ${name} ${found[name]} instead of ${bar[name]} (${new Date(found.time).toISOString()} instead of ${new Date(bar.time).toISOString()})`;
    }
  }
  return read.length === right.length
    ? null
    : `wrong in silence: ${read.length} bars instead of ${right.length}`;
}
