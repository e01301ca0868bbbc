import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { answerDialog } from './fixtures/choose.ts';
import { type Desk, withDesk } from './fixtures/desk.ts';
import { clippedTexts, outside } from './fixtures/look.ts';
import { copyPrepared, newFolder, readJson, remove, writeJson } from './fixtures/places.ts';
import { screen } from './fixtures/screen.ts';
import { expect, test } from './fixtures/test.ts';

/** The audit trail, opened. */
async function openTrail({ page }: Desk) {
  await screen(page).tab('Audit trail').click();
  const table = page.getByRole('table', { name: 'Audit trail' });
  await expect(table).toBeVisible();
  return { row: (text: string | RegExp) => table.getByRole('row').filter({ hasText: text }) };
}

function editByHand({ folder }: Desk, values: unknown): void {
  writeJson({ schema_version: 1, version: 1, values }, folder, 'config.json');
}

async function dragThreshold(desk: Desk): Promise<void> {
  const { page } = desk;
  const box = await screen(page).slider('Confidence threshold').boundingBox();
  if (!box) throw new Error('The slider is not on screen.');
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width / 2, y);
  await page.mouse.down();
  await page.mouse.move(box.x - 15, y, { steps: 6 });
  await page.mouse.move(box.x - 25, y, { steps: 6 });
  await expect(page.getByText('preview, not saved').first()).toBeVisible();
}

test('a drag is one entry of the trail, from the value before to the value after; Escape leaves none', async () => {
  await withDesk({}, async (desk) => {
    const { page } = desk;
    const shown = screen(page);
    await expect(shown.confidence).toBeVisible();
    const trail = await openTrail(desk);
    await dragThreshold(desk);
    await page.keyboard.press('Escape');
    await page.mouse.up();
    await expect(shown.field('Confidence threshold')).toHaveValue('0.66');
    await expect(page.getByText('preview, not saved')).toHaveCount(0);

    await dragThreshold(desk);
    await page.mouse.up();
    await expect(shown.version).toHaveText('v2');
    const after = await shown.field('Confidence threshold').inputValue();
    await expect(trail.row('drag')).toHaveCount(1);
    await expect(trail.row('drag')).toContainText(`Confidence threshold 0.66 → ${after}`);
    await expect(trail.row('drag')).toContainText('2 of 2 delivered');
    await expect(page.getByRole('status', { name: 'Latest receipt' })).toContainText(
      'v2: 2 of 2 delivered in',
    );
  });
});

test('a weight moved by a held key previews too; Escape takes all three back', async () => {
  await withDesk({}, async (desk) => {
    const { page } = desk;
    const shown = screen(page);
    await expect(shown.confidence).toBeVisible();
    await shown.slider('1H weight').focus();
    await page.keyboard.down('ArrowRight');
    await expect(shown.field('1H weight')).toHaveValue('0.61');
    await page.keyboard.down('ArrowRight');
    await expect(page.getByText('preview, not saved').first()).toBeVisible();
    await expect(shown.field('1H weight')).toHaveValue('0.62');
    await page.keyboard.press('Escape');
    await page.keyboard.up('ArrowRight');
    await expect(page.getByText('preview, not saved')).toHaveCount(0);
    await expect(shown.field('1H weight')).toHaveValue('0.6');
    await expect(shown.field('4H weight')).toHaveValue('0.3');
    await expect(shown.version).toHaveText('v1');
  });
});

test('the trail is read page by page, and grows on top while it is read', async () => {
  await withDesk({}, async (desk) => {
    const { page } = desk;
    const shown = screen(page);
    await expect(shown.confidence).toBeVisible();
    await page.evaluate(async () => {
      for (let i = 1; i <= 150; i += 1) {
        const changes = { default_tp_pips: 25 + i };
        await window.desk.invoke('config.update', { category: 'trading', changes });
      }
    });
    await expect(shown.version).toHaveText('v151');
    const trail = await openTrail(desk);
    await expect(trail.row('edit')).toHaveCount(100);
    await shown.button('Older').focus();
    await page.keyboard.press('Enter');
    await expect(trail.row('edit')).toHaveCount(150);
    await expect(shown.button('Older')).toHaveCount(0);
    await shown.enter('Take profit', '25');
    await expect(trail.row('edit')).toHaveCount(151);
    await expect(trail.row(/./).nth(1)).toContainText('v152');
  });
});

test('undo and redo by keyboard go over edits and resets; in a text field the field’s own undo counts', async () => {
  await withDesk({}, async ({ page }) => {
    const shown = screen(page);
    const threshold = shown.field('Confidence threshold');
    const head = page.getByRole('region', { name: 'Parameters', exact: true });
    await expect(head.getByRole('button', { name: 'Undo' })).toBeDisabled();
    await shown.enter('Confidence threshold', '0.5');
    await expect(shown.version).toHaveText('v2');
    await threshold.fill('0.4');
    await threshold.press('Control+z');
    await expect(shown.version).toHaveText('v2');
    await threshold.press('Escape');

    await shown.tab('Callbacks').focus();
    await page.keyboard.press('Control+z');
    await expect(threshold).toHaveValue('0.66');
    await expect(shown.version).toHaveText('v3');
    await expect(shown.badge('Confidence threshold')).toHaveText('default');
    await expect(head.getByRole('button', { name: 'Undo' })).toBeDisabled();
    await page.keyboard.press('Control+Shift+z');
    await expect(threshold).toHaveValue('0.5');
    await expect(shown.version).toHaveText('v4');

    await shown.button('Reset Confidence threshold').click();
    await expect(threshold).toHaveValue('0.66');
    await head.getByRole('button', { name: 'Undo' }).click();
    await expect(threshold).toHaveValue('0.5');
    await page.keyboard.press('Control+y');
    await expect(threshold).toHaveValue('0.66');
    await expect(shown.version).toHaveText('v7');
  });
});

test('any version is shown, compared and restored from the trail, whole or one value; refusals are kept', async () => {
  await withDesk({}, async (desk) => {
    const { page } = desk;
    const shown = screen(page);
    const dialog = page.getByRole('dialog');
    await shown.enter('Confidence threshold', '0.5');
    await expect(shown.version).toHaveText('v2');
    await shown.enter('1H weight', '0.2');
    await expect(shown.version).toHaveText('v3');
    await shown.enter('Take profit', '30');
    await expect(shown.version).toHaveText('v4');
    await openTrail(desk);

    await shown.button('Restore this value: 1H weight of v3').click();
    await expect(page.getByText('there is nothing to restore')).toBeVisible();
    await expect(shown.version).toHaveText('v4');

    await shown.button('Compare v2 with now').click();
    await expect(dialog.getByRole('table', { name: 'Differences' }).getByRole('row')).toHaveCount(5);
    await page.keyboard.press('Escape');
    await page.getByRole('checkbox', { name: 'Pick v3 to compare' }).check();
    await page.getByRole('checkbox', { name: 'Pick v4 to compare' }).check();
    await shown.button('Compare v3 with v4').click();
    await expect(dialog.getByRole('row', { name: /Take profit/ })).toContainText('25 pips');
    await page.keyboard.press('Escape');

    await shown.button('Restore v2').click();
    await expect(dialog.getByRole('button', { name: 'Restore', exact: true })).toBeFocused();
    await expect(dialog.getByRole('table', { name: 'What would change' })).toContainText('1H weight');
    await expect(dialog).toContainText('dropped');
    await page.keyboard.press('Enter');
    await expect(shown.version).toHaveText('v5');
    await expect(shown.field('Take profit')).toHaveValue('25');
    await expect(shown.field('1H weight')).toHaveValue('0.6');
    await expect(shown.field('Confidence threshold')).toHaveValue('0.5');

    await shown.predictionVersion.getByRole('button').click();
    await expect(page.getByRole('dialog', { name: 'Config v5' })).toContainText('It is in force.');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Show the values of v1' }).click();
    await expect(dialog.getByRole('table', { name: 'What differs from now' })).toContainText('0.66');
    await page.keyboard.press('Escape');

    editByHand(desk, { trading: { confidence_threshold: 7 } });
    await expect(shown.alert('not taken; the running values stay')).toBeVisible();
    await shown.button('Filter').click();
    await page.getByRole('combobox', { name: 'Outcome' }).selectOption('refused');
    const table = page.getByRole('table', { name: 'Audit trail' });
    await expect(table.getByRole('row')).toHaveCount(2);
    await expect(table).toContainText('✕ refused');
    await expect(table).toContainText('0.5 → 7');
  });
});

test('the trail is exported as CSV and JSON, as it is filtered', async () => {
  const outputs = newFolder();
  try {
    await withDesk({}, async (desk) => {
      const { page } = desk;
      const shown = screen(page);
      await shown.enter('Confidence threshold', '0.5');
      await expect(shown.version).toHaveText('v2');
      await shown.enter('Take profit', '30');
      await expect(shown.version).toHaveText('v3');
      await openTrail(desk);
      await page.getByRole('searchbox', { name: 'Search the audit trail' }).fill('TP_PIPS');
      await expect(page.getByRole('table', { name: 'Audit trail' }).getByRole('row')).toHaveCount(2);
      for (const format of ['CSV', 'JSON']) {
        const path = join(outputs, `trail.${format.toLowerCase()}`);
        await answerSave(desk, path);
        await shown.button(`Export as ${format}`).click();
        await expect(page.getByText(`The trail was written to ${path}.`)).toBeVisible();
        const written = readFileSync(path, 'utf8');
        expect(written).toContain('default_tp_pips');
        expect(written).not.toContain('confidence_threshold');
      }
    });
  } finally {
    remove(outputs);
  }
});

test('a profile is saved, exported, removed, imported and applied; a broken one is refused whole', async () => {
  const outputs = newFolder();
  try {
    await withDesk({}, async (desk) => {
      const { page } = desk;
      const shown = screen(page);
      const dialog = page.getByRole('dialog');
      await shown.enter('Take profit', '40');
      await expect(shown.version).toHaveText('v2');
      await shown.enter('1H weight', '0.2');
      await expect(shown.version).toHaveText('v3');
      await shown.button('Profiles…').click();
      await dialog.getByRole('textbox', { name: 'Name' }).fill('London');
      await page.keyboard.press('Enter');
      const saved = dialog.getByRole('list', { name: 'Saved profiles' });
      await expect(saved).toContainText('15 values');

      const path = join(outputs, 'london.json');
      await answerSave(desk, path);
      await shown.button('Export London').click();
      await expect(page.getByText(`was written to ${path}`)).toBeVisible();
      expect(readJson(path)).toMatchObject({ schema_version: 2, profile: { name: 'London' } });
      await shown.button('Remove London').click();
      await page
        .getByRole('dialog', { name: /^Remove/ })
        .getByRole('button', { name: 'Remove' })
        .click();
      await expect(dialog).toContainText('No profiles yet');
      await page.keyboard.press('Escape');
      await expect(shown.button('Profiles…')).toBeFocused();
      await shown.button('Reset all').click();
      await dialog.getByRole('button', { name: 'Reset all' }).click();
      await expect(shown.version).toHaveText('v4');

      await shown.button('Profiles…').click();
      const broken = join(outputs, 'broken.json');
      const document = readJson(path) as { profile: { values: { trading: object } } };
      document.profile.values.trading = { default_tp_pips: -5 };
      writeJson(document, broken);
      await answerDialog(desk, broken);
      await shown.button('Import from file…').click();
      await expect(dialog.getByRole('alert')).toContainText('Take profit must be a number above 0');
      await expect(dialog.getByRole('button', { name: 'Import', exact: true })).toBeDisabled();
      await shown.button('Back to profiles').click();

      await answerDialog(desk, path);
      await shown.button('Import from file…').click();
      await expect(dialog.getByRole('table', { name: 'What would change' })).toContainText('40 pips');
      await dialog.getByRole('button', { name: 'Import', exact: true }).click();
      await expect(dialog).toContainText('Imported. Nothing in force has changed yet.');
      await expect(shown.version).toHaveText('v4');
      await dialog.getByRole('button', { name: 'Apply', exact: true }).click();
      await expect(shown.version).toHaveText('v5');
      await expect(shown.field('Take profit')).toHaveValue('40');
      await expect(shown.field('1H weight')).toHaveValue('0.2');
      const trail = await openTrail(desk);
      await expect(trail.row('Profile "London"')).toContainText('profile');
    });
  } finally {
    remove(outputs);
  }
});

test('what is tried goes back by itself when its time has come, and stays when it is kept', async () => {
  await withDesk({}, async (desk) => {
    const { page, app } = desk;
    const shown = screen(page);
    const bar = page.getByRole('region', { name: 'On trial' });
    await tryThreshold(desk, '0.4');
    await expect(shown.version).toHaveText('v2');
    await expect(shown.badge('Confidence threshold')).toHaveText('trial');
    await expect(bar).toContainText('Confidence threshold: 0.66 → 0.4');
    await expect(bar).toContainText(/goes back in (5 min|4 min \d\d s)/);
    expect(await page.evaluate(clippedTexts)).toEqual([]);
    expect(await page.evaluate(outside)).toEqual([]);

    // The trial was given a duration: its time passes by the clock that nobody sets.
    await app.evaluate(() => {
      const real = performance.now.bind(performance);
      performance.now = () => real() + 301_000;
    });
    await expect(shown.field('Confidence threshold')).toHaveValue('0.66');
    await expect(bar).toHaveCount(0);
    await expect(page.getByText('The trial ended and went back as v3')).toBeVisible();
    const trail = await openTrail(desk);
    await expect(trail.row('trial taken back')).toContainText('timer');

    await tryThreshold(desk, '0.5');
    await bar.getByRole('button', { name: 'Keep' }).click();
    await expect(bar).toHaveCount(0);
    await expect(shown.badge('Confidence threshold')).toHaveText('saved');
    await expect(trail.row('trial kept')).toHaveCount(1);
    await tryThreshold(desk, '0.3');
    await bar.getByRole('button', { name: 'Take back' }).click();
    await expect(shown.field('Confidence threshold')).toHaveValue('0.5');
  });
});

test('a trial until a moment that passed while the desk was closed goes back at the next start', async () => {
  const folder = copyPrepared();
  try {
    await withDesk({ folder }, async (desk) => {
      await tryThreshold(desk, '0.4');
      await expect(screen(desk.page).version).toHaveText('v2');
    });
    const saved = readJson(folder, 'config.json') as { trial: object };
    const trial = { ...saved.trial, left_ms: null, revert_at: Date.now() - 1 };
    writeJson({ ...saved, trial }, folder, 'config.json');
    await withDesk({ folder }, async (desk) => {
      const shown = screen(desk.page);
      await expect(shown.field('Confidence threshold')).toHaveValue('0.66');
      await expect(shown.badge('Confidence threshold')).toHaveText('default');
      const trail = await openTrail(desk);
      await expect(trail.row('trial taken back')).toContainText('timer');
    });
  } finally {
    remove(folder);
  }
});

test('an edit of the file while the desk runs is told, stands in the trail as the file’s and can be undone', async () => {
  await withDesk({}, async (desk) => {
    const { page } = desk;
    const shown = screen(page);
    const trail = await openTrail(desk);
    editByHand(desk, { trading: { confidence_threshold: 0.4 } });
    await expect(shown.field('Confidence threshold')).toHaveValue('0.4');
    await expect(
      page.getByRole('status').filter({ hasText: 'The config file was edited and taken as v2' }),
    ).toBeVisible();
    await expect(trail.row('0.66 → 0.4')).toContainText('file');
    await shown.button('Undo').click();
    await expect(shown.field('Confidence threshold')).toHaveValue('0.66');
    await shown.button('Reload from file').click();
    await expect(page.getByText('holds what is in force')).toBeVisible();
  });
});

test('the bundle’s values are taken with one click, and the bundle’s files stay as they are', async () => {
  await withDesk({}, async (desk) => {
    const { page } = desk;
    const shown = screen(page);
    const warning = page.getByRole('note', { name: 'Bundle differences' });
    await expect(shown.confidence).toBeVisible();
    await expect(warning).toHaveCount(0);
    const before = bundleHash(desk.folder);
    await shown.enter('1H weight', '0.2');
    await expect(warning).toContainText('1H weight: bundle 0.6, config 0.2');
    await shown.show('Data and models');
    await expect(warning).toContainText('never changed');
    await warning.getByRole('button', { name: 'Take the bundle’s values' }).click();
    await expect(warning).toHaveCount(0);
    await shown.show('Desk');
    await expect(shown.field('1H weight')).toHaveValue('0.6');
    const trail = await openTrail(desk);
    await expect(trail.row('bundle’s values')).toContainText('0.2 → 0.6');
    expect(bundleHash(desk.folder)).toBe(before);
  });
});

test('the services’ metrics count what they were told', async () => {
  await withDesk({}, async ({ page }) => {
    const shown = screen(page);
    await shown.enter('Confidence threshold', '0.5');
    await expect(shown.version).toHaveText('v2');
    await page.getByRole('radio', { name: 'Metrics' }).click();
    const row = page
      .getByRole('table', { name: 'Callback metrics' })
      .getByRole('row', { name: /model-service trading/ });
    await expect(row.getByRole('cell').nth(2)).toHaveText('1');
    await expect(row.getByRole('cell').nth(3)).toHaveText('0');
  });
});

/** Tries another confidence threshold for five minutes. */
async function tryThreshold({ page }: Desk, value: string): Promise<void> {
  await screen(page).button('Try another value of Confidence threshold for a while').click();
  const dialog = page.getByRole('dialog');
  const field = dialog.getByRole('textbox', { name: 'Try Confidence threshold' });
  await field.fill(value);
  await field.press('Enter');
  await dialog.getByRole('combobox', { name: 'For how long' }).selectOption('5');
  await dialog.getByRole('button', { name: 'Try it' }).click();
  await expect(dialog).toHaveCount(0);
}

/** The next native dialogs for saving answer `path`; nothing else of the desk is replaced. */
async function answerSave(desk: Desk, path: string): Promise<void> {
  await desk.app.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen });
  }, path);
}

/** Over every file of every bundle. */
function bundleHash(folder: string): string {
  const hash = createHash('sha256');
  const bundles = join(folder, 'bundles');
  const files = readdirSync(bundles, { recursive: true, withFileTypes: true })
    // What is kept of them beside their folders is no bundle.
    .filter((entry) => entry.isFile() && entry.parentPath !== bundles)
    .map((entry) => join(entry.parentPath, entry.name));
  expect(files.length).toBeGreaterThan(0);
  for (const file of files.toSorted()) hash.update(file).update(readFileSync(file));
  return hash.digest('hex');
}
