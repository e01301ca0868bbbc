import { execFileSync } from 'node:child_process';
import { chmod, mkdir, open, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importFile } from '../../../../../electron/engine/market/import/import-file.ts';
import { inspectFile } from '../../../../../electron/engine/market/import/inspect-file.ts';
import type { Result } from '../../../../../shared/result.ts';
import { layouts, seededBars } from './broker-layouts.ts';
import type { ImportFixture } from './import-fixture.ts';
import { createFixture, problemOf } from './import-fixture.ts';

let fixture: ImportFixture;
beforeEach(async () => {
  fixture = await createFixture();
});
afterEach(() => fixture.close());

const csv = layouts.TradingView.write(seededBars(50));
const look = (path: string): Promise<Result<unknown>> => inspectFile(fixture.store.database, path, {});

describe('a file that is no table is refused with what to do about it', () => {
  it.each([
    ['empty', '', /is empty/],
    ['only blank lines', '\n\n  \n', /blank lines/],
    ['only a header', 'time,open,high,low,close\n', /no row/],
    ['a PDF', '%PDF-1.7\n1 0 obj', /PDF.*CSV/],
    ['a PNG', Buffer.from('89504e470d0a1a0a0000000d', 'hex'), /picture/],
    ['a workbook', 'PK\x03\x04\x14\x00', /Excel.*CSV/],
    ['gzip', Buffer.from('1f8b0800000000', 'hex'), /unpack/],
    ['bytes', Buffer.from([0, 1, 2, 3, 255, 254, 0, 9]), /binary/],
    ['JSON', '{"bars": [[1, 2, 3]]}', /JSON/],
    ['a JSON list', '[[1704400000000,"1","2","0.5","1.5"]]', /JSON/],
    ['a web page', '<!DOCTYPE html>\n<html><body>Log in, please</body></html>', /web page/],
    ['XML', '<?xml version="1.0"?><bars/>', /XML/],
    ['prose', 'Dear reader,\nthis is no table of prices.\n', /not a table of bars/],
    [
      'Latin-1',
      Buffer.concat([Buffer.from('time,open,high,low,close,Währung\n', 'latin1'), Buffer.from(csv)]),
      /UTF-8/,
    ],
    [
      'Latin-1 far from its start',
      Buffer.concat([Buffer.from(csv.repeat(50)), Buffer.from('é\n', 'latin1')]),
      /UTF-8/,
    ],
    ['UTF-16 without its mark', Buffer.from(csv, 'utf16le'), /UTF-16/],
    ['UTF-16 with the high byte first', Buffer.from(`\uFEFF${csv}`, 'utf16le').swap16(), /UTF-8/],
    ['one endless line', `${csv}${'1,'.repeat(700_000)}`, /million characters/],
    ['control characters', `${csv}${csv.replaceAll('Z', '\u0001')}`, /binary|control characters/],
    ['half a Parquet file', 'PAR1\x15\x04\x15\x00somewhat', /cut short/],
    ['a broken Parquet file', 'PAR1\x15\x04\x15\x00somewhat\xff\xff\x00\x00PAR1', /Parquet/],
    ['without a time', csv.replaceAll(/^[^,]*,/gm, 'x,'), /time/],
    ['without a low', csv.replace('low', 'lovv'), /low/],
    ['with times of no kind', csv.replaceAll(/^2[^,]*/gm, 'soon'), /times cannot be read/],
    ['mostly wrong', csv.replaceAll(/(\d),(\d)/g, '$1,-$2'), /rows cannot be used/],
    [
      'HTML in its cells',
      csv.replaceAll(/Z,[^,]*/g, 'Z,<img src=x onerror=alert(1)>'),
      /rows cannot be used|not a table of bars/,
    ],
    ['one bar only', csv.split('\n').slice(0, 2).join('\n'), /at least two/],
  ])('%s', async (_, content, message) => {
    const problem = await fixture.refusal('file.csv', content);
    expect(problem.code).toBe('unreadable');
    expect(problem.message).toMatch(message);
    expect(problem.message).not.toMatch(/duckdb|read_csv|Invalid Input/i);
  });

  it('bars that make no hour', async () => {
    const daily = Array.from(
      { length: 30 },
      (_, day) => `2024-01-${String(day + 1).padStart(2, '0')},1,2,0.5,1.5`,
    );
    expect(await fixture.refusal('a.csv', daily.join('\n'))).toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('1 day'),
    });
  });
});

describe('a path that is no regular file is refused without being opened', () => {
  it('missing, relative, a folder, a device, a pipe', async () => {
    const pipe = join(fixture.folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    await mkdir(join(fixture.folder, 'folder.csv'));
    for (const [path, message] of [
      [join(fixture.folder, 'gone.csv'), /does not exist/],
      ['relative.csv', /full path/],
      ['https://example.com/bars.csv', /full path/],
      [join(fixture.folder, '*.csv'), /does not exist/],
      [join(fixture.folder, 'folder.csv'), /folder/],
      ['/dev/zero', /device/],
      [pipe, /pipe/],
      [`${fixture.folder}/a\0b.csv`, /full path/],
    ] as const)
      expect(problemOf(await look(path)).message).toMatch(message);
  });

  it.skipIf(process.getuid?.() === 0)('one that may not be read', async () => {
    const path = await fixture.write('secret.csv', csv);
    await chmod(path, 0);
    expect(problemOf(await look(path)).message).toContain('read permission');
  });

  it('one of two gigabytes', async () => {
    const path = await fixture.write('huge.csv', csv);
    await truncate(path, 2 * 1024 ** 3);
    expect(problemOf(await look(path))).toMatchObject({
      code: 'too-large',
      message: expect.stringContaining('2.0 GB'),
    });
  });

  it('one of 900 megabytes that turns into zeros after a good start', async () => {
    const path = await fixture.write('holes.csv', layouts.TradingView.write(seededBars(3000)));
    const file = await open(path, 'r+');
    await file.truncate(900 * 1024 ** 2);
    await file.close();
    expect(problemOf(await look(path)).message).toContain('zero bytes');
  });
});

describe('names are only names', () => {
  it.each([
    "it's.csv",
    'a"b.csv',
    '*.csv',
    '[a].csv',
    'what?.csv',
    'a=b.csv',
    "'); DROP TABLE bars; --.csv",
    '$path.csv',
    'ünïcode ✓.csv',
    'x\ny.csv',
  ])('a file named %s is read', async (name) => {
    await fixture.write('other.csv', csv);
    expect(await fixture.take(name, csv)).toMatchObject({ added: 50, preview: { rows: 50 } });
  });

  it('column names and symbols do nothing', async () => {
    const header = `time,open,high,low,close,"'); DROP TABLE bars; --",<script>`;
    const wide = csv.replace(/^.*/, header).replaceAll(/(?<=\d)$/gm, `,x,'); DROP TABLE bars; --`);
    const report = await fixture.take('a.csv', wide, { symbol: "X'; DROP TABLE bars; --" });
    expect(report.added).toBe(50);
    expect(await fixture.store.datasets()).toMatchObject([{ symbol: "X'; DROP TABLE bars; --", bars: 50 }]);

    const path = join(fixture.folder, 'a.parquet');
    await fixture.store.database.work((connection) =>
      connection.run(
        `COPY (SELECT *, 1 AS """; DROP TABLE bars; --" FROM read_csv('${join(fixture.folder, 'a.csv')}')) TO '${path}' (FORMAT parquet)`,
      ),
    );
    expect(await importFile(fixture.store, path, { symbol: 'PQ', time_zone: 'UTC' })).toMatchObject({
      ok: true,
    });
  });
});
