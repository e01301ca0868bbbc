import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { barLines, writeLines } from './fixtures/bars-file.ts';
import { answerDialog, chooseFile } from './fixtures/choose.ts';
import { withDesk } from './fixtures/desk.ts';
import { copyPrepared, newFolder, readJson, remove, writeJson } from './fixtures/places.ts';
import { screen } from './fixtures/screen.ts';
import { expect, test } from './fixtures/test.ts';

let files: string;
test.beforeAll(() => {
  files = newFolder();
});
test.afterAll(() => remove(files));

function write(name: string, content: string | Buffer): string {
  writeFileSync(join(files, name), content);
  return join(files, name);
}

test('files that are no table are each refused by name with what would be right, and the desk goes on', async () => {
  const table = `${barLines(1).join('\n')}\n`;
  const huge = write('huge.csv', table);
  truncateSync(huge, 2 * 1024 ** 3);
  const folder = join(files, 'folder.csv');
  mkdirSync(folder);
  const refused: [string, RegExp][] = [
    [write('report.csv', `%PDF-1.7\n${'\u0000\u0001obj<<>>stream\n'.repeat(50)}`), /PDF/],
    [
      write('picture.csv', Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000', 'hex')),
      /PNG|picture/i,
    ],
    [write('empty.csv', ''), /is empty/],
    [write('blank.csv', '\n\n\n'), /only blank lines/],
    [write('page.csv', '<!DOCTYPE html>\n<html><body>Please log in</body></html>\n'), /HTML|web page/i],
    [write('utf16.csv', Buffer.from(table, 'utf16le')), /UTF-16|UTF-8/],
    [huge, /2\.0 GB; files up to 1 GB/],
    [folder, /is a folder: choose a file in it/],
    [join(files, 'nowhere.csv'), /does not exist|no such file|not there|is gone/i],
    [write('prices.parquet', 'PAR1 and then nothing of the kind'), /Parquet file that was cut short/],
    [
      write('letter.csv', 'Dear trader,\nplease find the prices enclosed.\n'),
      /not a table of bars: a line needs/,
    ],
  ];
  await withDesk({}, async (desk) => {
    const { page } = desk;
    const shown = screen(page);
    await shown.show('Data and models');
    for (const [path, reason] of refused) {
      const name = path.split('/').at(-1) ?? '';
      await chooseFile(desk, path);
      const dialog = page.getByRole('dialog', { name: `Import ${name}` });
      await expect(dialog.getByRole('alert'), name).toContainText(reason);
      await expect(dialog.getByRole('alert'), name).toContainText(name);
      if (reason.source.includes('HTML')) await desk.picture('import-refused');
      await dialog.getByRole('button', { name: 'Close' }).last().click();
      await expect(dialog).toBeHidden();
    }

    const marked = write('marked.csv', Buffer.from(`\ufeff${table}`, 'utf16le'));
    await chooseFile(desk, marked);
    await expect(page.getByTestId('import-counts')).toHaveText(/^288 in the file: 288 accepted/);
    await shown.button('Cancel').click();

    const cells = barLines(1);
    cells[100] = '<td>2024.01.01</td>,<b>00:00</b>,1,1,1,1,<script>alert(1)</script>';
    await chooseFile(desk, writeLines(join(files, 'cells.csv'), cells));
    await expect(page.getByTestId('import-counts')).toHaveText(/287 accepted.*1 refused$/);
    await expect(page.getByRole('table', { name: 'Rows left out' })).toContainText(
      '<script>alert(1)</script>',
    );
    await shown.button('Cancel').click();

    await expect(page.getByRole('table', { name: 'Datasets' }).getByRole('row')).toHaveCount(2);
    await shown.show('Desk');
    const bar = await shown.barTime.textContent();
    await shown.button('Step forward').click();
    await expect(shown.barTime).not.toHaveText(bar ?? '');
  });
});

test('broken and hostile bundles are refused by the name of what is wrong, chosen, found at the start or loaded', async () => {
  const folder = copyPrepared();
  const [name = ''] = readdirSync(join(folder, 'bundles')).filter((each) => each.startsWith('EURUSD-'));
  const good = join(folder, 'bundles', name);
  const spoil = (id: string, change: (bundle: string) => void) => {
    const bundle = join(files, id);
    cpSync(good, bundle, { recursive: true });
    change(bundle);
    return bundle;
  };
  const model = (bundle: string) => join(bundle, '1H.model.json');
  const nested = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
  const refused: [string, RegExp][] = [
    [spoil('truncated', (to) => truncateSync(model(to), 5_000)), /1H\.model\.json/],
    [spoil('missing', (to) => rmSync(join(to, 'ensemble.json'))), /ensemble\.json is missing/],
    [
      spoil('link', (to) => {
        rmSync(model(to));
        symlinkSync('/etc/passwd', model(to));
      }),
      /1H\.model\.json is a link/,
    ],
    [spoil('nested', (to) => writeFileSync(model(to), nested)), /1H\.model\.json/],
    [spoil('proto', (to) => writeFileSync(model(to), '{"__proto__":{"polluted":1}}')), /1H\.model\.json/],
    [
      spoil('alien', (to) => {
        const text = readFileSync(join(to, 'ensemble.json'), 'utf8');
        writeFileSync(join(to, 'ensemble.json'), text.replaceAll('"rsi_14"', '"phase_of_the_moon"'));
      }),
      /phase_of_the_moon/,
    ],
    [spoil('large', (to) => truncateSync(model(to), 3 * 1024 ** 3)), /1H\.model\.json has 3221225472 bytes/],
  ];
  cpSync(join(files, 'missing'), join(folder, 'bundles', 'EURUSD-bare'), { recursive: true });
  cpSync(join(files, 'truncated'), join(folder, 'bundles', 'EURUSD-cut'), { recursive: true });
  try {
    await withDesk({ folder }, async (desk) => {
      const { page } = desk;
      const shown = screen(page);
      await shown.tab('Notices').click();
      await expect(page.getByRole('table', { name: 'Notices' })).toContainText(
        /Bundle EURUSD-bare cannot be used: .*ensemble\.json is missing/,
      );
      await shown.show('Data and models');
      const cut = page.getByRole('main').getByRole('listitem').filter({ hasText: 'EURUSD-cut' });
      await cut.getByRole('button', { name: 'Load' }).click();
      await expect(
        page
          .getByRole('alert')
          .filter({ hasText: /1H\.model\.json/ })
          .last(),
      ).toBeVisible();
      await expect(cut).toHaveCount(0);
      for (const [path, reason] of refused) {
        while (await shown.button('Dismiss').count()) await shown.button('Dismiss').first().click();
        await answerDialog(desk, path);
        await shown.button('Import bundle…').click();
        await expect(page.getByRole('alert').filter({ hasText: reason }).last(), path).toBeVisible();
      }
      await expect(page.getByRole('main').getByRole('listitem').filter({ hasText: 'EURUSD-' })).toHaveCount(
        1,
      );

      await answerDialog(
        desk,
        spoil('whole', (to) => {
          const manifest = readJson(to, 'ensemble.json');
          writeJson(manifest, to, 'ensemble.json');
        }),
      );
      await shown.button('Import bundle…').click();
      await expect(page.getByRole('status').filter({ hasText: 'Imported' })).toBeVisible();
    });
  } finally {
    remove(folder);
  }
});
