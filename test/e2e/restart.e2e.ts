import { join } from 'node:path';
import { barLines, writeLines } from './fixtures/bars-file.ts';
import { chooseFile } from './fixtures/choose.ts';
import { withDesk } from './fixtures/desk.ts';
import { copyPrepared, newFolder, remove } from './fixtures/places.ts';
import { screen } from './fixtures/screen.ts';
import { expect, test } from './fixtures/test.ts';

test('the next start brings back values, version, place in time, speed, window and data', async () => {
  const folder = copyPrepared();
  const files = newFolder();
  const bounds = { x: 40, y: 30, width: 1200, height: 800 };
  try {
    await withDesk({ folder }, async (desk) => {
      const shown = screen(desk.page);
      await shown.enter('1H weight', '0.2');
      await expect(shown.version).toHaveText('v2');
      await shown.enter('Predictions kept', '33');
      await expect(shown.version).toHaveText('v3');
      await desk.page.getByRole('combobox', { name: 'Speed' }).selectOption('×5');
      await shown.button('Jump to date…').click();
      await desk.page.getByRole('textbox', { name: 'Date and time (UTC)' }).fill('2025-08-05 09:00');
      await shown.button('Jump').click();
      await expect(shown.replayTime).toHaveText('2025-08-05 09:00 UTC');
      await screen(desk.page).theme('Light');
      await desk.app.evaluate(
        ({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.setBounds(to),
        bounds,
      );
      await expect.poll(() => desk.page.evaluate(() => window.innerWidth)).toBe(1200);
    });

    await withDesk({ folder }, async (desk) => {
      const { page } = desk;
      const shown = screen(page);
      await expect(shown.replayTime).toHaveText('2025-08-05 09:00 UTC');
      await expect(shown.version).toHaveText('v3');
      await expect(shown.predictionVersion).toHaveText('v3');
      await expect(shown.field('1H weight')).toHaveValue('0.2');
      await expect(shown.badge('1H weight')).toHaveText('saved');
      await expect(page.getByTestId('cache-predictions-limit')).toHaveText('33');
      await expect(page.getByRole('combobox', { name: 'Speed' })).toHaveValue('5');
      await expect(shown.button('Play')).toBeVisible();
      await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
      const now = await desk.app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.getBounds(),
      );
      expect(now).toEqual(bounds);

      const path = writeLines(join(files, 'GBPUSD.csv'), barLines(2));
      await shown.show('Data and models');
      await chooseFile(desk, path);
      await shown.button('Import').click();
      await expect(page.getByTestId('asset')).toHaveText('GBP/USD');
    });

    await withDesk({ folder }, async ({ page }) => {
      await expect(page.getByTestId('asset')).toHaveText('GBP/USD');
      await expect(page.getByTestId('silent-because')).toContainText('No model has been trained on GBP/USD');
    });
  } finally {
    remove(folder);
    remove(files);
  }
});
