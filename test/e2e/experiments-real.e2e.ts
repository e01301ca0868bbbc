import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright';
import type { Figures } from '../../shared/experiments/figures.ts';
import { answerOf } from './fixtures/ask.ts';
import { chooseFile } from './fixtures/choose.ts';
import { type Desk, startDesk } from './fixtures/desk.ts';
import { clippedTexts, outside, sideways } from './fixtures/look.ts';
import { copyPrepared, remove, shared } from './fixtures/places.ts';
import { screen } from './fixtures/screen.ts';
import { expect, test } from './fixtures/test.ts';
import { resize } from './fixtures/window-size.ts';

// One desk for all: importing six years and training on them takes a minute.

const parquet = join(shared, 'data/EURUSD_5min.parquet');

let desk: Desk;
let folder: string;

/** A slow machine takes several minutes to train on six years. */
const patience = { timeout: 300_000 };

test.describe('experiments on six years of real EUR/USD', () => {
  test.skip(!existsSync(parquet), `${parquet} is missing`);
  test.beforeAll(async () => {
    test.setTimeout(2 * patience.timeout);
    folder = copyPrepared();
    desk = await startDesk({ folder });
    const { page } = desk;
    await expect(screen(page).confidence).toBeVisible(patience);
    await resize(desk, 1440, 900);
    await screen(page).show('Data and models');
    await chooseFile(desk, parquet);
    const dialog = page.getByRole('dialog', { name: 'Import EURUSD_5min.parquet' });
    await expect(dialog.getByTestId('import-counts')).toContainText('accepted', patience);
    await screen(page).button('Import').click();
    // The simulated market is called EURUSD as well.
    const row = page.getByRole('table', { name: 'Datasets' }).getByRole('row', { name: /^EURUSD active/ });
    await expect(row).toContainText('Imported', patience);
    await screen(page).button('Train').click();
    const bundle = page.getByRole('listitem').filter({ hasText: /trained on EURUSD(?!@)/ });
    await expect(bundle).toContainText('active', patience);
  });
  test.afterAll(async () => {
    await desk?.close();
    remove(folder);
    expect(desk.complaints()).toEqual([]);
  });
  test.beforeEach(async () => {
    await screen(desk.page).show('Experiments');
    const again = screen(desk.page).button('Start again');
    if (await again.isVisible()) await again.click();
  });

  test('the point is dragged over 5,151 mixes and its figures and curve follow', async () => {
    const { page } = desk;
    await showTriangle();
    const picture = await answerOf(page, 'experiments.triangle', {});
    expect(picture.trades).toHaveLength(5151);
    await expect(map()).toHaveAttribute('aria-valuetext', /^1H 60\u00a0%, 4H 30\u00a0%, Daily 10\u00a0%/);
    const box = await map().boundingBox();
    if (!box) throw new Error('the map has a place');
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const seen: string[] = [];
    await page.mouse.move(x, y);
    await page.mouse.down();
    for (let step = 1; step <= 15; step += 1) {
      await page.mouse.move(x - 4 * step, y + 6 * step);
      seen.push(await textOf(pips('point')));
    }
    await desk.picture('real-triangle-dragging');
    await page.mouse.up();
    expect(new Set(seen).size).toBeGreaterThan(10);
    // The curve is traced anew for the point: it ends where the triangle says.
    const figures = await pointFigures();
    await expect(pips('point')).toHaveText(shown(figures.total_pips, 1));
    await expect(page.getByTestId('point-trades')).toHaveText(figures.trades.toLocaleString('en-US'));
    await expect(page.getByRole('figure', { name: 'Equity of the point' })).toContainText(
      `${shown(figures.total_pips, 1)} pips`,
    );
    await desk.picture('real-triangle-dragged');
  });

  test('weights applied from the triangle change the prediction on the Desk, and Undo takes them back', async () => {
    const { page } = desk;
    const view = screen(page);
    await view.show('Desk');
    const before = {
      confidence: await textOf(view.confidence),
      version: await textOf(view.version),
    };
    await expect(view.predictionVersion).toContainText(before.version);
    await view.show('Experiments');
    await showTriangle();
    await map().press('Home');
    for (let press = 0; press < 8; press += 1) await map().press('Shift+ArrowDown');
    const mix = await mixOfPoint();
    await view.button('Apply weights').click();
    const next = `v${Number(before.version.slice(1)) + 1}`;
    await expect(view.version).toHaveText(next);
    const toast = page.getByRole('status').filter({ hasText: 'are in force' });
    await expect(toast).toBeVisible();
    await desk.picture('real-applied');
    await view.show('Desk');
    await expect(view.predictionVersion).toContainText(next);
    await expect(view.confidence).not.toHaveText(before.confidence);
    await expect(view.field('1H weight')).toHaveValue(String(mix[0]));
    await desk.picture('real-applied-desk');
    await toast.getByRole('button', { name: 'Undo' }).click();
    await expect(view.field('1H weight')).toHaveValue('0.6');
    await expect(view.confidence).toHaveText(before.confidence);
  });

  test('a flip of A against B is clicked and stands on the candles', async () => {
    const { page } = desk;
    await showTriangle();
    await map().press('End');
    await screen(page).button('Set as B for A/B').click();
    const verdict = page.getByTestId('compare-verdict');
    await expect(verdict).toContainText(/B earned|both sides earned|Both sides/i);
    await expect(verdict).toContainText(/contains zero|leaves zero out|too few trades/);
    await page.getByRole('radio', { name: /^Where a trade resulted/ }).click();
    const rows = page.getByRole('table', { name: 'Flips', exact: true }).locator('tbody tr');
    await rows.nth(2).click();
    await expect(page.getByRole('region', { name: 'The flip on the chart' })).toHaveAttribute('data-focus');
    const bar = await textOf(rows.nth(2).locator('td').first());
    await expect(page.getByTestId('flip-caption')).toContainText(bar);
    await expect(page.getByTestId('flip-caption')).toContainText('earned');
    await desk.picture('real-flip');
  });

  test('walk-forward says what choosing weights on the past would have earned', async () => {
    const { page } = desk;
    await page.getByRole('combobox', { name: 'Which bars' }).selectOption('All bars, mostly in sample');
    await screen(page).tab('Walk-forward').click();
    await screen(page).button('Walk forward').click();
    const verdict = page.getByTestId('walk-verdict');
    await expect(verdict).toBeVisible(patience);
    const answer = await answerOf(page, 'experiments.walk-forward', { scope: { part: 'all' } });
    const { procedure, fixed, windows } = answer;
    await expect(page.getByRole('table', { name: 'Windows' }).locator('tbody tr')).toHaveCount(
      windows.length,
    );
    expect(windows.length).toBeGreaterThan(30);
    await expect(verdict).toContainText(`earned ${shown(procedure.figures.total_pips, 1)} pips`);
    await expect(verdict).toContainText(`the fixed weights ${shown(fixed.figures.total_pips, 1)}`);
    const interval = procedure.intervals.total_pips;
    await expect(verdict).toContainText(
      !interval ? 'too few' : interval.low > 0 ? 'above zero' : interval.high < 0 ? 'below zero' : 'no edge',
    );
    await desk.picture('real-walk-forward');

    await screen(page).button('Start again').click();
    await screen(page).button('Walk forward').click();
    const onTest = await answerOf(page, 'experiments.walk-forward', {});
    await expect(verdict).toContainText(
      `earned ${shown(onTest.procedure.figures.total_pips, 1)} pips`,
      patience,
    );
    await desk.picture('real-walk-forward-test-part');
    tell('walk-forward, all bars', { windows: windows.length, ...procedure.figures, interval });
    tell('walk-forward, test part', onTest.procedure.figures);
  });

  for (const [label, key] of [
    ['weights in force', 'Home'],
    ['best mix', 'End'],
  ] as const)
    test(`the meter says of the ${label} what its figures are`, async () => {
      const { page } = desk;
      await showTriangle();
      await map().press(key);
      await screen(page).button('How far can this be trusted?').click();
      const verdict = page.getByTestId('overfit-verdict');
      const mix = await mixOfPoint();
      const meter = page.getByRole('region', { name: 'How far it can be trusted' });
      await expect(meter).toContainText(
        `Of ${mix.map((each) => Math.round(each * 100)).join(' / ')}`,
        patience,
      );
      await expect(meter.getByRole('progressbar')).toBeHidden(patience);
      const overfit = await answerOf(page, 'experiments.overfit', { source: sourceOf(mix) });
      const { reality_check: check, plateau, deflated_sharpe: deflated, parts } = overfit;
      expect(overfit.period.part).toBe('test');

      // Told in words: only a result that luck seldom reaches may be called an edge.
      const title = {
        edge: 'An edge on these bars',
        luck: 'Call it luck',
        nothing: 'Nothing to trust',
        unjudged: 'Cannot be judged',
      };
      await expect(verdict).toContainText(title[overfit.verdict]);
      if (check.own_p_value > 0.05) expect(overfit.verdict).not.toBe('edge');
      if (overfit.verdict === 'luck') {
        const times = Math.round(check.own_p_value * 100);
        if (times > 1 && times < 99) await expect(verdict).toContainText(`${times} times in 100`);
      } else if (overfit.verdict === 'nothing' && plateau.own_pips <= 0) {
        await expect(verdict).toContainText('earns nothing');
      }
      await expect(meter).toContainText(`p = ${check.own_p_value.toFixed(3)}`);
      await expect(meter).toContainText(`p = ${check.p_value.toFixed(3)}`);
      await expect(meter).toContainText(`${shown(check.best_pips, 1)} pips`);
      await expect(meter).toContainText(`earn ${shown(plateau.mean_pips, 1)} pips on average`);
      if (deflated) await expect(meter).toContainText(`Sharpe ${shown(deflated.sharpe, 2)};`);
      const rows = page.getByRole('table', { name: 'This mix on each part' }).locator('tbody tr');
      await expect(rows).toHaveCount(3);
      for (const [at, { part, figures }] of parts.entries()) {
        await expect(rows.nth(at).locator('th')).toHaveText(part);
        await expect(rows.nth(at).locator('td').nth(0)).toHaveText(figures.trades.toLocaleString('en-US'));
        await expect(rows.nth(at).locator('td').nth(1)).toHaveText(shown(figures.total_pips, 1));
      }
      const test = parts.find(({ part }) => part === 'test');
      await expect(pips('point')).toHaveText(shown(test?.figures.total_pips ?? Number.NaN, 1));
      await meter.scrollIntoViewIfNeeded();
      await desk.picture(`real-overfit-${key.toLowerCase()}`);
      tell(`meter at ${key}`, await textOf(verdict));
      tell(
        'parts',
        parts.map(({ part, figures }) => [part, figures.trades, figures.total_pips]),
      );
    });

  for (const theme of ['Dark', 'Light'] as const) {
    test(`everything fits in ${theme.toLowerCase()}, with the figures of real bars`, async () => {
      const { page } = desk;
      await screen(page).theme(theme);
      for (const [width, height] of [
        [1024, 700],
        [1440, 900],
      ] as const) {
        await resize(desk, width, height);
        for (const tab of ['Weight triangle', 'Backtest', 'A/B', 'Walk-forward'] as const) {
          await screen(page).tab(tab).click();
          if (tab === 'Weight triangle') await showTriangle();
          if (tab === 'Backtest') await expect(page.locator('.backtest-answer')).toBeVisible();
          if (tab === 'A/B') await expect(page.getByTestId('compare-verdict')).toBeVisible();
          await page.mouse.move(0, 0);
          const name = tab.toLowerCase().replaceAll(/\W/g, '-');
          await desk.picture(`real-${name}-${theme.toLowerCase()}-${width}`);
          expect(await page.evaluate(clippedTexts), `${tab}: clipped`).toEqual([]);
          expect(await page.evaluate(outside), `${tab}: outside the window`).toEqual([]);
          expect(await page.evaluate(sideways), `${tab}: scrolls sideways`).toEqual([]);
        }
      }
    });
  }
});

function map(): Locator {
  return desk.page.getByRole('slider', { name: 'Weights tried' });
}

function pips(column: 'point' | 'current' | 'best'): Locator {
  return desk.page.getByTestId(`${column}-total_pips`);
}

/** Shows the triangle and waits until it is whole. */
async function showTriangle(): Promise<void> {
  const { page } = desk;
  await screen(page).tab('Weight triangle').click();
  await expect(map()).toBeVisible(patience);
  await expect(page.locator('.triangle-state')).not.toHaveText('computing…');
  await expect(map()).not.toHaveAttribute('data-outdated');
}

async function textOf(place: Locator): Promise<string> {
  return ((await place.textContent()) ?? '').trim();
}

/** The weights under the point, as fractions. */
async function mixOfPoint(): Promise<[number, number, number]> {
  const text = (await map().getAttribute('aria-valuetext')) ?? '';
  const found = /1H ([\d.]+).*?4H ([\d.]+).*?Daily ([\d.]+)/.exec(text);
  if (!found) throw new Error(`no weights in "${text}"`);
  return [Number(found[1]) / 100, Number(found[2]) / 100, Number(found[3]) / 100];
}

function sourceOf([hour, fourHour, daily]: readonly [number, number, number]) {
  return { changes: { model: { weight_1h: hour, weight_4h: fourHour, weight_daily: daily } } };
}

/** What the point earns by itself, not read from the triangle. */
async function pointFigures(): Promise<Figures> {
  return (await answerOf(desk.page, 'experiments.point', { source: sourceOf(await mixOfPoint()) })).figures;
}

/** A number as the window writes it. */
function shown(value: number, decimals: number): string {
  const text = Math.abs(value).toLocaleString('en-US', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  return value < 0 && Number(value.toFixed(decimals)) !== 0 ? `−${text}` : text;
}

/** Seen in the run's output: the README quotes it. */
function tell(what: string, found: unknown): void {
  console.log(`${what}: ${typeof found === 'string' ? found : JSON.stringify(found)}`);
}
