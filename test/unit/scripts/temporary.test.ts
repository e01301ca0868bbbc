import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ownTemporaryFolder } from '../../../scripts/lib/temporary.mjs';

it('names the stage that leaves something, at once and at the end, and removes it', async () => {
  const said: string[] = [];
  const temporary = ownTemporaryFolder((line) => void said.push(line));
  const stage = (name: string, ...folders: string[]) =>
    temporary.watch({
      name,
      async run() {
        for (const folder of folders) mkdirSync(join(temporary.env.TMPDIR, folder));
        return { code: 0 };
      },
    });
  await stage('tidy').run();
  await stage('careless', 'desk-e2e-1', 'playwright-transform-cache-0').run();
  await stage('tidy again').run();
  const warning = 'WARNING: careless: left in the temporary folder: desk-e2e-1';
  expect(said).toEqual([warning]);
  temporary.remove();
  expect(said).toEqual([warning, warning]);
  expect(existsSync(temporary.env.TMPDIR)).toBe(false);
});
