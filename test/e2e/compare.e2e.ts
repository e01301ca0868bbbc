import type { Page } from 'playwright';
import type { Desk } from './fixtures/desk.ts';
import { clippedTexts, outside } from './fixtures/look.ts';
import { numberIn, screen } from './fixtures/screen.ts';
import { expect, test } from './fixtures/test.ts';
import { resize } from './fixtures/window-size.ts';

let desk: Desk;
test.beforeEach(async ({ desk: shared }) => {
  desk = shared;
  await screen(desk.page).show('Experiments');
  const again = screen(desk.page).button('Start again');
  if (await again.isVisible()) await again.click();
  await screen(desk.page).tab('A/B').click();
});

function compare(page: Page) {
  const flips = page.getByRole('table', { name: 'Flips', exact: true });
  return {
    a: page.getByRole('combobox', { name: 'Side A' }),
    b: page.getByRole('combobox', { name: 'Side B' }),
    answer: page.locator('.backtest-answer'),
    verdict: page.getByTestId('compare-verdict'),
    cell: (name: string) => page.getByTestId(name),
    flips,
    rows: flips.locator('tbody tr'),
    picked: flips.locator('tbody tr[data-picked]'),
    filter: (name: RegExp) => page.getByRole('radio', { name }),
    chart: page.getByRole('region', { name: 'The flip on the chart' }),
    caption: page.getByTestId('flip-caption'),
    curve: page.getByRole('figure', { name: 'Equity of A and B' }),
  };
}

async function settled(): Promise<void> {
  const { answer } = compare(desk.page);
  await expect(answer).toBeVisible();
  await expect(answer).not.toHaveAttribute('data-outdated');
}

async function tryThreshold(text: string): Promise<void> {
  const { page } = desk;
  await page.getByRole('combobox', { name: 'Try another value of' }).selectOption('Confidence threshold');
  await screen(page).enter('Confidence threshold, tried', text);
}

test.describe('A against B', () => {
  test('asks for a B while there is none', async () => {
    await expect(desk.page.getByText('What should it be compared with?')).toBeVisible();
    await desk.picture('compare-no-b');
  });

  test('compares what is tried with the current configuration, figure by figure', async () => {
    const { page } = desk;
    const { b, verdict, cell, curve } = compare(page);
    await tryThreshold('0.58');
    await expect(b).toHaveValue('tried');
    await settled();
    await expect(verdict).toHaveText(/B earned|both sides earned/i);
    await expect(verdict).toHaveText(/cannot be told from zero|leaves zero out|too few trades/);
    const [own, other] = [await numberIn(cell('a-trades')), await numberIn(cell('b-trades'))];
    await expect(cell('difference-trades')).toContainText(`+${other - own}`);
    await expect(curve).toContainText('A: current');
    await expect(curve).toContainText('B: current');
    await expect(cell('difference-total_pips')).toHaveText(/to/);
  });

  test('lists the flips; a click shows one on the chart, keys walk on', async () => {
    const { page } = desk;
    const { rows, picked, chart, caption, filter, flips } = compare(page);
    await tryThreshold('0.58');
    await settled();
    const all = Number(await flips.getAttribute('aria-rowcount'));
    await filter(/^Where a trade resulted/).click();
    const traded = Number(await flips.getAttribute('aria-rowcount'));
    expect(traded).toBeGreaterThan(1);
    expect(traded).toBeLessThan(all);
    await rows.nth(1).click();
    await expect(chart).toHaveAttribute('data-focus');
    await expect(caption).toContainText('earned');
    await desk.picture('compare-flip');
    const first = await caption.textContent();
    await page.keyboard.press('j');
    await expect(picked).toHaveAttribute('aria-rowindex', '4');
    expect(await caption.textContent()).not.toBe(first);
    await page.keyboard.press('k');
    await expect(caption).toHaveText(first ?? '');
    await filter(/^Every flip/).click();
    await expect(caption).toHaveText(first ?? '');
    await page.getByRole('columnheader', { name: 'B − A' }).getByRole('button').click();
    await rows.first().locator('button').press('End');
    await page.keyboard.press('Enter');
    await expect(chart).toHaveAttribute('data-focus');
  });

  test('swaps sides and turns the signs', async () => {
    const { page } = desk;
    const { a, b, cell } = compare(page);
    await tryThreshold('0.58');
    await settled();
    const before = await cell('a-trades').textContent();
    await screen(page).button('Swap A and B').click();
    await expect(a).toHaveValue('tried');
    await expect(b).toHaveValue('current');
    await settled();
    await expect(cell('b-trades')).toHaveText(before ?? '');
    await screen(page).button('Swap A and B').click();
    await b.selectOption('current');
    await settled();
    await expect(page.getByText('No decision differs')).toBeVisible();
    await desk.picture('compare-same');
  });

  test('takes a point of the triangle as B', async () => {
    const { page } = desk;
    const { b, verdict } = compare(page);
    await screen(page).tab('Weight triangle').click();
    const map = page.getByRole('slider', { name: 'Weights tried' });
    await expect(map).toBeVisible();
    await map.press('Shift+ArrowUp');
    await map.press('Shift+ArrowUp');
    await screen(page).button('Set as B for A/B').click();
    await expect(b).toHaveValue('other');
    await expect(b.locator('option:checked')).toContainText('70');
    await settled();
    await expect(verdict).not.toBeEmpty();
    await b.selectOption('point');
    await settled();
    await expect(page.getByText(/against current/)).toBeVisible();
  });

  test('compares with an earlier version', async () => {
    const { page } = desk;
    const { a, b, verdict, cell, answer } = compare(page);
    await screen(page).show('Desk');
    await screen(page).enter('Confidence threshold', '0.6');
    await expect(screen(page).version).toHaveText('v2');
    await screen(page).show('Experiments');
    await b.selectOption('version:1');
    await settled();
    await expect(answer).toContainText('current (v2) against v1');
    await expect(verdict).not.toBeEmpty();
    const [own, other] = [await numberIn(cell('a-trades')), await numberIn(cell('b-trades'))];
    expect(own).toBeGreaterThan(other);
    await screen(page).button('Swap A and B').click();
    await settled();
    await expect(answer).toContainText('v1 against current (v2)');
    await a.selectOption('current');
  });

  test('says where neither side trades', async () => {
    const { page } = desk;
    const { a, b, verdict } = compare(page);
    await tryThreshold('1');
    await a.selectOption('tried');
    await b.selectOption('tried');
    await expect(verdict).toContainText('decide the same at every bar');
    await a.selectOption('current');
  });
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
      await tryThreshold('0.58');
      await compare(page).b.selectOption('tried');
      await settled();
      await compare(page)
        .filter(/^Where a trade resulted/)
        .click();
      await compare(page).rows.nth(2).click();
      await expect(compare(page).chart).toHaveAttribute('data-focus');
      await page.mouse.move(0, 0);
      await desk.picture(`compare-${theme.toLowerCase()}-${width}`);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0);
      const tab = page.getByRole('tabpanel');
      expect(await tab.evaluate((place) => place.scrollWidth - place.clientWidth), 'the tab’s width').toBe(0);
      expect(await page.evaluate(clippedTexts), 'clipped').toEqual([]);
      expect(await page.evaluate(outside), 'outside the window').toEqual([]);
    });
}
