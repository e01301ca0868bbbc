import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importFile } from '../../../../../electron/engine/market/import/import-file.ts';
import { inspectFile } from '../../../../../electron/engine/market/import/inspect-file.ts';
import type { MarketStore } from '../../../../../electron/engine/market/market-store.ts';
import { openMarketStore } from '../../../../../electron/engine/market/market-store.ts';
import type { ImportOptions, ImportPreview, ImportReport } from '../../../../../shared/imports.ts';
import type { Bars } from '../../../../../shared/market.ts';
import type { Problem, Result } from '../../../../../shared/result.ts';

/** A store in a folder of its own, and files beside it. */
export interface ImportFixture {
  readonly folder: string;
  readonly store: MarketStore;
  write(name: string, content: string | Buffer): Promise<string>;
  inspect(name: string, content: string | Buffer, options?: Partial<ImportOptions>): Promise<ImportPreview>;
  refusal(name: string, content: string | Buffer, options?: Partial<ImportOptions>): Promise<Problem>;
  take(name: string, content: string | Buffer, options?: Partial<ImportOptions>): Promise<ImportReport>;
  bars(dataset: string): Promise<Bars>;
  close(): Promise<void>;
}

/** The clock of these tests: no file has bars after it. */
export const now = Date.UTC(2030, 0, 1);

export async function createFixture(): Promise<ImportFixture> {
  const folder = await mkdtemp(join(tmpdir(), 'market import '));
  const { store } = answerOf(await openMarketStore({ folder: join(folder, 'data'), now: () => 0 }));

  async function write(name: string, content: string | Buffer): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  }

  return {
    folder,
    store,
    write,
    async inspect(name, content, options = {}) {
      return answerOf(await inspectFile(store.database, await write(name, content), options, { now }));
    },
    async refusal(name, content, options = {}) {
      return problemOf(await inspectFile(store.database, await write(name, content), options, { now }));
    },
    async take(name, content, options) {
      const complete = { symbol: 'EURUSD', time_zone: 'UTC', ...options };
      return answerOf(await importFile(store, await write(name, content), complete, { now }));
    },
    async bars(dataset) {
      return answerOf(await store.lastBars(dataset, 10_000_000));
    },
    async close() {
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export function answerOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
}

export function problemOf(result: Result<unknown>): Problem {
  if (result.ok) throw new Error('was not refused');
  return result.problem;
}
