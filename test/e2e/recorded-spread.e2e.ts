import { join } from 'node:path';
import { createSimulator } from '../../electron/engine/market/simulator/simulator.ts';
import { answerOf } from './fixtures/ask.ts';
import { writeLines } from './fixtures/bars-file.ts';
import { chooseFile } from './fixtures/choose.ts';
import { withDesk } from './fixtures/desk.ts';
import { newFolder, remove } from './fixtures/places.ts';
import { numberIn, screen } from './fixtures/screen.ts';
import { expect, test } from './fixtures/test.ts';

let files: string;
test.beforeAll(() => {
  files = newFolder();
});
test.afterAll(() => remove(files));

test('a file with spreads of its own is traded by them until the set one is chosen, and the backtest says by which', async () => {
  const bars = createSimulator({ seed: 21 }).next(180 * 5 * 12 * 24);
  const rows = Array.from(bars.time, (time, i) => {
    const [day = '', clock = ''] = new Date(time).toISOString().split(/[TZ.]/);
    const prices = [bars.open, bars.high, bars.low, bars.close].map((column) => (column[i] ?? 0).toFixed(5));
    return [day.replaceAll('-', '.'), clock, ...prices, 100, 0, 25].join('\t');
  });
  const header = '<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>';
  const path = writeLines(join(files, 'EURUSD_M5.csv'), [header, ...rows]);

  await withDesk({}, async (desk) => {
    const { page } = desk;
    const shown = screen(page);
    const backtest = page.locator('.backtest-answer');
    const spread = page.getByRole('combobox', { name: 'Which spread' });
    const total = () => numberIn(page.getByTestId('backtest-total_pips'));
    const { bundles } = await answerOf(page, 'models.state', {});

    // The simulated market carries no spread: there is nothing to choose.
    await shown.show('Experiments');
    await shown.tab('Backtest').click();
    await expect(backtest).toContainText('half the set spread against us both ways');
    await expect(spread).toHaveCount(0);

    await shown.show('Data and models');
    await chooseFile(desk, path);
    const dialog = page.getByRole('dialog', { name: 'Import EURUSD_M5.csv' });
    await expect(dialog).toContainText('Spreads are read in points of the last decimal: usually 0.00025.');
    await shown.button('Import').click();
    await expect(page.getByText('Imported data')).toBeVisible();
    await answerOf(page, 'models.activate', { bundle: bundles[0]?.id ?? '' });

    await shown.show('Experiments');
    await page.getByRole('combobox', { name: 'Which bars' }).selectOption({ index: 3 });
    await expect(backtest).toContainText('half of the spread recorded in the data');
    await expect(backtest).not.toHaveAttribute('data-outdated');
    const [recorded, trades] = [await total(), await numberIn(page.getByTestId('backtest-trades'))];
    await desk.picture('recorded-spread');

    await spread.selectOption('Set spread');
    await expect(backtest).toContainText('half the set spread against us both ways');
    await expect(backtest).not.toHaveAttribute('data-outdated');
    // 2.5 pips a trade for 0.5.
    expect(trades).toBeGreaterThan(20);
    expect(await numberIn(page.getByTestId('backtest-trades'))).toBe(trades);
    expect((await total()) - recorded).toBeCloseTo(2 * trades, 0);
    await desk.picture('set-spread');
  });
});
