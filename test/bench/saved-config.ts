import { closeSync, fsyncSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AuditRecorder, createAuditRecorder } from '../../electron/engine/config/audit-recorder.ts';
import { openAuditTrail } from '../../electron/engine/config/audit-trail.ts';
import { type ConfigOwner, createTradingConfig } from '../../electron/engine/config/trading-config.ts';
import { openDatabase } from '../../electron/engine/storage/database.ts';
import { openConfigFile } from '../../electron/files/config-file.ts';
import { elapsed, now, schedule } from '../../electron/shell/clock.ts';
import { categories } from '../../shared/parameters.ts';
import { inMemory } from './predicting.ts';

/** A configuration in a folder of its own. */
export interface SavedConfig {
  readonly config: ConfigOwner;
  readonly folder: string;
  /** Waits for the trail. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

export async function openBenchConfig(options: {
  file: boolean;
  trail: 'none' | 'database';
  callbacks: number;
}): Promise<SavedConfig> {
  const folder = mkdtempSync(join(tmpdir(), 'config-bench-'));
  const kept = options.trail === 'database' ? await openTrail(folder) : null;
  const { config } = createTradingConfig({
    store: options.file ? openConfigFile({ folder, now, elapsed, schedule }).store : inMemory,
    stored: null,
    environment: {},
    now: Date.now,
    elapsed: () => performance.now(),
    ...(kept && { recorder: kept.recorder }),
  });
  let told = 0;
  for (const category of categories) {
    for (let index = 0; index < options.callbacks; index += 1) {
      config.subscribe(category, `service-${index}`, (values) => {
        told += Object.keys(values).length;
      });
    }
  }
  return {
    config,
    folder,
    flush: async () => kept?.recorder.flush(),
    async close() {
      if (options.callbacks > 0 && told === 0) throw new Error('nobody was told');
      await kept?.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Milliseconds of one update, of all three categories in turn. */
export async function timeUpdate({ config }: SavedConfig, index: number): Promise<number> {
  const [category, changes] = edits[index % edits.length](index);
  const start = performance.now();
  const receipt = await config.update(category, changes, { by: 'window', reason: 'bench' });
  const time = performance.now() - start;
  if (!receipt.ok) throw new Error(receipt.problem.message);
  return time;
}

/** Milliseconds of one write and fsync of what the config file now holds. */
export function plainWrite(folder: string): number {
  const bytes = readFileSync(join(folder, 'config.json'));
  const start = performance.now();
  const file = openSync(join(folder, 'plain.json'), 'w');
  writeSync(file, bytes);
  fsyncSync(file);
  closeSync(file);
  return performance.now() - start;
}

const edits: readonly ((index: number) => [string, Record<string, number | boolean>])[] = [
  (i) => ['model', { weight_1h: 0.4 + (i % 50) / 200, weight_4h: 0.5 - (i % 50) / 200, weight_daily: 0.1 }],
  (i) => ['trading', { confidence_threshold: 0.5 + (i % 50) / 200 }],
  (i) => ['model', { agreement_bonus: (i % 50) / 500, use_regime_adjustment: i % 2 === 0 }],
  (i) => ['cache', { prediction_cache_max_size: 50 + (i % 100), ohlcv_cache_max_size: 10 + (i % 10) }],
];

async function openTrail(folder: string): Promise<{ recorder: AuditRecorder; close(): Promise<void> }> {
  const opened = await openDatabase({ folder, now: Date.now });
  if (!opened.ok) throw new Error(opened.problem.message);
  const { database } = opened.value;
  const trail = await openAuditTrail(database);
  const recorder = createAuditRecorder({
    trail,
    onProblem: (message) => {
      throw new Error(message);
    },
  });
  return {
    recorder,
    async close() {
      await recorder.flush();
      await database.close();
    },
  };
}
