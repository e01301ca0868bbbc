import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

/** A script that makes a folder, has a command of two processes run in it, and is ended while that runs. */
const script = `
  import { mkdirSync, rmSync } from 'node:fs';
  import { exitOnSignals, onEnding } from '${resolve('scripts/lib/endings.mjs')}';
  import { run } from '${resolve('scripts/lib/run.mjs')}';
  import { runScript, SetUpFailure } from '${resolve('scripts/lib/say.mjs')}';
  const folder = process.argv[1];
  exitOnSignals();
  await runScript(async () => {
    mkdirSync(folder + '/work');
    onEnding(() => rmSync(folder + '/work', { recursive: true }));
    const { code } = await run('sh', ['-c', 'sleep 60 & echo $! > ../helper.tmp; mv ../helper.tmp ../helper; wait'], { cwd: folder + '/work' });
    throw new SetUpFailure('the command ended with ' + code, 'try again');
  });
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'desk-endings-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test.runIf(process.platform === 'linux').each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)(
  'a script that gets %s ends what it has started, cleans up, and says nothing',
  async (signal, code) => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, folder], {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        said += chunk;
      });
    const ended = once(child, 'close');
    await vi.waitFor(() => expect(existsSync(join(folder, 'helper'))).toBe(true), 10_000);
    const helper = Number(readFileSync(join(folder, 'helper'), 'utf8'));
    child.kill(signal);
    expect(await ended).toEqual([code, null]);
    expect(said).toBe('');
    expect(existsSync(join(folder, 'work'))).toBe(false);
    await vi.waitFor(() => expect(stateOf(helper)).toMatch(/^(gone|Z)$/));
  },
);

function stateOf(pid: number): string {
  try {
    return /\) (\S)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1] ?? '';
  } catch {
    return 'gone';
  }
}
