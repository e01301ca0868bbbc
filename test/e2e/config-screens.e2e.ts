import type { Locator } from 'playwright';
import { type Desk, startDesk } from './fixtures/desk.ts';
import { clippedTexts, outside } from './fixtures/look.ts';
import { copyPrepared, remove, writeJson } from './fixtures/places.ts';
import { screen } from './fixtures/screen.ts';
import { expect, test } from './fixtures/test.ts';
import { resize, sizes } from './fixtures/window-size.ts';

let desk: Desk;
let folder: string;
test.beforeAll(async () => {
  folder = copyPrepared();
  desk = await startDesk({ folder });
  const { page } = desk;
  const shown = screen(page);
  await expect(shown.confidence).toBeVisible();
  // Long names and numbers, a refusal, a difference to the bundle, a trial.
  await shown.button('Profiles…').click();
  await page.getByRole('textbox', { name: 'Name' }).fill('A name as long as people give them, and then some');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('list', { name: 'Saved profiles' })).toBeVisible();
  await page.keyboard.press('Escape');
  await shown.enter('1H weight', '0.2345');
  await expect(shown.version).toHaveText('v2');
  const values = { model: { weight_1h: 0.9, weight_4h: 0.9 }, trading: { confidence_threshold: 7 } };
  writeJson({ schema_version: 1, version: 1, values }, folder, 'config.json');
  await expect(shown.alert('not taken')).toBeVisible();
  await openTrial(['Take profit', 'Regime adjustment', 'Prediction TTL']);
  await page.getByRole('switch', { name: 'Try Regime adjustment' }).click();
  for (const [label, value] of [
    ['Take profit', '123.4567'],
    ['Prediction TTL', '86400'],
  ] as const) {
    const field = page.getByRole('textbox', { name: `Try ${label}` });
    await field.fill(value);
    await field.press('Enter');
  }
  await shown.button('Try it').click();
  await expect(page.getByRole('region', { name: 'On trial' })).toBeVisible();
  await shown.tab('Audit trail').click();
  await shown.button('Filter').click();
});
test.afterAll(async () => {
  await desk?.close();
  expect(desk.complaints()).toEqual([]);
  remove(folder);
});

async function openTrial(labels: readonly string[]): Promise<void> {
  await screen(desk.page).button('Try…').click();
  for (const label of labels)
    await desk.page.getByRole('combobox', { name: 'Add a value to try' }).selectOption({ label });
}

async function expectFits(what: string): Promise<void> {
  expect(await desk.page.evaluate(clippedTexts), `${what}: clipped`).toEqual([]);
  expect(await desk.page.evaluate(outside), `${what}: outside the window`).toEqual([]);
}

for (const theme of ['Dark', 'Light'] as const) {
  for (const [width, height] of sizes)
    test(`trail, trial and dialogs fit in ${theme.toLowerCase()} at ${width} × ${height}`, async () => {
      const { page } = desk;
      const shown = screen(page);
      const name = (what: string) => `${what}-${theme.toLowerCase()}-${width}`;
      await resize(desk, width, height);
      await shown.theme(theme);
      await page.mouse.move(0, 0);

      await expectFits('low trail');
      await shown.button('Tall activity').click();
      await desk.picture(name('trail'));
      await expectFits('tall trail');

      const dialog = page.getByRole('dialog');
      const open: readonly (readonly [string, Locator])[] = [
        ['profiles', shown.button('Profiles…')],
        ['version', shown.predictionVersion.getByRole('button')],
        ['restore', shown.button('Restore v1')],
      ];
      for (const [what, button] of open) {
        await button.click();
        await expect(dialog).toBeVisible();
        await desk.picture(name(what));
        await expectFits(what);
        await page.keyboard.press('Escape');
        await expect(dialog).toHaveCount(0);
      }
      await shown.button('Tall activity').click();
    });
}
