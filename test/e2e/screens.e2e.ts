import { afterAll, beforeAll, describe, test } from 'vitest';
import { type Desk, expect, startDesk } from './fixtures/desk.ts';
import { clippedTexts, contrasts, outside } from './fixtures/look.ts';
import { copyPrepared, remove } from './fixtures/places.ts';
import { screen } from './fixtures/screen.ts';

let desk: Desk;
let folder: string;
beforeAll(async () => {
  folder = copyPrepared();
  desk = await startDesk({ folder });
  const shown = screen(desk.page);
  await expect(shown.confidence).toBeVisible();
  // Numbers of every length, and something in each list.
  await shown.enter('Confidence threshold', '0.3');
  await desk.page.getByRole('combobox', { name: 'Speed' }).selectOption('×1,000');
  await shown.button('Play').click();
  await expect(desk.page.getByTestId('cache-predictions-evictions')).not.toHaveText(/^\d{0,2}$/);
  await shown.button('Pause').click();
});
afterAll(async () => {
  await desk?.close();
  expect(desk.complaints()).toEqual([]);
  remove(folder);
});

const sizes = [
  [1024, 700],
  [1440, 900],
  [1920, 1200],
] as const;

async function resize(width: number, height: number): Promise<void> {
  const inner = await desk.app.evaluate(
    ({ BrowserWindow }, to) => {
      const window = BrowserWindow.getAllWindows()[0];
      window?.setBounds({ x: 0, y: 0, width: to[0], height: to[1] });
      return window?.getContentSize();
    },
    [width, height] as const,
  );
  // A window of exactly the screen's size is made one pixel smaller, lest it be taken for full screen.
  expect(width - (inner?.[0] ?? 0)).toBeLessThanOrEqual(1);
  await expect
    .poll(() => desk.page.evaluate(() => [window.innerWidth, window.innerHeight, window.devicePixelRatio]))
    .toEqual([...(inner ?? []), 1]);
}

for (const theme of ['Dark', 'Light'] as const) {
  describe(`in ${theme.toLowerCase()}`, () => {
    test.for(sizes)('everything fits and can be read at %i × %i', async ([width, height]) => {
      const { page } = desk;
      const shown = screen(page);
      await resize(width, height);
      await page.getByRole('radio', { name: theme }).click();
      await page.mouse.move(0, 0);
      for (const view of ['Desk', 'Data and models'] as const) {
        await shown.show(view);
        await desk.picture(`${view === 'Desk' ? 'desk' : 'data'}-${theme.toLowerCase()}-${width}`);
        expect(
          await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
          view,
        ).toBe(0);
        expect(await page.evaluate(clippedTexts), `${view}: clipped`).toEqual([]);
        expect(await page.evaluate(outside), `${view}: outside the window`).toEqual([]);
      }
      await shown.show('Desk');
      for (const tab of ['Predictions', 'Notices', 'Jobs', 'Callbacks']) {
        await shown.tab(tab).click();
        expect(await page.evaluate(clippedTexts), `${tab}: clipped`).toEqual([]);
      }
    });

    test('every colour of text stands out from what it is written on, 4.5 to 1 at least', async () => {
      await desk.page.getByRole('radio', { name: theme }).click();
      const weak = (await desk.page.evaluate(contrasts)).filter(({ ratio }) => ratio < 4.5);
      expect(weak).toEqual([]);
    });
  });
}
