import { type Desk, withDesk } from './fixtures/desk.ts';
import { screen } from './fixtures/screen.ts';
import { expect, test } from './fixtures/test.ts';
import { resize } from './fixtures/window-size.ts';

/** The columns of pixels in which the menu bar shows something, seen as the screen shows it. */
function menuColumns({ app }: Desk): Promise<number[]> {
  return app.evaluate(async ({ desktopCapturer, screen: screens }) => {
    const { size } = screens.getPrimaryDisplay();
    const [source] = await desktopCapturer.getSources({ types: ['screen'], thumbnailSize: size });
    const bar = source?.thumbnail.crop({ x: 0, y: 4, width: 1200, height: 16 });
    const pixels = bar?.toBitmap() ?? Buffer.alloc(0);
    const shade = (x: number, y: number) => pixels[4 * (y * 1200 + x)] ?? 0;
    const columns = Array.from({ length: 1200 }, (_, x) => x);
    return columns.filter((x) =>
      Array.from({ length: 16 }, (_, y) => Math.abs(shade(x, y) - shade(600, y))).some((by) => by > 60),
    );
  });
}

for (const language of ['ar_EG', 'he_IL']) {
  test(`in ${language} the menu begins on the left, as everything under it does`, async () => {
    const locale = `${language}.UTF-8`;
    const env = { LANG: locale, LC_ALL: locale, LANGUAGE: language.slice(0, 2) };
    await withDesk({ env }, async (desk) => {
      await expect(screen(desk.page).confidence).toBeVisible();
      await resize(desk, 1200, 800);
      expect(await desk.app.evaluate(({ app }) => app.getLocale())).toBe(language.slice(0, 2));
      const shown = await menuColumns(desk);
      expect(shown.length).toBeGreaterThan(50);
      expect(shown.filter((x) => x > 600)).toEqual([]);
      expect(await desk.page.evaluate(() => getComputedStyle(document.body).direction)).toBe('ltr');
      // Names of months too are in the language of the rest.
      await desk.page.getByRole('figure', { name: 'Hourly candles' }).hover({ position: { x: 200, y: 100 } });
      await desk.picture(`language-${language}`);
    });
  });
}
