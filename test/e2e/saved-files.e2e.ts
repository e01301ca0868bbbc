import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { answerOf } from './fixtures/ask.ts';
import { type Desk, withDesk } from './fixtures/desk.ts';
import { copyPrepared, newFolder, readJson, remove, writeJson } from './fixtures/places.ts';
import { screen } from './fixtures/screen.ts';
import { expect, test } from './fixtures/test.ts';

function editByHand({ folder }: Desk, values: unknown): void {
  writeJson({ schema_version: 1, version: 1, values }, folder, 'config.json');
}

/** How long after a moment the desk took the newest change, ms: by its own clock, not by when it was looked at. */
async function takenAfter({ page }: Desk, moment: number): Promise<number> {
  const { config } = (await answerOf(page, 'desk.snapshot', {})).state;
  return (config.last_receipt?.at ?? Number.NaN) - moment;
}

async function expectNotice({ page }: Desk, text: string | RegExp): Promise<void> {
  await screen(page).tab('Notices').click();
  await expect(page.getByRole('table', { name: 'Notices' })).toContainText(text);
}

test('config.json edited by hand is in force within a second; a bad edit is refused and the values stay', async () => {
  await withDesk({}, async (desk) => {
    const shown = screen(desk.page);
    const threshold = shown.field('Confidence threshold');
    await shown.enter('Confidence threshold', '0.5');
    await expect(shown.version).toHaveText('v2');

    editByHand(desk, { trading: { confidence_threshold: 0.4 } });
    const written = Date.now();
    await expect(threshold).toHaveValue('0.4');
    await expect(shown.version).toHaveText('v3');
    expect(await takenAfter(desk, written)).toBeLessThan(1_000);
    await expect(shown.predictionVersion).toHaveText('v3');

    editByHand(desk, { model: { weight_1h: 0.9, weight_4h: 0.9, weight_daily: 0.1 } });
    await expectNotice(desk, /not taken; the running values stay.*sum to 1/);
    writeFileSync(join(desk.folder, 'config.json'), '{ "schema_version": 1, "values": {');
    await expectNotice(desk, /not taken; the running values stay.*is not valid JSON/);
    await expect(threshold).toHaveValue('0.4');
    await expect(shown.field('1H weight')).toHaveValue('0.6');
    await expect(shown.version).toHaveText('v3');

    await shown.enter('Confidence threshold', '0.45');
    await expect(shown.version).toHaveText('v4');
    expect(readJson(desk.folder, 'config.json')).toMatchObject({ version: 4 });
  });
});

test('a config file cut in half is kept under a new name; the last good copy is in use and the window says so', async () => {
  const folder = copyPrepared();
  try {
    await withDesk({ folder }, async ({ page }) => {
      const shown = screen(page);
      await shown.enter('Confidence threshold', '0.5');
      await expect(shown.version).toHaveText('v2');
      await shown.enter('Confidence threshold', '0.55');
      await expect(shown.version).toHaveText('v3');
    });
    const config = join(folder, 'config.json');
    const whole = readFileSync(config, 'utf8');
    const half = whole.slice(0, whole.length / 2);
    writeFileSync(config, half);

    await withDesk({ folder }, async (desk) => {
      await expect(screen(desk.page).field('Confidence threshold')).toHaveValue('0.55');
      await expectNotice(desk, 'the last good copy is in use');
      const aside = readdirSync(folder).find((name) => name.startsWith('config.json.corrupt-'));
      await expectNotice(desk, `It was kept as ${aside}`);
      expect(readFileSync(join(folder, aside ?? ''), 'utf8')).toBe(half);

      // Not even an edit in place of the copy that is now in use may harm the good one.
      writeFileSync(config, 'nothing');
      expect(readJson(folder, 'config.last-good.json')).toMatchObject({ version: 3 });
    });
  } finally {
    remove(folder);
  }
});

test('a market database cut in half is kept under a new name; the desk makes a new market and goes on', async () => {
  const folder = copyPrepared();
  try {
    const database = join(folder, 'market.duckdb');
    truncateSync(database, Math.floor(readFileSync(database).length / 2));
    await withDesk({ folder }, async (desk) => {
      await expect(screen(desk.page).confidence).toBeVisible();
      await expectNotice(desk, /stored market data could not be read .* kept as market\.duckdb\.corrupt-/);
      expect(readdirSync(folder).filter((name) => name.startsWith('market.duckdb.corrupt-'))).toHaveLength(1);
    });
  } finally {
    remove(folder);
  }
});

test('on a full disk an edit is refused in words and changes nothing', async () => {
  const folder = mountSmallDisk();
  test.skip(folder === null, 'mounting a small disk needs root');
  if (folder === null) return;
  const filler = join(folder, 'filler');
  try {
    copyPrepared(folder);
    await withDesk({ folder, tolerate: [/^stderr: /] }, async ({ page }) => {
      const shown = screen(page);
      await shown.enter('Confidence threshold', '0.5');
      await expect(shown.version).toHaveText('v2');
      fill(folder, filler);
      await shown.enter('Confidence threshold', '0.4');
      await expect(shown.alert('could not be written, so nothing was changed')).toBeVisible();
      await expect(shown.version).toHaveText('v2');
      await shown.field('Confidence threshold').press('Escape');
      await expect(shown.field('Confidence threshold')).toHaveValue('0.5');
      expect(readJson(folder, 'config.json')).toMatchObject({ version: 2 });

      rmSync(filler);
      await shown.enter('Confidence threshold', '0.4');
      await expect(shown.version).toHaveText('v3');
    });
  } finally {
    execFileSync('umount', ['--lazy', folder]);
    remove(folder);
  }
});

function mountSmallDisk(): string | null {
  if (process.getuid?.() !== 0) return null;
  const folder = newFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=48m', 'desk-e2e', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    remove(folder);
    return null;
  }
}

/** To the last block, while the desk may be writing beside it. */
function fill(folder: string, filler: string): void {
  const { bavail, bsize } = statfsSync(folder);
  writeFileSync(filler, '');
  for (let block = 0; block < bavail; block += 1) {
    try {
      appendFileSync(filler, Buffer.alloc(bsize));
    } catch {
      return;
    }
  }
}
