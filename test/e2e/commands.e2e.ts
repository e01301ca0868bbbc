import { answerOf } from './fixtures/ask.ts';
import { withDesk } from './fixtures/desk.ts';
import { screen } from './fixtures/screen.ts';
import { expect, test } from './fixtures/test.ts';

test('the palette finds parameters, places and commands; the keyboard is enough', async () => {
  // The version rises: a desk of its own.
  await withDesk({}, async (desk) => {
    const { page } = desk;
    const shown = screen(page);
    const palette = page.getByRole('dialog', { name: 'All commands' });
    const options = palette.getByRole('option');
    const ask = async (text: string) => {
      await page.keyboard.press('Control+k');
      await page.keyboard.type(text);
    };
    await page.keyboard.press('Control+2');

    await ask('stop loss');
    await expect(options.first()).toContainText('Stop loss');
    await page.keyboard.press('Enter');
    await expect(palette).toBeHidden();
    await expect(shown.field('Stop loss')).toBeFocused();
    await page.keyboard.type('18');
    await page.keyboard.press('Enter');
    await expect(shown.version).toHaveText('v2');

    await ask('wtri');
    await page.keyboard.press('Enter');
    await expect(shown.tab('Weight triangle')).toHaveAttribute('aria-selected', 'true');

    await ask('undo');
    await page.keyboard.press('Enter');
    await expect(shown.version).toHaveText('v3');

    // What was chosen last comes first; there is nothing more to undo, so the choice begins below it.
    await page.keyboard.press('Control+k');
    await expect(options.first()).toContainText('Undo the latest change');
    await expect(options.nth(1)).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('ArrowDown');
    await expect(options.nth(2)).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await expect(shown.tab('Weight triangle')).toHaveAttribute('aria-selected', 'true');

    await ask('no such command');
    await expect(palette).toContainText('No command fits “no such command”.');
    await page.keyboard.press('Escape');
    await expect(palette).toBeHidden();
  });
});

test('a profile and a dataset are reached by their names', async ({ desk }) => {
  const { page } = desk;
  await answerOf(page, 'profiles.save', { name: 'Calm days' });
  await page.keyboard.press('Control+k');
  await page.keyboard.type('calm');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: /^Apply the profile/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('eurusd');
  const open = page.getByRole('option').filter({ hasText: 'Dataset' });
  await expect(open.first()).toContainText('It is open.');
  await page.keyboard.press('Escape');
});

test('the menu shows the same commands, and its click runs them', async ({ desk }) => {
  const { app, page } = desk;
  const click = (menu: string, title: string) =>
    app.evaluate(
      ({ Menu }, [from, label]) => {
        const items = Menu.getApplicationMenu()?.items.find((item) => item.label.replace('&', '') === from);
        const item = items?.submenu?.items.find((each) => each.label === label);
        item?.click();
        return item?.accelerator ?? null;
      },
      [menu, title] as const,
    );
  expect(await click('View', 'Experiments')).toBe('CmdOrCtrl+3');
  await expect(page.getByRole('main', { name: 'Experiments' })).toBeVisible();
  expect(await click('Configuration', 'Profiles…')).toBeNull();
  await expect(page.getByRole('dialog').filter({ hasText: 'Profiles' })).toBeVisible();
  await page.keyboard.press('Escape');
  expect(await click('Replay', 'Jump to date…')).toBe('CmdOrCtrl+G');
  await expect(page.getByRole('dialog', { name: 'Jump to date' })).toBeVisible();
  await page.keyboard.press('Escape');
});

test('the page of shortcuts lists what the menu shows', async ({ desk }) => {
  const { page } = desk;
  await page.keyboard.press('F1');
  const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  for (const [keys, title] of [
    ['Ctrl+K', 'All commands…'],
    ['Ctrl+Shift+Z or Ctrl+Y', 'Redo the change'],
    ['Space or Ctrl+P', 'Play or pause'],
  ] as const) {
    await expect(dialog.locator('dl > div').filter({ hasText: keys })).toContainText(title);
  }
  await page.keyboard.press('Escape');
});
