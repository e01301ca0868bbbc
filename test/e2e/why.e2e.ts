import type { Page } from 'playwright';
import { type Desk, startDesk } from './fixtures/desk.ts';
import { clippedTexts, outside } from './fixtures/look.ts';
import { copyPrepared, remove } from './fixtures/places.ts';
import { numberIn, screen } from './fixtures/screen.ts';
import { expect, test } from './fixtures/test.ts';
import { resize, sizes } from './fixtures/window-size.ts';

let desk: Desk;
let folder: string;
test.beforeAll(async () => {
  folder = copyPrepared();
  desk = await startDesk({ folder });
  await expect(screen(desk.page).confidence).toBeVisible();
  await screen(desk.page).button('Why').click();
});
test.afterAll(async () => {
  await desk?.close();
  expect(desk.complaints()).toEqual([]);
  remove(folder);
});

function parts(page: Page) {
  const section = page.getByRole('region', { name: 'Why and how close' });
  return {
    section,
    total: page.getByTestId('why-total'),
    flip: page.getByTestId('why-flip'),
    tryWeights: section.getByRole('button', { name: 'Try these weights…' }),
  };
}

/** The waterfall ends at the confidence that the panel shows. */
async function expectInStep(): Promise<void> {
  const shown = (await screen(desk.page).confidence.textContent()) ?? '';
  await expect(parts(desk.page).total).toContainText(shown);
}

/** Puts the threshold so close over the confidence that little weight decides. */
async function setThresholdJustAbove(): Promise<void> {
  const shown = screen(desk.page);
  const confidence = (await numberIn(shown.confidence)) / 100;
  await shown.enter('Confidence threshold', (confidence + 0.002).toFixed(4));
  await expect(shown.alert('Confidence threshold')).toHaveCount(0);
}

test('the waterfall adds up to the confidence shown, bar by bar and while a weight is changed', async () => {
  const { page } = desk;
  const shown = screen(page);
  await expectInStep();
  const rows = parts(page).section.getByRole('row');
  await expect(rows.filter({ hasText: /^(1H|4H|Daily|Agreement|Confidence)/ })).toHaveCount(5);
  for (let step = 0; step < 3; step += 1) {
    const before = await shown.barTime.textContent();
    await shown.button('Step forward').click();
    await expect(shown.barTime).not.toHaveText(before ?? '');
    await expectInStep();
  }
  const slider = shown.slider('1H weight');
  await slider.focus();
  for (let press = 0; press < 10; press += 1) await page.keyboard.press('ArrowRight');
  await expectInStep();
});

test('an inspected bar explains itself', async () => {
  const { page } = desk;
  await screen(page).button('Inspect the bar before').click();
  await expect(page.getByRole('region', { name: 'Inspected prediction' })).toBeVisible();
  await expectInStep();
  await screen(page).button('Back to current').click();
});

test('the smallest change flips the decision when it is tried', async () => {
  const { page } = desk;
  const shown = screen(page);
  await setThresholdJustAbove();
  await expect(page.getByTestId('prediction-decision')).toContainText('No trade');
  await expect(parts(page).flip).toContainText(/^Move .+: a (long|short) trade\./);
  await parts(page).tryWeights.click();
  const dialog = page.getByRole('dialog', { name: 'Try other values for a while' });
  await expect(dialog.getByRole('textbox', { name: 'Try 1H weight' })).toBeVisible();
  await shown.button('Try it').click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByTestId('prediction-decision')).toContainText('✓ Trade');
  await expect(parts(page).flip).toContainText(/: no trade\./);
  await expectInStep();
  await expect(parts(page).tryWeights).toHaveAttribute('aria-disabled', 'true');
  await shown.button('Take back').click();
  await expect(page.getByTestId('prediction-decision')).toContainText('No trade');
});

test('where no weights would change the decision, it says so', async () => {
  await screen(desk.page).enter('Confidence threshold', '1');
  await expect(parts(desk.page).flip).toContainText('No weights at all would change this decision.');
  await expect(parts(desk.page).tryWeights).toHaveCount(0);
});

for (const theme of ['Dark', 'Light'] as const) {
  for (const [width, height] of sizes)
    test(`it fits in ${theme.toLowerCase()} at ${width} × ${height}`, async () => {
      const { page } = desk;
      await resize(desk, width, height);
      await screen(page).theme(theme);
      for (const [what, prepare] of [
        ['none', () => screen(page).enter('Confidence threshold', '1')],
        ['near', setThresholdJustAbove],
      ] as const) {
        await prepare();
        await expect(parts(page).flip).toContainText(what === 'none' ? 'No weights' : 'Move');
        await page.mouse.move(0, 0);
        await desk.picture(`why-${what}-${theme.toLowerCase()}-${width}`);
        expect(await page.evaluate(clippedTexts), `${what}: clipped`).toEqual([]);
        expect(await page.evaluate(outside), `${what}: outside the window`).toEqual([]);
      }
    });
}

test('it stays open or closed, also after the window was loaded again', async () => {
  const { page } = desk;
  await page.reload();
  await expect(parts(page).section).toBeVisible();
  await screen(page).button('Why').click();
  await expect(parts(page).section).toHaveCount(0);
  await page.reload();
  await expect(screen(page).confidence).toBeVisible();
  await expect(parts(page).section).toHaveCount(0);
});
