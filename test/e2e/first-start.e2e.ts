import { withDesk } from './fixtures/desk.ts';
import { untilTrained } from './fixtures/patience.ts';
import { newFolder, remove } from './fixtures/places.ts';
import { numberIn, screen } from './fixtures/screen.ts';
import { expect, test } from './fixtures/test.ts';

test('a first start without a file shows progress, then predicts on a market that is called simulated', async () => {
  const folder = newFolder();
  try {
    await withDesk({ folder }, async (desk) => {
      const { page } = desk;
      const shown = screen(page);
      await expect(page.getByRole('progressbar').first()).toBeVisible();
      await desk.picture('first-start-busy');

      await expect(shown.confidence).toHaveText(/^\d+\.\d\s%$/, untilTrained);
      await expect(page.getByRole('banner')).toContainText('Simulated');
      await expect(page.getByTestId('asset')).toHaveText('EUR/USD');
      await expect(page.getByTestId('latest-price')).toHaveText(/\d\.\d{5}$/);
      await expect(page.getByRole('row').filter({ hasText: /(Long|Short)/ })).not.toHaveCount(0);

      const first = await shown.replayTime.textContent();
      await expect(shown.button('Pause')).toBeVisible();
      await expect(shown.replayTime).not.toHaveText(first ?? '');
      await expect(page.getByTestId('chart-legend')).toContainText('Signals under config v1');
      expect(await numberIn(page.getByTestId('cache-predictions-size'))).toBeGreaterThan(0);
      await desk.picture('first-start-ready');

      await expect
        .poll(() => desk.output.find((line) => line.startsWith('ready')))
        .toMatch(
          /^ready: data EUR\/USD \(simulated\), 224640 bars, model EURUSD-\d{8}-\d{6}, config v1, first prediction (long|short) 0\.\d{4} at \d{4}-\d\d-\d\dT\d\d:00Z \((no )?trade\)$/,
        );
    });
  } finally {
    remove(folder);
  }
});
