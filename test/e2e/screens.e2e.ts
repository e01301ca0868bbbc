import { type Desk, startDesk } from './fixtures/desk.ts';
import { clippedTexts, contrasts, outside } from './fixtures/look.ts';
import { copyPrepared, remove } from './fixtures/places.ts';
import { screen } from './fixtures/screen.ts';
import { expect, test } from './fixtures/test.ts';
import { resize, sizes } from './fixtures/window-size.ts';

let desk: Desk;
let folder: string;
test.beforeAll(async () => {
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
test.afterAll(async () => {
  await desk?.close();
  expect(desk.complaints()).toEqual([]);
  remove(folder);
});

for (const theme of ['Dark', 'Light'] as const) {
  test.describe(`in ${theme.toLowerCase()}`, () => {
    for (const [width, height] of sizes)
      test(`everything fits and can be read at ${width} × ${height}`, async () => {
        const { page } = desk;
        const shown = screen(page);
        await resize(desk, width, height);
        await shown.theme(theme);
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
      await screen(desk.page).theme(theme);
      const weak = (await desk.page.evaluate(contrasts)).filter(({ ratio }) => ratio < 4.5);
      expect(weak).toEqual([]);
    });
  });
}
