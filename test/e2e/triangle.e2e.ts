import { join } from 'node:path';
import type { Page } from 'playwright';
import { type Desk, withDesk } from './fixtures/desk.ts';
import { clippedTexts, outside } from './fixtures/look.ts';
import { untilTrained } from './fixtures/patience.ts';
import { copyPrepared, remove } from './fixtures/places.ts';
import { screen } from './fixtures/screen.ts';
import { expect, test } from './fixtures/test.ts';
import { resize } from './fixtures/window-size.ts';

let desk: Desk;
test.beforeEach(async ({ desk: shared }) => {
  desk = shared;
  await screen(desk.page).show('Experiments');
  await screen(desk.page).tab('Weight triangle').click();
  const again = screen(desk.page).button('Start again');
  if (await again.isVisible()) await again.click();
  await settled();
  await triangle(desk.page).map.press('Home');
});

function triangle(page: Page) {
  return {
    map: page.getByRole('slider', { name: 'Weights tried' }),
    point: (metric: string) => page.getByTestId(`point-${metric}`),
    best: (metric: string) => page.getByTestId(`best-${metric}`),
    state: page.locator('.triangle-state'),
    curve: page.getByRole('figure', { name: 'Equity of the point' }),
  };
}

/** The whole triangle of what is asked is shown. */
async function settled(): Promise<void> {
  const { map, state } = triangle(desk.page);
  await expect(map).toBeVisible();
  await expect(state).not.toHaveText('computing…');
  await expect(map).not.toHaveAttribute('data-outdated');
}

test.describe('the weight triangle', () => {
  test('is reached by keyboard and shows every mix', async () => {
    const { page } = desk;
    await page.keyboard.press('Control+1');
    await expect(page.getByRole('main', { name: 'Desk' })).toBeVisible();
    await page.keyboard.press('Control+3');
    await settled();
    await expect(triangle(page).map).toHaveAttribute(
      'aria-valuetext',
      /^1H 60\u00a0%, 4H 30\u00a0%, Daily 10\u00a0%: Pips/,
    );
  });

  test('follows a dragged point with figures in the same frame and its curve after it', async () => {
    const { page } = desk;
    const { map, point, curve } = triangle(page);
    await page.evaluate(() => {
      const seen: { frames: number; texts: string[] } = { frames: 0, texts: [] };
      Reflect.set(window, 'seen', seen);
      const text = () => document.querySelector('.triangle-map')?.getAttribute('aria-valuetext') ?? '';
      // Runs after the window's own listeners and before the frame is painted.
      window.addEventListener('pointermove', () => seen.texts.push(text()));
    });
    const box = await map.boundingBox();
    if (!box) throw new Error('the map has a place');
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    for (let i = 1; i <= 20; i += 1) await page.mouse.move(x + 5 * i, y + 4 * i);
    const texts = await page.evaluate(() => Reflect.get(window, 'seen').texts as string[]);
    const dragged = texts.slice(-20);
    expect(new Set(dragged).size).toBeGreaterThan(15);
    expect(dragged.at(-1)).toBe(await map.getAttribute('aria-valuetext'));
    // Outside the triangle it stays at the edge.
    await page.mouse.move(box.x + box.width - 4, box.y + box.height - 4);
    await expect(map).toHaveAttribute('aria-valuetext', /Daily 100\u00a0%/);
    await page.mouse.move(x + 60, y + 60);
    await page.mouse.up();
    const total = (await point('total_pips').textContent()) ?? '';
    await expect(curve).toContainText(`${total} pips`);
    await desk.picture('triangle-dragged');
  });

  test('is moved by keys, which then do not move the replay', async () => {
    const { page } = desk;
    const { map } = triangle(page);
    const time = await screen(page).replayTime.textContent();
    await map.focus();
    await map.press('ArrowRight');
    await expect(map).toHaveAttribute('aria-valuetext', /^1H 60\u00a0%, 4H 29\u00a0%, Daily 11\u00a0%/);
    await map.press('Shift+ArrowUp');
    await expect(map).toHaveAttribute('aria-valuetext', /^1H 65\u00a0%/);
    await map.press('Shift+ArrowDown');
    await map.press('ArrowLeft');
    await expect(map).toHaveAttribute('aria-valuetext', /^1H 60\u00a0%, 4H 30\u00a0%, Daily 10\u00a0%/);
    await map.press('Shift+ArrowLeft');
    await map.press('Home');
    await expect(map).toHaveAttribute('aria-valuetext', /^1H 60\u00a0%, 4H 30\u00a0%, Daily 10\u00a0%/);
    expect(await screen(page).replayTime.textContent()).toBe(time);
  });

  for (const [label, metric] of [
    ['Pips', 'total_pips'],
    ['Profit factor', 'profit_factor'],
    ['Win rate', 'win_rate'],
    ['Drawdown', 'max_drawdown_pips'],
    ['Sharpe', 'sharpe'],
  ] as const)
    test(`shows ${label}, and End goes to the mix that is best by it`, async () => {
      const { page } = desk;
      const { map, point, best } = triangle(page);
      await page.getByRole('radio', { name: label, exact: true }).click();
      await expect(page.getByRole('figure', { name: /^Colours: / })).toContainText(
        label === 'Pips' ? 'Total' : label,
      );
      await map.press('End');
      await expect(point(metric)).toHaveText((await best(metric).textContent()) ?? '');
      await expect(page.getByTestId('triangle-shape')).toHaveText(/^(Plateau|Slope|Lucky spike|Flat)/);
    });

  test('says where nothing is traded, and recovers', async () => {
    const { page } = desk;
    await page.getByRole('combobox', { name: 'Try another value of' }).selectOption('Confidence threshold');
    await screen(page).enter('Confidence threshold, tried', '1');
    await expect(page.getByText('No mix trades here')).toBeVisible();
    await expect(triangle(page).point('trades')).toHaveText('0');
    await desk.picture('triangle-no-trades');
    await screen(page).enter('Confidence threshold, tried', '0.5');
    await expect(page.getByText('No mix trades here')).toBeHidden();
    await settled();
    await expect(triangle(page).point('trades')).not.toHaveText('0');
  });

  test('marks in-sample bars as such and refuses a period that ends before it begins', async () => {
    const { page } = desk;
    await page.getByRole('combobox', { name: 'Which bars' }).selectOption('Training part, in sample');
    await expect(page.getByText('seen by the models in training')).toBeVisible();
    await settled();
    await page.getByLabel('from (UTC day').fill('2025-06-10');
    await page.getByLabel('to (UTC day').fill('2025-06-01');
    await expect(screen(page).alert('must not end')).toBeVisible();
    await page.getByLabel('to (UTC day').fill('2030-06-01');
    await expect(screen(page).alert('must not end')).toBeHidden();
  });

  test('applies the point: the prediction changes, and the message takes it back', async () => {
    const { page } = desk;
    const shown = screen(page);
    const version = async () => Number((await shown.version.textContent())?.slice(1));
    const before = await version();
    const { map } = triangle(page);
    await map.press('Shift+ArrowLeft');
    await map.press('Shift+ArrowDown');
    const mix = /1H (\d+).*?4H (\d+).*?Daily (\d+)/.exec((await map.getAttribute('aria-valuetext')) ?? '');
    await map.press('Enter');
    await expect(shown.version).toHaveText(`v${before + 1}`);
    const toast = page.getByRole('status').filter({ hasText: 'are in force' });
    await expect(toast).toContainText(`${mix?.[1]} / ${mix?.[2]} / ${mix?.[3]}`);
    await shown.show('Desk');
    await expect(shown.predictionVersion).toContainText(`v${before + 1}`);
    await expect(shown.field('1H weight')).toHaveValue(String(Number(mix?.[1]) / 100));
    await toast.getByRole('button', { name: 'Undo' }).click();
    await expect(shown.field('1H weight')).toHaveValue('0.6');
  });

  test('says how far a mix can be trusted, and can be stopped on the way', async () => {
    const { page } = desk;
    await page.getByRole('combobox', { name: 'Which bars' }).selectOption('All bars, mostly in sample');
    await settled();
    await screen(page).button('How far can this be trusted?').click();
    // A quick machine is done before a pointer could come to rest on the button.
    await screen(page).button('Cancel: Testing against luck').dispatchEvent('click');
    await expect(page.getByText('Cancelled: nothing was kept of it.')).toBeVisible();
    await screen(page).button('Start again').click();
    await settled();
    await screen(page).button('How far can this be trusted?').click();
    await expect(page.getByTestId('overfit-verdict')).toHaveText(/(times|once) in 100|Nothing to trust/);
    await expect(page.getByRole('table', { name: 'This mix on each part' }).getByRole('row')).toHaveCount(4);
    await triangle(page).map.press('ArrowLeft');
    await expect(page.getByText('not of what is shown now')).toBeVisible();
  });
});

test('the triangle waits for models that are being trained and follows when they are there', async () => {
  const without = copyPrepared();
  remove(join(without, 'bundles'));
  await withDesk({ folder: without }, async ({ page }) => {
    await screen(page).show('Experiments');
    await screen(page).tab('Weight triangle').click();
    // A quick machine may have trained them by now.
    await expect(page.getByText('Not ready yet').or(triangle(page).map)).toBeVisible();
    await expect(triangle(page).map).toBeVisible(untilTrained);
    await expect(triangle(page).state).toContainText('bars');
    await screen(page).tab('Walk-forward').click();
    await expect(screen(page).button('Walk forward')).toBeEnabled();
  });
  remove(without);
});

test('walk-forward says what the procedure earned, window by window', async () => {
  const { page } = desk;
  await screen(page).tab('Walk-forward').click();
  await expect(page.getByText('Would choosing weights have paid?')).toBeVisible();
  await page.getByLabel('Days to choose on').fill('6');
  await screen(page).button('Walk forward').click();
  await expect(screen(page).alert('from 7 to 3650')).toBeVisible();
  await page.getByLabel('Days to choose on').fill('60');
  await page.getByLabel('Days to trade').fill('20');
  await screen(page).button('Walk forward').click();
  await expect(page.getByTestId('walk-verdict')).toContainText('Choosing and then trading earned');
  const windows = page.getByRole('table', { name: 'Windows' }).getByRole('row');
  expect(await windows.count()).toBeGreaterThan(4);
  await desk.picture('walk-forward');
});

for (const theme of ['Dark', 'Light'] as const) {
  for (const [width, height] of [
    [1024, 700],
    [1920, 1200],
  ] as const)
    test(`everything fits in ${theme.toLowerCase()} at ${width} × ${height}`, async () => {
      const { page } = desk;
      await resize(desk, width, height);
      await screen(page).theme(theme);
      await page.mouse.move(0, 0);
      for (const tab of ['Weight triangle', 'Walk-forward']) {
        await screen(page).tab(tab).click();
        if (tab === 'Weight triangle') await settled();
        await desk.picture(`${tab === 'Walk-forward' ? 'walk' : 'triangle'}-${theme.toLowerCase()}-${width}`);
        expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0);
        expect(await page.evaluate(clippedTexts), `${tab}: clipped`).toEqual([]);
        expect(await page.evaluate(outside), `${tab}: outside the window`).toEqual([]);
      }
    });
}
