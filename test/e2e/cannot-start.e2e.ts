import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { withDesk } from './fixtures/desk.ts';
import { newFolder, remove } from './fixtures/places.ts';
import { expect, test } from './fixtures/test.ts';

test('a desk that cannot open its data says why in its window until that is closed, and ends with 1', async () => {
  const folder = newFolder();
  mkdirSync(join(folder, 'market.duckdb'));
  const tolerate = [/^stderr: .*market\.duckdb is not a regular file/, /^The desk ended with 1\.$/];
  await withDesk({ folder, tolerate }, async ({ app, page }) => {
    const reason = page.getByRole('alert');
    await expect(reason).toContainText('Ensemble Desk cannot start');
    await expect(reason).toContainText('market.duckdb is not a regular file');
    const child = app.process();
    const ended = new Promise((resolve) => child.once('exit', resolve));
    await page.close();
    expect(await ended).toBe(1);
  });
  remove(folder);
});
