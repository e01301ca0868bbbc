import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchElectron, electronSwitches } from './desk-process.ts';

export interface SavingRound {
  /** Milliseconds of each update to its prediction, saved on disk. */
  readonly updates: readonly number[];
  /** Milliseconds of each plain write and fsync of the same bytes. */
  readonly writes: readonly number[];
  readonly bytes: number;
}

/** electron-store runs in Electron only: a bench of its own there, without a window. */
export async function measureSaving(): Promise<readonly SavingRound[]> {
  const folder = await mkdtemp(join(tmpdir(), 'saving-bench-'));
  try {
    const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
    const main = join(import.meta.dirname, 'saving-main.ts');
    // Not fork: Electron's own would start it as plain Node.
    const child = spawn(benchElectron(), [...electronSwitches(), main, `--user-data-dir=${folder}`], {
      env,
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    return await new Promise((resolve, reject) => {
      child.on('message', (rounds) => resolve(rounds as SavingRound[]));
      child.on('error', reject);
      child.on('exit', (code) => reject(new Error(`the saving bench ended with ${code}`)));
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
