import { withDesk } from './fixtures/desk.ts';
import { numberIn, screen } from './fixtures/screen.ts';
import { expect, test } from './fixtures/test.ts';

test('the replay steps, plays, pauses, runs at ×1,000 and jumps; prediction, price and chart follow', async () => {
  await withDesk({}, async (desk) => {
    const { page } = desk;
    const shown = screen(page);
    const timeNow = async () => Date.parse(`${(await shown.replayTime.textContent())?.slice(0, 16)}Z`);
    const bar = page.locator('.replay-index');
    const chart = page.getByRole('figure', { name: 'Hourly candles' });
    await expect(shown.confidence).toBeVisible();
    await expect(shown.barTime).toHaveText((await shown.replayTime.textContent()) ?? '');

    const place = await numberIn(bar);
    await shown.button('Step forward').click();
    await expect.poll(() => numberIn(bar)).toBe(place + 1);
    await expect(shown.source).toHaveText('computed');
    await expect(shown.barTime).toHaveText((await shown.replayTime.textContent()) ?? '');
    await shown.button('Step back').click();
    await expect.poll(() => numberIn(bar)).toBe(place);
    await expect(shown.source).toHaveText('from cache');
    await page.getByRole('main').click({ position: { x: 5, y: 5 } });
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => numberIn(bar)).toBe(place + 1);
    await expect(shown.source).toHaveText('from cache');

    const before = await chart.screenshot();
    await page.keyboard.press('Space');
    await expect(shown.button('Pause')).toBeVisible();
    await expect.poll(() => numberIn(bar)).toBeGreaterThan(place + 2);
    await page.getByRole('combobox', { name: 'Speed' }).selectOption('×1,000');
    await expect.poll(() => numberIn(bar)).toBeGreaterThan(place + 500);
    await shown.button('Pause').click();
    await expect(shown.button('Play')).toBeVisible();
    const paused = await timeNow();
    await expect(shown.barTime).toHaveText((await shown.replayTime.textContent()) ?? '');
    await expect.poll(async () => (await chart.screenshot()).equals(before)).toBe(false);

    await shown.button('Jump to date…').click();
    const date = page.getByRole('textbox', { name: 'Date and time (UTC)' });
    await date.fill('the day before yesterday');
    await shown.button('Jump').click();
    await expect(shown.alert('Give a date and a time such as')).toBeVisible();
    await date.fill('2025-07-02 12:00');
    await shown.button('Jump').click();
    await expect(shown.replayTime).toHaveText('2025-07-02 12:00 UTC');
    await expect(shown.barTime).toHaveText('2025-07-02 12:00 UTC');
    expect(await timeNow()).not.toBe(paused);
    await shown.tab('Predictions').click();
    await expect(page.getByRole('table', { name: 'Predictions' }).getByRole('row').nth(1)).toContainText(
      '2025-07-02 12:00',
    );
  });
});
