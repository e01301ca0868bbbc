import { withDesk } from './fixtures/desk.ts';
import { startInTerminal } from './fixtures/process.ts';
import { screen } from './fixtures/screen.ts';
import { expect, test } from './fixtures/test.ts';

test('a second start with the same folder says so, ends with 1 and brings the first window to the front', async () => {
  await withDesk({}, async ({ app, page, folder }) => {
    const shown = screen(page);
    await expect(shown.confidence).toBeVisible();
    await app.evaluate(({ BrowserWindow }) => {
      const window = BrowserWindow.getAllWindows()[0];
      if (!window) return;
      const focus = window.focus.bind(window);
      window.focus = () => {
        window.setTitle('brought to the front');
        focus();
      };
    });

    const second = startInTerminal(folder);
    try {
      const said = await second.line(/running already/);
      expect(said).toContain(folder);
      expect(said).toContain('--user-data-dir PATH');
      expect(await second.end()).toBe(1);
    } finally {
      await second.kill();
    }
    await expect
      .poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle()))
      .toBe('brought to the front');
    await shown.tab('Notices').click();
    await expect(page.getByRole('table', { name: 'Notices' })).toContainText('was started again');

    const bar = await shown.barTime.textContent();
    await shown.button('Step forward').click();
    await expect(shown.barTime).not.toHaveText(bar ?? '');
  });
});

test('two desks with a folder each run side by side', async () => {
  await withDesk({}, async (one) => {
    await withDesk({}, async (other) => {
      for (const { page } of [one, other]) await expect(screen(page).confidence).toBeVisible();
      await screen(one.page).enter('Confidence threshold', '0.4');
      await expect(screen(one.page).version).toHaveText('v2');
      await expect(screen(other.page).version).toHaveText('v1');
    });
  });
});
