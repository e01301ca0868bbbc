import { type Desk, withDesk } from './fixtures/desk.ts';
import { outOfReach, outside } from './fixtures/look.ts';
import { copyPrepared, readJson, remove, writeJson } from './fixtures/places.ts';
import { screen } from './fixtures/screen.ts';
import { expect, test } from './fixtures/test.ts';
import { canMakeScreens, openScreen } from './fixtures/virtual-screen.ts';

test.skip(!canMakeScreens, 'a screen of another size needs the program Xvfb');

/** How far the page reaches beyond the window, across and down. Runs inside the page. */
function scrollable(): [number, number] {
  const { scrollWidth, scrollHeight } = document.documentElement;
  return [scrollWidth - window.innerWidth, scrollHeight - window.innerHeight].map((by) =>
    Math.max(0, by),
  ) as [number, number];
}

/** Where the window stands on its screen. */
function bounds({ app }: Desk) {
  return app.evaluate(({ BrowserWindow, screen: screens }) => {
    const window = BrowserWindow.getAllWindows()[0];
    return { window: window?.getBounds(), area: screens.getPrimaryDisplay().workArea };
  });
}

test('an 800 × 600 screen shows all of the window, and everything in it can be reached', async () => {
  const small = await openScreen('800x600');
  try {
    const folder = copyPrepared();
    // Where it stood on a larger screen.
    const window = { x: 300, y: 200, width: 1440, height: 900, maximized: false };
    writeJson({ ...readJson(folder, 'session.json'), window }, folder, 'session.json');
    await withDesk({ folder, env: { DISPLAY: small.display } }, async (desk) => {
      const { page } = desk;
      const shown = screen(page);
      await expect(shown.confidence).toBeVisible();
      const { window, area } = await bounds(desk);
      expect(area).toEqual({ x: 0, y: 0, width: 800, height: 600 });
      // A window of exactly the screen's size is made one pixel smaller, lest it be taken for full screen.
      expect(area.width - (window?.width ?? 0)).toBeLessThanOrEqual(1);
      expect(window?.width).toBeLessThanOrEqual(area.width);
      expect(window?.height).toBeLessThanOrEqual(area.height);
      expect(window).toMatchObject({ x: 0, y: 0 });
      for (const view of ['Desk', 'Data and models', 'Experiments'] as const) {
        await shown.show(view);
        await desk.picture(`small-${view.toLowerCase().replaceAll(' ', '-')}`);
        expect(await page.evaluate(outside), `${view}: outside the window`).toEqual([]);
        expect(await page.evaluate(scrollable), view).toEqual([0, 0]);
        expect(await page.evaluate(outOfReach), view).toEqual([]);
      }
      // As View › Zoom In does for those who want it larger: then the window scrolls.
      await desk.app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(1.73),
      );
      await expect.poll(() => page.evaluate(scrollable)).not.toEqual([0, 0]);
      for (const view of ['Experiments', 'Data and models', 'Desk'] as const) {
        await shown.show(view);
        await desk.picture(`small-enlarged-${view.toLowerCase().replaceAll(' ', '-')}`);
        expect(await page.evaluate(outOfReach), `${view}, enlarged`).toEqual([]);
      }
      for (const open of ['Profiles…', 'Try…', 'Jump to date…']) {
        await shown.button(open).click();
        await expect(page.getByRole('dialog')).toBeVisible();
        expect(await page.evaluate(outOfReach), open).toEqual([]);
        await page.keyboard.press('Escape');
      }
      await shown.enter('Confidence threshold', '0.5');
      await expect(shown.version).toHaveText('v2');
    });
    remove(folder);
  } finally {
    await small.close();
  }
});

test('a window on a large screen can be made no smaller than what is comfortable', async ({ desk }) => {
  const size = await desk.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.getMinimumSize(),
  );
  expect(size).toEqual([800, 600]);
});
