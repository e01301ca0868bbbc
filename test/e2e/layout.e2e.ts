import type { Page } from 'playwright';
import { freePort } from '../processes/free-port.ts';
import { answerOf } from './fixtures/ask.ts';
import { withDesk } from './fixtures/desk.ts';
import { outOfReach, outside } from './fixtures/look.ts';
import { copyPrepared, remove } from './fixtures/places.ts';
import { screen } from './fixtures/screen.ts';
import { expect, test } from './fixtures/test.ts';
import { resize } from './fixtures/window-size.ts';

const border = (page: Page, name: string) => page.getByRole('separator', { name });
const width = async (page: Page, region: string) =>
  Math.round((await page.getByRole('region', { name: region, exact: true }).boundingBox())?.width ?? 0);

test('panels are resized and closed by keyboard, stay so over a restart, and a command brings all back', async () => {
  const folder = copyPrepared();
  let wide = 0;
  await withDesk({ folder }, async (desk) => {
    const { page } = desk;
    await resize(desk, 1440, 900);
    const before = await width(page, 'Parameters');
    await border(page, 'Width of the parameters').focus();
    for (let step = 0; step < 2; step += 1) await page.keyboard.press('ArrowRight');
    wide = await width(page, 'Parameters');
    expect(wide).toBeGreaterThan(before);
    await page.keyboard.press('Control+e');
    await expect(page.getByRole('region', { name: 'Caches', exact: true })).toBeHidden();
    await border(page, 'Width of the caches').focus();
    await page.keyboard.press('F6');
    await expect(border(page, 'Height of the activity')).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('tab', { name: 'Audit trail' })).toBeHidden();
  });
  await withDesk({ folder }, async (desk) => {
    const { page } = desk;
    await resize(desk, 1440, 900);
    await expect(screen(page).confidence).toBeVisible();
    expect(Math.abs((await width(page, 'Parameters')) - wide)).toBeLessThanOrEqual(2);
    await expect(page.getByRole('region', { name: 'Caches', exact: true })).toBeHidden();
    await expect(page.getByRole('tab', { name: 'Audit trail' })).toBeHidden();
    // A command that leads into a closed panel opens it.
    await screen(page).command('Audit trail');
    await expect(page.getByRole('tab', { name: 'Audit trail' })).toBeVisible();
    await screen(page).command('Reset the layout');
    await expect(page.getByRole('region', { name: 'Caches', exact: true })).toBeVisible();
    expect(await width(page, 'Parameters')).toBe(320);
  });
  remove(folder);
});

test('a border is dragged with the mouse, and a double click gives the usual size back', async ({ desk }) => {
  const { page } = desk;
  const line = await border(page, 'Width of the caches').boundingBox();
  if (!line) throw new Error('the border is not shown');
  await page.mouse.move(line.x, line.y + 100);
  await page.mouse.down();
  await page.mouse.move(line.x - 100, line.y + 100, { steps: 4 });
  await page.mouse.up();
  expect(await width(page, 'Caches')).toBe(396);
  await border(page, 'Width of the caches').dblclick();
  await expect.poll(() => width(page, 'Caches')).toBe(296);
});

test('the right click on a panel shows the commands that belong to it', async ({ desk }) => {
  const { page } = desk;
  await page.getByRole('heading', { name: 'Caches' }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: /^Caches: show or hide/ }).click();
  await expect(page.getByRole('region', { name: 'Caches', exact: true })).toBeHidden();
});

test('nothing in the top bar lies over anything at any size, with all there can be', async () => {
  await withDesk({}, async (desk) => {
    const { page } = desk;
    await desk.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.setMinimumSize(400, 300),
    );
    await answerOf(page, 'config.update', { category: 'trading', changes: { default_tp_pips: 31 } });
    await answerOf(page, 'api.configure', { on: true, open: true, port: await freePort() });
    for (const [wide, high] of [
      [800, 600],
      [832, 520],
      [1280, 800],
      [1900, 1150],
    ] as const) {
      await resize(desk, wide, high);
      const size = `${wide} × ${high}`;
      await expect.poll(() => page.evaluate(overlaps), size).toEqual([]);
      expect(await page.evaluate(outside), size).toEqual([]);
      expect(await page.evaluate(outOfReach), size).toEqual([]);
    }
  });
});

/** Pairs of things in the top bar and in the prediction that lie over one another. Runs inside the page. */
function overlaps(): string[] {
  const all = [...document.querySelectorAll<HTMLElement>('.top-bar *, .prediction-now *')].filter(
    (element) => {
      const own = [...element.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim(),
      );
      const { width, height } = element.getBoundingClientRect();
      return (
        (own || element.matches('button, select')) &&
        width > 1 &&
        height > 1 &&
        !element.closest('.hidden-text')
      );
    },
  );
  const found: string[] = [];
  for (const [index, one] of all.entries())
    for (const other of all.slice(index + 1)) {
      if (one.contains(other) || other.contains(one)) continue;
      const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > 1 && down > 1) found.push(`${one.textContent} / ${other.textContent}`);
    }
  return found;
}
