import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chooseFile } from './fixtures/choose.ts';
import { withDesk } from './fixtures/desk.ts';
import { newFolder, remove } from './fixtures/places.ts';
import { screen } from './fixtures/screen.ts';
import { expect, test } from './fixtures/test.ts';

let files: string;
test.beforeAll(() => {
  files = newFolder();
});
test.afterAll(() => remove(files));

/** Two series of one day that can be in January or in August, one after the other. */
function openTable(): string {
  const rows = (ticker: string, price: number, count: number) =>
    Array.from({ length: count }, (_, index) => {
      const hour = String(Math.floor(index / 12)).padStart(2, '0');
      const minute = String((index % 12) * 5).padStart(2, '0');
      return `${ticker},01/08/2024 ${hour}:${minute},${price},${price + 2},${price - 2},${price + 1},7`;
    });
  return ['ticker,time,open,high,low,close,volume', ...rows('AAPL', 185, 60), ...rows('MSFT', 370, 48)].join(
    '\n',
  );
}

test('what a file leaves open is asked in the dialog, and every answer shows at once what it means', async () => {
  const path = join(files, 'stocks.csv');
  writeFileSync(path, openTable());
  await withDesk({}, async (desk) => {
    const { page } = desk;
    const shown = screen(page);
    for (const theme of ['Light', 'Dark'] as const) {
      await screen(page).theme(theme);
      await shown.show('Data and models');
      await chooseFile(desk, path);
      const dialog = page.getByRole('dialog', { name: 'Import stocks.csv' });
      const take = shown.button('Import');
      await expect(dialog.getByRole('group')).toHaveCount(2);
      await expect(take).toBeDisabled();
      await expect(dialog.getByRole('status')).toHaveText('2 questions are open.');
      await desk.picture(`import-questions-${theme.toLowerCase()}`);

      const sample = dialog.getByRole('table', { name: 'First bars as understood' }).getByRole('row').nth(1);
      await dialog.getByRole('radio', { name: /^Day first/ }).click();
      await expect(sample).toContainText('2024-08-01 00:00');
      await dialog.getByRole('radio', { name: /^Month first/ }).click();
      await expect(sample).toContainText('2024-01-08 00:00');
      await dialog.getByRole('radio', { name: /^MSFT/ }).click();
      await expect(dialog.getByRole('textbox', { name: 'Symbol' })).toHaveValue('MSFT');
      await expect(sample).toContainText('370');
      await dialog.getByRole('radio', { name: /^All, one dataset each/ }).click();
      await expect(dialog.getByRole('textbox', { name: 'Symbol' })).toBeHidden();
      await expect(take).toBeEnabled();
      await desk.picture(`import-answered-${theme.toLowerCase()}`);
      if (theme === 'Light') await shown.button('Cancel').click();
      else await take.click();
      await expect(dialog).toBeHidden();
    }
    const datasets = page.getByRole('table', { name: 'Datasets' });
    await expect(datasets.getByRole('row', { name: /^AAPL/ })).toContainText('60 of 5 min');
    await expect(datasets.getByRole('row', { name: /^MSFT/ })).toContainText('48 of 5 min');
  });
});

test('the zone that a header names is one click away', async () => {
  const path = join(files, 'GBPUSD_H1.csv');
  const rows = Array.from({ length: 30 }, (_, hour) => {
    const day = 8 + Math.floor(hour / 24);
    return `2024.01.${String(day).padStart(2, '0')} ${String(hour % 24).padStart(2, '0')}:00:00,1.25,1.26,1.24,1.255,7`;
  });
  writeFileSync(path, ['Time (EET),Open,High,Low,Close,Volume ', ...rows].join('\n'));
  await withDesk({}, async (desk) => {
    const { page } = desk;
    await screen(page).show('Data and models');
    await chooseFile(desk, path);
    const dialog = page.getByRole('dialog', { name: 'Import GBPUSD_H1.csv' });
    const sample = dialog.getByRole('table', { name: 'First bars as understood' }).getByRole('row').nth(1);
    await expect(sample).toContainText('2024-01-08 00:00');
    await desk.picture('import-offered-zone');
    await dialog.getByRole('button', { name: 'Use EET: the header says EET' }).click();
    await expect(sample).toContainText('2024-01-07 22:00');
  });
});

test('a pip that the prices make unlikely is asked about, follows the symbol, and is kept as answered', async () => {
  const path = join(files, 'DOGEUSDT_M5.csv');
  const rows = Array.from({ length: 60 }, (_, index) => {
    const time = new Date(Date.UTC(2024, 0, 8) + index * 300_000).toISOString();
    return `${time},0.0800,0.0802,0.0799,0.0801,7`;
  });
  writeFileSync(path, ['time,open,high,low,close,volume', ...rows].join('\n'));
  await withDesk({}, async (desk) => {
    const { page } = desk;
    const shown = screen(page);
    await shown.show('Data and models');
    await chooseFile(desk, path);
    const dialog = page.getByRole('dialog', { name: 'Import DOGEUSDT_M5.csv' });
    const question = dialog.getByRole('group', { name: /is a dollar smaller\?$/ });
    const symbol = dialog.getByRole('textbox', { name: 'Symbol' });
    await expect(question).toBeVisible();
    await expect(dialog.getByTestId('import-units')).toHaveText('1 dollar = 1, prices with 4 decimals');
    await desk.picture('import-pip');

    await symbol.fill('eurusd');
    await symbol.blur();
    await expect(dialog.getByTestId('import-units')).toContainText('1 pip = 0.0001');
    await expect(question).toBeHidden();
    await symbol.fill('DOGEUSDT');
    await symbol.blur();
    await question.getByRole('radio', { name: /^1 dollar = 0\.0001/ }).click();
    await shown.button('Import').click();
    await expect(dialog).toBeHidden();
    const datasets = page.getByRole('table', { name: 'Datasets' });
    await expect(datasets.getByRole('row', { name: /^DOGE/ })).toContainText('1 dollar = 0.0001');
  });
});
