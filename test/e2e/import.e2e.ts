import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { barLines, writeLines } from './fixtures/bars-file.ts';
import { chooseFile, dropFile } from './fixtures/choose.ts';
import { withDesk } from './fixtures/desk.ts';
import { newFolder, remove, shared } from './fixtures/places.ts';
import { screen } from './fixtures/screen.ts';
import { expect, test } from './fixtures/test.ts';

let files: string;
test.beforeAll(() => {
  files = newFolder();
});
test.afterAll(() => remove(files));

test('a chosen CSV is shown row by row before it is taken, and then plays without pretending to know models', async () => {
  const good = barLines(3);
  const bad = [
    '2024.01.09,00:00,1.25,1.20,1.30,1.25,5',
    '2024.01.09,00:05,0,1.26,0,1.25,5',
    '2024.01.09,00:10,abc,1.26,1.24,1.25,5',
  ];
  const duplicate = good[10];
  const swapped = [good[21], good[20]];
  const lines = [
    ...good.slice(0, 20),
    ...swapped,
    ...good.slice(22, 400),
    ...bad,
    ...good.slice(400),
    duplicate,
  ];
  const path = writeLines(join(files, 'GBPUSD5.csv'), lines);

  await withDesk({}, async (desk) => {
    const { page } = desk;
    const shown = screen(page);
    await shown.show('Data and models');
    await chooseFile(desk, path);

    const dialog = page.getByRole('dialog', { name: 'Import GBPUSD5.csv' });
    await expect(dialog.getByTestId('import-counts')).toHaveText(
      '868 in the file: 864 accepted, 1 duplicate, 1 out of order, 3 refused',
    );
    await expect(dialog.getByRole('definition').filter({ hasText: 'MetaTrader 4, ' })).toBeVisible();
    const refused = dialog.getByRole('table', { name: 'Rows left out' }).getByRole('row');
    await expect(refused).toHaveCount(5);
    for (const [at, line] of ['401', '402', '403', '868'].entries()) {
      await expect(
        refused
          .nth(at + 1)
          .getByRole('cell')
          .first(),
      ).toHaveText(line);
    }
    await expect(refused.nth(3)).toContainText('abc');
    const sample = dialog.getByRole('table', { name: 'First bars as understood' }).getByRole('row').nth(1);
    await expect(sample).toContainText('2024-01-01 00:00 UTC');
    await expect(dialog.getByRole('textbox', { name: 'Symbol' })).toHaveValue('GBPUSD');
    await desk.picture('import-preview');

    await shown.button('Import').click();
    await expect(dialog).toBeHidden();
    const row = page.getByRole('table', { name: 'Datasets' }).getByRole('row', { name: /^GBPUSD/ });
    await expect(row).toContainText('active');
    await expect(row).toContainText('864 of 5 min');
    await expect(page.getByTestId('asset')).toHaveText('GBP/USD');
    await expect(page.getByRole('banner')).toContainText('Imported data');

    await shown.show('Desk');
    await expect(page.getByTestId('silent-because')).toContainText(
      'No model has been trained on GBP/USD yet',
    );
    await shown.tab('Notices').click();
    await expect(page.getByRole('table', { name: 'Notices' })).toContainText(
      'GBPUSD5.csv: 864 bars added, 0 were stored already (0 with other prices), 1 duplicate and 3 bad rows left out.',
    );
    await desk.picture('no-model-yet');

    await shown.show('Data and models');
    await shown.button('Train').click();
    await expect(shown.alert('too little data')).toBeVisible();
    await page.getByRole('button', { name: 'Activate EURUSD@simulated' }).click();
    await expect(page.getByTestId('asset')).toHaveText('EUR/USD');
  });
});

test('a file dropped on the window is previewed; the same file twice adds nothing', async () => {
  const path = writeLines(join(files, 'dropped.csv'), barLines(2));
  await withDesk({}, async (desk) => {
    const { page } = desk;
    const shown = screen(page);
    for (const added of ['576 bars added, 0 were stored', '0 bars added, 576 were stored']) {
      await dropFile(desk, path);
      const dialog = page.getByRole('dialog', { name: 'Import dropped.csv' });
      await dialog.getByRole('textbox', { name: 'Symbol' }).fill('USDCHF');
      await shown.button('Import').click();
      await expect(dialog).toBeHidden();
      await shown.tab('Notices').click();
      await expect(page.getByRole('table', { name: 'Notices' })).toContainText(added);
    }
    await expect(page.getByTestId('asset')).toHaveText('USD/CHF');
  });
});

const brokers = join(shared, 'data/brokers');
const layouts = {
  'mt4.csv': 'MetaTrader 4',
  'mt5.csv': 'MetaTrader 5',
  'histdata.csv': 'HistData',
  'binance.csv': 'Binance',
  'dukascopy.csv': 'Dukascopy',
  'tradingview.csv': 'TradingView',
};

test.describe('real files', () => {
  test.skip(!existsSync(brokers), `${brokers} is missing`);

  test('six brokers’ files are each named and show the same first bar', async () => {
    await withDesk({}, async (desk) => {
      const { page } = desk;
      await screen(page).show('Data and models');
      for (const [file, layout] of Object.entries(layouts)) {
        await chooseFile(desk, join(brokers, file));
        const dialog = page.getByRole('dialog', { name: `Import ${file}` });
        await expect(dialog.getByTestId('import-counts')).toHaveText(/^3,000 in the file: 3,000 accepted/);
        await expect(dialog.getByRole('definition').filter({ hasText: `${layout}, ` })).toBeVisible();
        const first = dialog.getByRole('table', { name: 'First bars as understood' }).getByRole('row').nth(1);
        await expect(first).toHaveText(/2020-01-01 22:00\sUTC1\.121331\.1215851\.12133/);
        await screen(page).button('Cancel').click();
        await expect(dialog).toBeHidden();
      }
    });
  });
});

const parquet = join(shared, 'data/EURUSD_5min.parquet');
test.describe('the real EUR/USD file', () => {
  test.skip(!existsSync(parquet), `${parquet} is missing`);

  test('six years of Parquet are imported: 448,586 bars in, 37,396 hourly bars to play', async () => {
    await withDesk({}, async (desk) => {
      const { page } = desk;
      await screen(page).show('Data and models');
      await chooseFile(desk, parquet);
      const dialog = page.getByRole('dialog', { name: 'Import EURUSD_5min.parquet' });
      await expect(dialog.getByTestId('import-counts')).toHaveText(/^448,586 in the file: 448,586 accepted/);
      await screen(page).button('Import').click();
      const row = page.getByRole('table', { name: 'Datasets' }).getByRole('row', { name: /^EURUSD active/ });
      await expect(row).toContainText('448,586 of 5 min');
      await expect(page.getByRole('toolbar', { name: 'Replay' })).toContainText('bar 37,396 of 37,396');
    });
  });
});
