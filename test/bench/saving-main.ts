import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';
import { openConfigFile } from '../../electron/files/config-file.ts';
import { elapsed, now, schedule } from '../../electron/shell/clock.ts';
import { startPredicting } from './predicting.ts';
import type { SavingRound } from './saving.ts';
import { fillAnswers, timeUpdates } from './updates.ts';

// Started by saving.ts inside Electron, in a data folder of its own.
const rounds = 5;
const updates = 200;

void app.whenReady().then(async () => {
  const folder = app.getPath('userData');
  const engine = startPredicting(openConfigFile({ folder, now, elapsed, schedule }).store);
  const asked = { config: engine.config, predict: fillAnswers(engine).predict };
  await timeUpdates(asked, 50);
  const measured: SavingRound[] = [];
  for (let index = 0; index < rounds; index += 1) measured.push(await measureRound(folder, asked));
  process.send?.(measured, () => app.exit(0));
});

/** Update and plain write in turn: what else the disk does meets both. */
async function measureRound(folder: string, asked: Parameters<typeof timeUpdates>[0]): Promise<SavingRound> {
  const bytes = readFileSync(join(folder, 'config.json'));
  const times: number[] = [];
  const writes: number[] = [];
  for (let index = 0; index < updates; index += 1) {
    times.push(...(await timeUpdates(asked, 1, index)));
    writes.push(timeWrite(join(folder, 'plain.json'), bytes));
  }
  return { updates: times, writes, bytes: bytes.length };
}

function timeWrite(path: string, bytes: Buffer): number {
  const start = performance.now();
  const file = openSync(path, 'w');
  writeSync(file, bytes);
  fsyncSync(file);
  closeSync(file);
  return performance.now() - start;
}
