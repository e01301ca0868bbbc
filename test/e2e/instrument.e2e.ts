import { withDesk } from './fixtures/desk.ts';
import { clippedTexts, outside } from './fixtures/look.ts';
import { screen } from './fixtures/screen.ts';
import { expect, test } from './fixtures/test.ts';

test('units and trading day of data are shown, set, and taken back', async () => {
  await withDesk({}, async ({ page, picture }) => {
    const shown = screen(page);
    await shown.show('Data and models');
    const table = page.getByRole('table', { name: 'Datasets' });
    await expect(table).toContainText('1 pip = 0.0001');
    await table.getByRole('button', { name: /^Units and trading day of/ }).click();
    const dialog = page.getByRole('dialog');
    const distance = dialog.getByRole('textbox', { name: 'Price distance of one unit' });

    await distance.fill('0');
    await expect(dialog.getByRole('button', { name: 'Set', exact: true })).toBeDisabled();
    await distance.fill('0.001');
    for (const theme of ['dark', 'light']) {
      await page.evaluate((name) => document.documentElement.setAttribute('data-theme', name), theme);
      await picture(`instrument-${theme}`);
      expect(await page.evaluate(clippedTexts)).toEqual([]);
      expect(await page.evaluate(outside)).toEqual([]);
    }
    await dialog.getByRole('button', { name: 'Set', exact: true }).click();
    await expect(table).toContainText('1 pip = 0.001');
    await dialog.getByRole('button', { name: 'Back to the guess' }).click();
    await expect(table).toContainText('1 pip = 0.0001');

    // The models were trained in the day that the data had; they ask before they answer in the other.
    const day = dialog.getByRole('combobox', { name: 'Days end at' });
    const [before, other] =
      (await day.inputValue()) === 'utc' ? ['utc', 'new-york-close'] : ['new-york-close', 'utc'];
    await day.selectOption(other);
    await expect(table).toContainText(other === 'utc' ? 'midnight UTC' : '17:00 in New York');
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page
      .getByRole('button', { name: /^Load / })
      .first()
      .click();
    const question = page.getByRole('dialog');
    await expect(question).toContainText('trained in days that end at');
    await picture('instrument-question');
    await question.getByRole('button', { name: 'Let it answer' }).click();
    await expect(page.getByRole('button', { name: /^Load / }).first()).toBeDisabled();
    await shown.show('Desk');
    await expect(shown.confidence).toBeVisible();

    await shown.show('Data and models');
    await table.getByRole('button', { name: /^Units and trading day of/ }).click();
    await page.getByRole('combobox', { name: 'Days end at' }).selectOption(before);
    await expect(table).toContainText(before === 'utc' ? 'midnight UTC' : '17:00 in New York');
  });
});
