import { readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inspectFile } from '../../../../../electron/engine/market/import/inspect-file.ts';
import { examineFile } from '../../../../../electron/engine/market/import/source-file.ts';
import { visibleText } from '../../../../../shared/visible-text.ts';
import { layouts, seededBars } from './broker-layouts.ts';
import type { ImportFixture } from './import-fixture.ts';
import { answerOf, createFixture, now, problemOf } from './import-fixture.ts';

let fixture: ImportFixture;
beforeEach(async () => {
  fixture = await createFixture();
});
afterEach(() => fixture.close());

const csv = layouts.TradingView.write(seededBars(60));
const look = (path: string, outside = false) =>
  inspectFile(fixture.store.database, path, {}, { now, outside });

async function parquet(name: string, select: string): Promise<string> {
  const path = join(fixture.folder, name);
  await fixture.store.database.work(async (connection) => {
    await connection.run(`COPY (${select}) TO '${path}' (FORMAT parquet, COMPRESSION zstd)`);
  });
  return path;
}

describe('what is packed is not unpacked', () => {
  const bomb = Buffer.alloc(64 * 1024 ** 2, csv);
  it.each([
    ['gzip', gzipSync(bomb)],
    ['zstd', zstdCompressSync(bomb)],
  ])('%s under the name of a CSV, or its own', async (kind, packed) => {
    for (const name of ['bars.csv', 'bars.csv.gz', 'bars.csv.zst']) {
      const problem = await fixture.refusal(name, packed);
      expect(problem).toMatchObject({
        code: 'unreadable',
        message: expect.stringContaining(`compressed (${kind})`),
      });
    }
  });
});

describe('a link that is changed between the look and the reading', () => {
  it.skipIf(process.platform !== 'linux')('leads nowhere else: what was looked at is read', async () => {
    await fixture.write('good.csv', csv);
    const secret = await fixture.write('secret.csv', csv.replaceAll(/,1\./g, ',9.'));
    const link = join(fixture.folder, 'link.csv');
    await symlink(join(fixture.folder, 'good.csv'), link);
    const file = answerOf(await examineFile(link));
    await symlink(secret, `${link}.new`);
    await rename(`${link}.new`, link);
    expect(await readFile(file.path, 'utf8')).toBe(csv);
    await rm(link);
    expect(await readFile(file.path, 'utf8')).toBe(csv);
    await file.close();
  });

  it('is refused from outside where the file behind it is named otherwise', async () => {
    await fixture.write('secret.key', csv);
    const link = join(fixture.folder, 'link.csv');
    await symlink(join(fixture.folder, 'secret.key'), link);
    expect(problemOf(await look(link, true)).message).toContain('named .csv');
    expect(await look(link)).toMatchObject({ ok: true });
  });

  it('a file that is written to while it is read gives nothing', async () => {
    const path = await fixture.write('growing.csv', csv);
    const file = answerOf(await examineFile(path));
    expect(await file.changed()).toBe(false);
    await writeFile(path, `${csv}x`);
    expect(await file.changed()).toBe(true);
    await file.close();
  });
});

describe('a small Parquet file with a large content', () => {
  it('of long texts for times is refused without gathering them', async () => {
    const path = await parquet(
      'long.parquet',
      "SELECT repeat('x', 80000) AS time, 1.0 AS open, 1.0 AS high, 1.0 AS low, 1.0 AS close FROM range(4000)",
    );
    const before = process.memoryUsage.rss();
    expect(problemOf(await look(path)).message).toContain('times cannot be read');
    // The texts are 320 MB, and twice that as strings, when they are gathered.
    expect(process.memoryUsage.rss() - before).toBeLessThan(250 * 1024 ** 2);
  });

  it('that lies about its number of rows is refused', async () => {
    const path = await parquet(
      'rows.parquet',
      'SELECT 1704672000 + i * 300 AS time, 1.0 AS open, 1.0 AS high, 1.0 AS low, 1.0 AS close FROM range(997) t(i)',
    );
    const whole = await readFile(path);
    // 997 as Thrift writes it in the footer, once for the file and once for the row group.
    const [told, other] = [Buffer.from([0xca, 0x0f]), Buffer.from([0xcc, 0x0f])];
    const footer = whole.length - 8 - whole.readUInt32LE(whole.length - 8);
    const places: number[] = [];
    for (let from = footer; ; ) {
      const found = whole.indexOf(told, from);
      if (found < 0) break;
      places.push(found);
      from = found + 1;
    }
    expect(places.length).toBeGreaterThan(0);
    for (const place of places) {
      const forged = Buffer.from(whole);
      other.copy(forged, place);
      const read = await inspectFile(
        fixture.store.database,
        await fixture.write('forged.parquet', forged),
        {},
        { now },
      );
      if (read.ok) expect(read.value.rows).toBe(997);
      else expect(read.problem.code).toBe('unreadable');
    }
  });
});

describe('patterns take no longer than their texts', () => {
  const long = 4000;
  it.each([
    ['digits', '1'.repeat(long)],
    ['digits and points', '1.'.repeat(long / 2)],
    ['blanks', ' '.repeat(long)],
    ['dates', '2024-01-08 '.repeat(long / 11)],
    ['slashes', '1/'.repeat(long / 2)],
    ['brackets', 'time ('.repeat(long / 6)],
    ['commas', '1,'.repeat(long / 2)],
    ['quotes', '"'.repeat(long)],
    ['names', 'open '.repeat(long / 5)],
  ])('of %s', async (_, text) => {
    const rows = Array.from({ length: 200 }, () => `${text};${text};${text};${text};${text}`);
    const start = performance.now();
    await look(await fixture.write('slow.csv', ['time;open;high;low;close', ...rows].join('\n')));
    await look(await fixture.write('slow2.csv', [text.replaceAll(';', ''), ...rows].join('\n')));
    // Far more than it takes; a pattern that goes back and forth takes minutes.
    expect(performance.now() - start).toBeLessThan(15_000);
  });
});

describe('names of files in what is said', () => {
  it('have line breaks and escapes written out', async () => {
    const name = 'bars\nready: data\u001b[2J\u202e.csv';
    expect(visibleText(name)).toBe('bars\\u000aready: data\\u001b[2J\\u202e.csv');
    expect((await fixture.inspect(name, csv)).file_name).toBe(visibleText(name));
    expect(visibleText((await fixture.refusal(name, 'no table')).message)).toBe(
      (await fixture.refusal(name, 'no table')).message,
    );
  });
});
