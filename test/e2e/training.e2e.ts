import { join } from 'node:path';
import { barLines, writeLines } from './fixtures/bars-file.ts';
import { chooseFile } from './fixtures/choose.ts';
import { withDesk } from './fixtures/desk.ts';
import { untilTrained } from './fixtures/patience.ts';
import { newFolder, remove } from './fixtures/places.ts';
import { screen } from './fixtures/screen.ts';
import { expect, test } from './fixtures/test.ts';

test('twenty-eight months of bars are trained on by the form: cancelled once, then with figures and a prediction', async () => {
  const files = newFolder();
  const path = writeLines(join(files, 'GBPUSD.csv'), barLines(600));
  try {
    await withDesk({}, async (desk) => {
      const { page } = desk;
      const shown = screen(page);
      await shown.show('Data and models');
      await chooseFile(desk, path);
      await shown.button('Import').click();
      const row = page.getByRole('table', { name: 'Datasets' }).getByRole('row', { name: /^GBPUSD/ });
      await expect(row).toContainText('active');
      await expect(row).toContainText('172,800 of 5 min');

      const setTrees = async (trees: string) => {
        for (const model of ['1H', '4H', 'Daily']) await shown.field(`Trees, ${model}`).fill(trees);
      };
      await page.getByText('Settings of each model').click();
      await setTrees('0');
      await shown.button('Train').click();
      await expect(shown.alert('Trees (1H)')).toBeVisible();

      await setTrees('2000');
      await shown.field('Depth, 1H').fill('12');
      await shown.button('Train').click();
      await expect(page.getByRole('progressbar', { name: 'Training', exact: true })).toBeVisible();
      await desk.picture('training');
      const jobs = page.getByRole('region', { name: 'Running jobs' });
      await jobs.getByRole('button', { name: 'Cancel' }).click();
      await expect(jobs).toBeHidden();
      await expect(page.getByRole('heading', { name: /^GBPUSD-/ })).toHaveCount(0);

      await setTrees('20');
      await shown.button('Train').click();
      const bundle = page.getByRole('listitem').filter({ hasText: 'trained on GBPUSD' });
      await expect(bundle).toContainText('active', untilTrained);
      for (const model of ['1H', '4H', 'Daily']) {
        const figures = bundle.getByRole('region', { name: `Figures of the ${model} model` });
        await expect(figures).toContainText('20 trees');
        const test = figures.getByRole('row', { name: /^test / });
        await expect(test).toHaveText(/^test\d[\d,]*\d+\.\d\s%\d+\.\d–\d+\.\d\s%/);
      }
      await desk.picture('figures');

      await shown.show('Desk');
      await expect(shown.confidence).toHaveText(/^\d+\.\d\s%$/);
      await expect(page.getByTestId('prediction-split')).toHaveText('test part');
      await shown.tab('Jobs').click();
      for (const state of ['cancelled', 'done']) {
        await expect(page.getByRole('row', { name: new RegExp(`Training GBP/USD ${state}`) })).toBeVisible();
      }
      const bar = await shown.barTime.textContent();
      await shown.button('Step forward').click();
      await expect(shown.barTime).not.toHaveText(bar ?? '');
    });
  } finally {
    remove(files);
  }
});
