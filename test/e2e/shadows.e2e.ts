import { type Desk, startDesk } from './fixtures/desk.ts';
import { clippedTexts, outside } from './fixtures/look.ts';
import { copyPrepared, remove } from './fixtures/places.ts';
import { screen } from './fixtures/screen.ts';
import { expect, test } from './fixtures/test.ts';
import { resize } from './fixtures/window-size.ts';

// One desk for all: the tests build on one another, as an afternoon with candidates does.

let desk: Desk;
let folder: string;
test.beforeAll(async () => {
  folder = copyPrepared();
  desk = await startDesk({ folder });
  await expect(screen(desk.page).confidence).toBeVisible();
  await resize(desk, 1440, 900);
});
test.afterAll(async () => {
  await desk?.close();
  expect(desk.complaints()).toEqual([]);
  remove(folder);
});

const eager = 'Confidence threshold 0.5';

function shadows() {
  const { page } = desk;
  const table = page.getByRole('table', { name: 'Running comparison' });
  const row = (name: string) => table.getByRole('row').filter({ hasText: name });
  const cell = (name: string, column: number) => row(name).getByRole('cell').nth(column);
  return {
    table,
    row,
    name: page.getByRole('textbox', { name: 'Name of the candidate' }),
    what: page.getByRole('combobox', { name: 'What the candidate is' }),
    span: page.getByTestId('shadow-span'),
    trades: (name: string) => cell(name, 0),
    earned: (name: string) => cell(name, 2),
    now: (name: string) => cell(name, 5),
    flips: (name: string) => cell(name, 6),
  };
}

async function showTab(name: 'Shadow' | 'Versions' | 'Weight triangle'): Promise<void> {
  await screen(desk.page).show('Experiments');
  await screen(desk.page).tab(name).click();
}

/** Bars that the comparison has seen. */
async function barsSeen(): Promise<number> {
  const text = (await shadows().span.textContent()) ?? '';
  return Number(/, ([\d,]+) bars?/.exec(text)?.[1]?.replaceAll(',', ''));
}

test('the empty place teaches, and a change tried above becomes a candidate', async () => {
  const { page } = desk;
  const { name, row, what } = shadows();
  await showTab('Shadow');
  await expect(page.getByText('Let a change prove itself before you take it')).toBeVisible();
  await desk.picture('shadows-empty');
  await page.getByRole('combobox', { name: 'Try another value of' }).selectOption('Confidence threshold');
  await screen(page).enter('Confidence threshold, tried', '0.5');
  await expect(what).toContainText(`What is tried above: ${eager}`);
  await expect(name).toHaveValue(eager);
  await name.press('Enter');
  await expect(row(eager)).toContainText('Confidence threshold 0.5');
  await expect(row('Active configuration')).toContainText(/No trade|Long|Short/);
  // A name that was typed is refused where it is taken already.
  await name.fill(eager);
  await screen(page).button('Add candidate').click();
  await expect(screen(page).alert('There is already a candidate named')).toBeVisible();
  await what.selectOption({ index: 0 });
  await expect(name).toHaveValue(`${eager} 2`);
});

test('a point of the triangle leads here with its name filled in', async () => {
  const { page } = desk;
  await screen(page).button('Start again').click();
  await showTab('Weight triangle');
  const map = page.getByRole('slider', { name: 'Weights tried' });
  await map.press('Shift+ArrowDown');
  await screen(page).button('Add as shadow').click();
  const { name, row } = shadows();
  await expect(name).toHaveValue('Weights 55 / 32 / 13\u00a0%');
  await expect(name).toBeFocused();
  await name.fill('Less of the hour');
  await name.press('Enter');
  await expect(row('Less of the hour')).toContainText('Weights 55 / 32 / 13\u00a0%');
  await expect.poll(barsSeen).toBe(1);
});

test('figures follow the replay, step by step and at ×1,000', async () => {
  const { page } = desk;
  const { trades, earned, flips, now, span } = shadows();
  await screen(page).button('Step forward').click();
  await expect.poll(barsSeen).toBe(2);
  await span.click();
  await page.keyboard.press('ArrowRight');
  await expect.poll(barsSeen).toBe(3);
  await expect(now(eager)).toHaveText(/^(▲ Long|▼ Short|– No trade) \d+\.\d\u00a0%$/);
  await page.getByRole('combobox', { name: 'Speed' }).selectOption('×1,000');
  await screen(page).button('Play').click();
  await expect.poll(barsSeen).toBeGreaterThan(1_000);
  await screen(page).button('Pause').click();
  await expect(screen(page).button('Play')).toBeVisible();
  await expect(span).toContainText('bars of 1 h');
  expect(Number(await trades(eager).textContent())).toBeGreaterThan(20);
  expect(Number(await flips(eager).textContent())).toBeGreaterThan(0);
  await expect(earned(eager)).not.toHaveText('0.0');
  await desk.picture('shadows-running');
});

test('promoting is one audited update, with a way back', async () => {
  const { page } = desk;
  const shown = screen(page);
  const { row } = shadows();
  const version = async () => Number((await shown.version.textContent())?.slice(1));
  const before = await version();
  await shown.button(`Promote ${eager}`).click();
  await expect(shown.version).toHaveText(`v${before + 1}`);
  await expect(row(eager)).toContainText('decides as the active configuration does');
  await expect(shown.button(`Promote ${eager}`)).toBeDisabled();
  const toast = page.getByRole('status').filter({ hasText: 'is the active configuration now' });
  await expect(toast).toContainText(`v${before + 1}: “${eager}”`);
  for (let i = 0; i < 3; i += 1) await shown.button('Step forward').click();
  await desk.picture('shadows-promoted');
  await shown.show('Desk');
  await expect(shown.predictionVersion).toContainText(`v${before + 1}`);
  await expect(shown.field('Confidence threshold')).toHaveValue('0.5');
  await toast.getByRole('button', { name: 'Undo' }).click();
  await expect(shown.version).toHaveText(`v${before + 2}`);
  await expect(shown.field('Confidence threshold')).not.toHaveValue('0.5');
  await shown.tab('Audit trail').click();
  await expect(page.getByRole('table', { name: 'Audit trail' })).toContainText(
    `“Promoted from shadow ${eager}”`,
  );
});

test('each version stands beside its predecessor on the same bars', async () => {
  const { page } = desk;
  const shown = screen(page);
  for (let i = 0; i < 2; i += 1) await shown.button('Step forward').click();
  const now = Number((await shown.version.textContent())?.slice(1));
  await showTab('Versions');
  const table = page.getByRole('table', { name: 'What each version earned' });
  const rowOf = (version: number) =>
    table.getByRole('row').filter({
      has: page
        .getByRole('cell')
        .first()
        .getByRole('button', { name: `Show the values of v${version}` }),
    });
  await expect(rowOf(now).getByRole('cell').nth(2)).toHaveText('2');
  await expect(
    rowOf(now - 1)
      .first()
      .getByRole('cell')
      .nth(2),
  ).toHaveText('3');
  await expect(rowOf(now - 1).first()).toContainText('Confidence threshold');
  await expect(table).toContainText('too few to say');
  await desk.picture('versions');
  // Not at every bar, but when asked.
  await shown.button('Step forward').click();
  await shown.button('Look again').click();
  await expect(rowOf(now).getByRole('cell').nth(2)).toHaveText('3');
  await shown
    .button(`Show the values of v${now - 1}`)
    .first()
    .click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
});

test('what is removed can be brought back, and eight are the most', async () => {
  const { page } = desk;
  const { row, table, name } = shadows();
  await showTab('Shadow');
  await screen(page).button('Remove Less of the hour').click();
  await expect(row('Less of the hour')).toHaveCount(0);
  await screen(page).button('Bring back').click();
  await expect(row('Less of the hour')).toContainText('Weights 55 / 32 / 13\u00a0%');
  for (let count = 3; count <= 8; count += 1) {
    await name.fill(`Number ${count} with a name so long that no column could ever hold all of it`);
    await name.press('Enter');
    await expect(table.getByRole('row')).toHaveCount(count + 2);
  }
  await expect(screen(page).button('Add candidate')).toBeDisabled();
  await expect(page.getByText('8 candidates at most')).toBeVisible();
  await screen(page).button('Step forward').click();
  await expect.poll(barsSeen).toBe(2);
  await screen(page).button('Begin again here').click();
  await expect.poll(barsSeen).toBe(1);
});

for (const theme of ['Dark', 'Light'] as const) {
  for (const [width, height] of [
    [1024, 700],
    [1920, 1200],
  ] as const)
    test(`everything fits in ${theme.toLowerCase()} at ${width} × ${height}`, async () => {
      const { page } = desk;
      await resize(desk, width, height);
      await screen(page).theme(theme);
      await page.mouse.move(0, 0);
      for (const tab of ['Shadow', 'Versions'] as const) {
        await showTab(tab);
        await expect(page.getByRole('table')).toBeVisible();
        await desk.picture(`${tab.toLowerCase()}-${theme.toLowerCase()}-${width}`);
        expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0);
        expect(await page.evaluate(clippedTexts), `${tab}: clipped`).toEqual([]);
        expect(await page.evaluate(outside), `${tab}: outside the window`).toEqual([]);
      }
    });
}

test('candidates are there again after a restart', async () => {
  await desk.close();
  expect(desk.complaints()).toEqual([]);
  desk = await startDesk({ folder });
  await showTab('Shadow');
  await expect(shadows().table.getByRole('row')).toHaveCount(10);
  await expect(shadows().row(eager)).toContainText('Confidence threshold 0.5');
});
