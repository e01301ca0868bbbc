import { type Desk, withDesk } from './fixtures/desk.ts';
import { readJson } from './fixtures/places.ts';
import { numberIn, screen } from './fixtures/screen.ts';
import { expect, test } from './fixtures/test.ts';

const weightLabels = ['1H weight', '4H weight', 'Daily weight'] as const;

async function weights(desk: Desk): Promise<number[]> {
  const fields = weightLabels.map((label) => screen(desk.page).field(label));
  return Promise.all(fields.map(async (field) => Number(await field.inputValue())));
}

async function confidence(desk: Desk): Promise<string> {
  return (await screen(desk.page).confidence.textContent()) ?? '';
}

test('a weight moved by keyboard or typed: the others give way, every service is told, the prediction is new', async () => {
  await withDesk({}, async (desk) => {
    const { page } = desk;
    const shown = screen(page);
    await expect(shown.confidence).toBeVisible();
    const before = await confidence(desk);

    await shown.slider('1H weight').focus();
    await page.keyboard.press('ArrowRight');
    await expect(shown.version).toHaveText('v2');
    await expect(shown.field('1H weight')).toHaveValue('0.61');
    expect((await weights(desk)).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 3);
    await expect(shown.predictionVersion).toHaveText('v2');
    const told = page.getByRole('table', { name: 'Callbacks' });
    for (const service of ['mtf-ensemble', 'model-service']) {
      await expect(
        told.getByRole('row').filter({ hasText: service }).filter({ hasText: 'v2' }),
      ).toContainText('✓ ok');
    }

    await shown.enter('1H weight', '0.2');
    await expect(shown.version).toHaveText('v3');
    expect(await weights(desk)).toEqual([0.2, 0.6, 0.2]);
    await expect(shown.predictionVersion).toHaveText('v3');
    await expect(shown.confidence).not.toHaveText(before);
    await expect(page.getByTestId('chart-legend')).toContainText('Signals under config v3');
    await expect(shown.badge('1H weight')).toHaveText('saved');
    const { values } = readJson(desk.folder, 'config.json') as { values: Record<string, unknown> };
    expect(values.model).toMatchObject({ weight_1h: 0.2 });

    await shown.button('Pin 4H weight').click();
    await shown.enter('1H weight', '0.3');
    await expect(shown.version).toHaveText('v4');
    expect(await weights(desk)).toEqual([0.3, 0.6, 0.1]);
    await shown.enter('1H weight', '0.9');
    await expect(page.getByRole('group', { name: 'Weights' }).getByRole('alert')).toContainText('pinned');
    await expect(shown.version).toHaveText('v4');
  });
});

test('a weight dragged previews as it moves; Escape brings everything back, letting go saves once', async () => {
  await withDesk({}, async (desk) => {
    const { page } = desk;
    const shown = screen(page);
    await expect(shown.confidence).toBeVisible();
    const before = await confidence(desk);
    const weightsBefore = await weights(desk);

    async function drag(): Promise<void> {
      const box = await shown.slider('1H weight').boundingBox();
      if (!box) throw new Error('The slider is not on screen.');
      const y = box.y + box.height / 2;
      await page.mouse.move(box.x + box.width / 2, y);
      await page.mouse.down();
      await page.mouse.move(box.x - 15, y, { steps: 4 });
      await page.mouse.move(box.x - 30, y, { steps: 4 });
    }

    await drag();
    await expect(page.getByText('preview, not saved').first()).toBeVisible();
    await expect.poll(() => confidence(desk)).not.toBe(before);
    await desk.picture('weight-preview');
    await page.keyboard.press('Escape');
    await page.mouse.up();
    await expect(page.getByText('preview, not saved')).toHaveCount(0);
    await expect.poll(() => confidence(desk)).toBe(before);
    expect(await weights(desk)).toEqual(weightsBefore);
    await expect(shown.version).toHaveText('v1');

    await drag();
    await page.mouse.up();
    await expect(shown.version).toHaveText('v2');
    await expect(page.getByText('preview, not saved')).toHaveCount(0);
    expect((await weights(desk))[0]).toBeLessThan(weightsBefore[0] ?? 0);
  });
});

test('a cache limit lowered takes hold at once: gauge, size, evictions and the cause show it', async () => {
  await withDesk({}, async (desk) => {
    const { page } = desk;
    const shown = screen(page);
    const cache = (what: string) => page.getByTestId(`cache-${what}`);
    // However far the replay runs before it is paused, nothing is evicted yet.
    await shown.enter('Predictions kept', '5000');
    await expect(cache('predictions-limit')).toHaveText('5,000');
    await page.getByRole('combobox', { name: 'Speed' }).selectOption('×50');
    await shown.button('Play').click();
    await expect.poll(() => numberIn(cache('predictions-size'))).toBeGreaterThan(40);
    await shown.button('Pause').click();
    await expect(shown.button('Play')).toBeVisible();
    await expect(cache('predictions-evictions')).toHaveText('0');
    const sets = await numberIn(cache('ohlcv-size'));
    expect(sets).toBeGreaterThan(3);
    const evictions = await numberIn(cache('ohlcv-evictions'));

    await shown.enter('OHLCV sets kept', '2');
    await expect(cache('ohlcv-limit')).toHaveText('2');
    await expect(cache('ohlcv-size')).toHaveText('2');
    expect(await numberIn(cache('ohlcv-evictions'))).toBeGreaterThanOrEqual(evictions + sets - 2);
    await expect(page.getByLabel('OHLCV sets cache fill')).toHaveJSProperty('value', 1);
    await expect(cache('predictions-cause')).toContainText('cache.ohlcv_cache_max_size');

    await shown.enter('Predictions kept', '5');
    await expect(cache('predictions-limit')).toHaveText('5');
    await shown.button('Play').click();
    await expect.poll(() => numberIn(cache('predictions-evictions'))).toBeGreaterThan(10);
    await expect(cache('predictions-size')).toHaveText('5');
    await shown.button('Pause').click();

    await shown.button('Clear predictions cache').click();
    await expect(cache('predictions-cause')).toContainText('cleared by hand');
  });
});

test('a value that is none is refused in words and changes nothing; Escape and reset bring back what was', async () => {
  await withDesk({}, async (desk) => {
    const { page } = desk;
    const shown = screen(page);
    const threshold = shown.field('Confidence threshold');
    for (const nonsense of ['1.5', 'high', '']) {
      await shown.enter('Confidence threshold', nonsense);
      await expect(shown.alert('must be a number from 0 to 1')).toBeVisible();
      await expect(threshold).toHaveAttribute('aria-invalid', 'true');
    }
    await desk.picture('refused-value');
    await threshold.press('Escape');
    await expect(threshold).toHaveValue('0.66');
    await expect(shown.alert('must be')).toHaveCount(0);
    await expect(shown.version).toHaveText('v1');

    await shown.enter('Confidence threshold', '0.4');
    await expect(shown.version).toHaveText('v2');
    await expect(shown.badge('Confidence threshold')).toHaveText('saved');
    await shown.button('Reset Confidence threshold').click();
    await expect(threshold).toHaveValue('0.66');
    await expect(shown.badge('Confidence threshold')).toHaveText('default');

    await page.getByRole('switch', { name: 'Regime adjustment' }).click();
    await shown.enter('Take profit', '30');
    await expect(shown.badge('Take profit')).toHaveText('saved');
    await shown.button('Reset all').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Reset all' }).click();
    await expect(shown.field('Take profit')).toHaveValue('25');
    await expect(page.getByRole('switch', { name: 'Regime adjustment' })).toBeChecked();
  });
});

test('the environment’s values are in force and named; nonsense there is reported and left out', async () => {
  const env = { CONFIDENCE_THRESHOLD: '0.7', DEFAULT_TP_PIPS: 'banana', CACHE_PRICE_MAX_SIZE: '-3' };
  await withDesk({ env }, async (desk) => {
    const { page } = desk;
    const shown = screen(page);
    await expect(shown.field('Confidence threshold')).toHaveValue('0.7');
    await expect(shown.badge('Confidence threshold')).toHaveText('env');
    await expect(shown.field('Take profit')).toHaveValue('25');
    await shown.tab('Notices').click();
    const notices = page.getByRole('table', { name: 'Notices' });
    await expect(notices).toContainText(/DEFAULT_TP_PIPS was ignored: .*banana/);
    await expect(notices).toContainText('CACHE_PRICE_MAX_SIZE was ignored');

    await shown.enter('Confidence threshold', '0.5');
    await expect(shown.badge('Confidence threshold')).toHaveText('saved');
    await shown.button('Reset Confidence threshold').click();
    await expect(shown.field('Confidence threshold')).toHaveValue('0.7');
    await expect(shown.badge('Confidence threshold')).toHaveText('env');
  });
});
