import type { DuckDBConnection } from '@duckdb/node-api';
import type { ImportOptions, ImportPreview, ImportReport } from '../../../../shared/imports.ts';
import type { Result } from '../../../../shared/result.ts';
import { failure, success } from '../../../../shared/result.ts';
import { transact, withConnection } from '../../storage/transaction.ts';
import type { StoredDataset } from '../bar-table.ts';
import { addDataset, readDatasets } from '../bar-table.ts';
import type { MarketStore } from '../market-store.ts';
import { durationText, readFile } from './inspect-file.ts';
import { followProgress } from './progress.ts';
import type { Report } from './report.ts';
import { numbersOf } from './stages.ts';

/**
 * Reads a file and stores its bars in the dataset named after the symbol, in one transaction: cancelled or
 * failed, nothing of it stays. Bars whose time is stored already are kept as stored and counted.
 */
export function importFile(
  store: Pick<MarketStore, 'database' | 'inTurn'>,
  path: string,
  options: ImportOptions,
  job: { readonly signal?: AbortSignal; readonly report?: Report } = {},
): Promise<Result<ImportReport>> {
  const { signal, report = () => undefined } = job;
  return withConnection(store.database, signal, async (connection) => {
    const { step, end } = followProgress(connection, report);
    try {
      const read = await readFile(connection, path, options, step);
      if (!read.ok) return read;
      step(0.75, 'Storing the bars');
      return await store.inTurn(() => transact(connection, signal, () => storeRows(connection, read.value)));
    } finally {
      end();
    }
  });
}

async function storeRows(
  connection: DuckDBConnection,
  preview: ImportPreview,
): Promise<Result<ImportReport>> {
  const { symbol } = preview;
  const interval_ms = preview.interval_ms ?? 0;
  const stored = (await readDatasets(connection)).find(({ id }) => id === symbol);
  if (stored && stored.interval_ms !== interval_ms)
    return failure(
      'conflict',
      `${symbol} is stored as bars of ${durationText(stored.interval_ms)}, this file has bars of ${durationText(interval_ms)}. Remove the stored ones first, or import under another symbol.`,
    );

  const key = stored
    ? stored.key
    : await addDataset(connection, { id: symbol, symbol, source: 'imported', interval_ms, seed: null });
  const overlap = stored
    ? await countOverlap(connection, stored, preview)
    : { already_stored: 0, conflicting: 0 };
  const beside =
    overlap.already_stored > 0 ? `AND time NOT IN (SELECT time FROM bars WHERE dataset = ${key})` : '';
  await connection.run(
    `INSERT INTO bars (dataset, time, open, high, low, close, volume)
     SELECT ${key}, time, open, high, low, close, volume FROM rows WHERE fault = 0 ${beside}`,
  );
  return success({ dataset: symbol, preview, added: preview.accepted - overlap.already_stored, ...overlap });
}

async function countOverlap(
  connection: DuckDBConnection,
  stored: StoredDataset,
  { from, to }: ImportPreview,
): Promise<Pick<ImportReport, 'already_stored' | 'conflicting'>> {
  if (from === null || to === null || from > stored.to || to < stored.from)
    return { already_stored: 0, conflicting: 0 };
  const [already_stored, conflicting] = await numbersOf(
    connection,
    `SELECT count(*)::DOUBLE,
       (count(*) FILTER (b.open <> r.open OR b.high <> r.high OR b.low <> r.low OR b.close <> r.close))::DOUBLE
     FROM bars b JOIN rows r ON b.time = r.time WHERE b.dataset = ${stored.key} AND r.fault = 0`,
  );
  return { already_stored: already_stored ?? 0, conflicting: conflicting ?? 0 };
}
