import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { answerDialog, answerSaveDialog } from './fixtures/choose.ts';
import { type Desk, withDesk } from './fixtures/desk.ts';
import { clippedTexts, outside } from './fixtures/look.ts';
import { untilTrained } from './fixtures/patience.ts';
import { copyPrepared, newFolder, readJson, remove } from './fixtures/places.ts';
import { numberIn, screen } from './fixtures/screen.ts';
import { expect, test } from './fixtures/test.ts';
import { resize } from './fixtures/window-size.ts';

let desk: Desk;
let files: string;
test.beforeAll(() => {
  files = newFolder();
});
test.afterAll(() => remove(files));
test.beforeEach(async ({ desk: shared }) => {
  desk = shared;
  await screen(desk.page).show('Experiments');
  await screen(desk.page).tab('Backtest').click();
  const again = screen(desk.page).button('Start again');
  if (await again.isVisible()) await again.click();
  await settled();
});

function backtest(page: Page) {
  const trades = page.getByRole('table', { name: 'Trades', exact: true });
  return {
    place: page.getByRole('region', { name: 'Backtest', exact: true }),
    answer: page.locator('.backtest-answer'),
    verdict: page.getByTestId('backtest-verdict'),
    figure: (row: string) => page.getByTestId(`backtest-${row}`),
    trades,
    rows: trades.locator('tbody tr'),
    picked: trades.locator('tbody tr[data-picked]'),
    chart: page.getByRole('region', { name: 'The trade on the chart' }),
    caption: page.getByTestId('trade-caption'),
    check: page.getByTestId('check-verdict'),
  };
}

/** What is shown is what is asked. */
async function settled(): Promise<void> {
  const { answer } = backtest(desk.page);
  await expect(answer).toBeVisible();
  await expect(answer).not.toHaveAttribute('data-outdated');
}

/** Trades in the list: with them the one that is still open where the data end, which no figure counts. */
async function listed(): Promise<number> {
  const { verdict, figure } = backtest(desk.page);
  const open = ((await verdict.textContent()) ?? '').includes('still open where the data end');
  return (await numberIn(figure('trades'))) + (open ? 1 : 0);
}

async function tryThreshold(text: string): Promise<void> {
  const { page } = desk;
  const field = screen(page).field('Confidence threshold, tried');
  if (!(await field.isVisible()))
    await page.getByRole('combobox', { name: 'Try another value of' }).selectOption('Confidence threshold');
  await screen(page).enter('Confidence threshold, tried', text);
}

test.describe('a backtest', () => {
  test('runs by itself on the test part, and its tables add up', async () => {
    const { page } = desk;
    const { verdict, figure, rows } = backtest(page);
    await expect(verdict).toContainText('On the test part');
    await expect(verdict).toContainText(/95\u00a0% interval|too few trades/);
    const trades = await numberIn(figure('trades'));
    expect(trades).toBeGreaterThan(0);
    await expect(page.getByRole('table', { name: 'Trades', exact: true })).toHaveAttribute(
      'aria-rowcount',
      String((await listed()) + 1),
    );
    expect(await rows.count()).toBeGreaterThan(0);
    for (const name of ['By regime', 'By month']) {
      const title = name === 'By regime' ? 3 : 2;
      const cells = page.getByRole('table', { name }).locator(`tbody tr td:nth-child(${title})`);
      const counts = (await cells.allTextContents()).map(Number);
      expect(
        counts.reduce((sum, each) => sum + each, 0),
        name,
      ).toBe(trades);
    }
  });

  test('shows a clicked trade on the chart, and walks on by keys', async () => {
    const { page } = desk;
    const { rows, picked, chart, caption } = backtest(page);
    const time = await screen(page).replayTime.textContent();
    await expect(chart).toContainText('Choose a trade');
    await rows.nth(2).click();
    await expect(picked).toHaveAttribute('aria-rowindex', '4');
    await expect(caption).toContainText('Prices as paid');
    await expect(chart).toHaveAttribute('data-focus');
    await desk.picture('backtest-trade');
    const first = await caption.textContent();
    await page.keyboard.press('j');
    await expect(picked).toHaveAttribute('aria-rowindex', '5');
    expect(await caption.textContent()).not.toBe(first);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('k');
    await expect(picked).toHaveAttribute('aria-rowindex', '3');
    await page.keyboard.press('End');
    const last = (await listed()) + 1;
    await expect(picked).toHaveAttribute('aria-rowindex', String(last));
    await expect(picked.getByRole('button')).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(chart).toHaveAttribute('data-focus');
    expect(await screen(page).replayTime.textContent()).toBe(time);
  });

  test('sorts the trades by any column', async () => {
    const { page } = desk;
    const { trades, rows } = backtest(page);
    const pips = async () =>
      (await rows.locator('td:nth-child(7)').allTextContents()).map((text) => Number(text.replace('−', '-')));
    await screen(page).button('Pips').click();
    await expect(trades.locator('th[aria-sort=ascending]')).toContainText('Pips');
    const rising = await pips();
    expect(rising).toEqual(rising.toSorted((a, b) => a - b));
    await trades.getByRole('button', { name: 'Pips' }).click();
    const falling = await pips();
    expect(falling).toEqual(falling.toSorted((a, b) => b - a));
    await trades.getByRole('button', { name: 'Pips' }).click();
    await expect(trades.locator('th[aria-sort]')).toHaveCount(0);
  });

  test('follows the subject, and says where nothing reaches the threshold', async () => {
    const { page } = desk;
    const { figure, place } = backtest(page);
    const before = await numberIn(figure('trades'));
    await tryThreshold('0.5');
    await settled();
    expect(await numberIn(figure('trades'))).toBeGreaterThan(before);
    await tryThreshold('1');
    await expect(page.getByText('No trade here')).toBeVisible();
    await expect(place).toContainText('No bar reaches the confidence threshold of 1');
    await desk.picture('backtest-no-trade');
    await tryThreshold('0.55');
    await expect(page.getByText('No trade here')).toBeHidden();
  });

  test('that takes long can be stopped: what was shown stays, dimmed, and it can be run again', async () => {
    const { page } = desk;
    const { answer } = backtest(page);
    const release = await heldBacktests();
    await tryThreshold('0.6');
    await screen(page).button('Cancel: Trading it on these bars').click();
    await expect(page.getByText('Cancelled: nothing was kept of it.')).toBeVisible();
    await expect(answer).toHaveAttribute('data-outdated');
    await desk.picture('backtest-cancelled');
    await release();
    await screen(page).button('Run it again').click();
    await settled();
    await expect(answer).toContainText('current (v1) with 1 change');
  });

  test('marks in-sample parts as flattering', async () => {
    const { page } = desk;
    const { place, verdict } = backtest(page);
    await page.getByRole('combobox', { name: 'Which bars' }).selectOption('All bars, mostly in sample');
    await expect(verdict).toContainText('mostly in sample');
    await expect(place).toContainText('those trades flatter');
    await settled();
    const parts = new Set(await backtest(page).rows.locator('td:nth-child(10)').allTextContents());
    expect(parts).toContain('train');
    await backtest(page).rows.nth(1).click();
    await expect(backtest(page).chart).toHaveAttribute('data-focus');
    await desk.picture('backtest-all');
  });
});

test.describe('what is taken away', () => {
  test('trades and curve, as CSV and JSON', async () => {
    const { page } = desk;
    const rows = { trades: await listed(), curve: await numberIn(backtest(page).figure('trades')) };
    for (const [what, format] of [
      ['trades', 'CSV'],
      ['curve', 'CSV'],
      ['trades', 'JSON'],
      ['curve', 'JSON'],
    ] as const) {
      const path = join(files, `${what}.${format.toLowerCase()}`);
      await answerSaveDialog(desk, path);
      await screen(page).button(`Export ${what} as ${format}`).click();
      await expect(page.getByRole('status').filter({ hasText: path })).toBeVisible();
      if (format === 'CSV') expect(lines(path)).toHaveLength(rows[what] + 1);
    }
    expect(readJson(files, 'trades.json').trades).toHaveLength(rows.trades);
    expect((readJson(files, 'curve.json').curve as { pips: number[] }).pips).toHaveLength(rows.curve);
  });

  test('the same CSV on the clipboard', async () => {
    const { page } = desk;
    const path = join(files, 'same.csv');
    await answerSaveDialog(desk, path);
    await screen(page).button('Export trades as CSV').click();
    await expect(page.getByRole('status').filter({ hasText: path })).toBeVisible();
    await screen(page).button('Copy trades as CSV').click();
    await expect(page.getByRole('status').filter({ hasText: 'on the clipboard' })).toBeVisible();
    const copied = await desk.app.evaluate(({ clipboard }) => clipboard.readText());
    expect(copied.trim().split(/\r?\n/)).toEqual(lines(path));
  });

  test('the experiment: opened again it is the same, and a changed number is named', async () => {
    const { page } = desk;
    const { check } = backtest(page);
    const path = join(files, 'experiment.json');
    await answerSaveDialog(desk, path);
    await screen(page).button('Save experiment…').click();
    await expect(page.getByRole('status').filter({ hasText: path })).toBeVisible();
    await answerDialog(desk, path);
    await screen(page).button('Open experiment…').click();
    await expect(check).toContainText('the same to the last bit');
    await desk.picture('backtest-same');

    const file = JSON.parse(readFileSync(path, 'utf8'));
    file.results.figures.total_pips += 1;
    writeFileSync(path, JSON.stringify(file));
    await screen(page).button('Open experiment…').click();
    await expect(check).toContainText('it differs in 1 value');
    const row = page.getByRole('table', { name: 'Differences' }).locator('tbody tr');
    await expect(row).toHaveCount(1);
    await expect(row).toContainText('results.figures.total_pips');
    await expect(row).toContainText(String(file.results.figures.total_pips));
    await desk.picture('backtest-differs');

    writeFileSync(path, '{"format": 1');
    await screen(page).button('Open experiment…').click();
    await expect(page.getByRole('alert').filter({ hasText: path })).toBeVisible();
    await page
      .getByRole('region', { name: 'Experiment file' })
      .getByRole('button', { name: 'Close' })
      .click();
    await expect(check).toBeHidden();
  });
});

/** From now on backtests are answered only once what this returns is called. */
async function heldBacktests(): Promise<() => Promise<void>> {
  await desk.app.evaluate(({ ipcMain }) => {
    type Handler = (event: unknown, name: string, input: unknown) => Promise<unknown>;
    const handlers: Map<string, Handler> = Reflect.get(ipcMain, '_invokeHandlers');
    const own = handlers.get('desk:invoke');
    if (!own) throw new Error('Nothing answers the window.');
    const held = new Promise<void>((resolve) => Reflect.set(globalThis, 'releaseBacktests', resolve));
    handlers.set('desk:invoke', async (event, name, input) => {
      if (name === 'experiments.backtest') await held;
      return own(event, name, input);
    });
  });
  return () => desk.app.evaluate(() => Reflect.get(globalThis, 'releaseBacktests')());
}

function lines(path: string): string[] {
  return readFileSync(path, 'utf8').trim().split('\r\n');
}

for (const theme of ['Dark', 'Light'] as const) {
  for (const [width, height] of [
    [1024, 700],
    [1920, 1200],
  ] as const)
    test(`everything fits in ${theme.toLowerCase()} at ${width} × ${height}`, async () => {
      const { page } = desk;
      await resize(desk, width, height);
      await screen(page).theme(theme);
      await backtest(page).rows.first().click();
      await expect(backtest(page).chart).toHaveAttribute('data-focus');
      await page.mouse.move(0, 0);
      await desk.picture(`backtest-${theme.toLowerCase()}-${width}`);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0);
      const tab = page.getByRole('tabpanel');
      expect(await tab.evaluate((place) => place.scrollWidth - place.clientWidth), 'the tab’s width').toBe(0);
      expect(await page.evaluate(clippedTexts), 'clipped').toEqual([]);
      expect(await page.evaluate(outside), 'outside the window').toEqual([]);
      await page.getByRole('table', { name: 'By month' }).scrollIntoViewIfNeeded();
      await desk.picture(`backtest-${theme.toLowerCase()}-${width}-below`);
    });
}

test('without models it says what is missing, and follows when they are there', async () => {
  const without = copyPrepared();
  remove(join(without, 'bundles'));
  await withDesk({ folder: without }, async ({ page }) => {
    await screen(page).show('Experiments');
    await screen(page).tab('Backtest').click();
    // A quick machine may have trained them by now.
    await expect(page.getByText('Not ready yet').or(backtest(page).answer)).toBeVisible();
    await expect(backtest(page).answer).toBeVisible(untilTrained);
  });
  remove(without);
});
