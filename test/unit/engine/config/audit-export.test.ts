import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exportAudit } from '../../../../electron/engine/config/audit-export.ts';
import { createMemoryTrail, type MemoryTrail, recorded, sampleEntry } from './audited.ts';

let folder: string;
let trail: MemoryTrail;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'desk-export-'));
  trail = createMemoryTrail();
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const nasty = [
  'plain',
  'with, comma',
  'with "quotes"',
  'two\nlines',
  'two\r\nlines',
  '"',
  ',',
  '   ',
  'Žluťoučký kůň 🐎',
];
const formulas = ['=1+1', '+1', '-1', '@SUM(A1)', '\tcell', '\rcell', '=HYPERLINK("http://x","y")'];

describe('an export', () => {
  it('as JSON reads back as the entries, newest first', async () => {
    await trail.append([...nasty, ...formulas].map((reason, i) => sampleEntry({ version: i + 1, reason })));
    const path = join(folder, 'trail.json');
    expect(await exportAudit(trail, {}, path)).toEqual({ ok: true, value: { entries: 16 } });
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual((await recorded(trail)).reverse());
    expect(readdirSync(folder)).toEqual(['trail.json']);
  });

  it('as CSV reads back cell by cell', async () => {
    await trail.append(nasty.map((reason, i) => sampleEntry({ version: i + 1, reason, author: reason })));
    const path = join(folder, 'trail.CSV');
    await exportAudit(trail, {}, path);
    const [head, ...rows] = readCsv(readFileSync(path, 'utf8'));
    expect(head).toHaveLength(14);
    expect(rows.every((row) => row.length === head.length)).toBe(true);
    expect(rows.map((row) => row[head.indexOf('reason')]).reverse()).toEqual(nasty);
    expect(rows.map((row) => row[head.indexOf('author')]).reverse()).toEqual(nasty);
    expect(rows[0][head.indexOf('time_utc')]).toBe('2024-01-02T00:00:00.000Z');
  });

  it.each(formulas)('as CSV makes no formula of %j', async (reason) => {
    await trail.append([sampleEntry({ reason, author: reason, problem: reason, outcome: 'refused' })]);
    const path = join(folder, 'trail.csv');
    await exportAudit(trail, {}, path);
    const [head, row] = readCsv(readFileSync(path, 'utf8'));
    for (const column of ['reason', 'author', 'problem']) {
      expect(row[head.indexOf(column)]).toBe(`'${reason}`);
    }
  });

  it('as CSV has one row per value, to the last digit, also below zero', async () => {
    const changes = [
      { category: 'trading', key: 'spread_pips', old: 0.1 + 0.2, new: -5e-324, symbol: null },
      { category: 'model', key: 'use_regime_adjustment', old: true, new: false, symbol: null },
    ] as const;
    await trail.append([
      sampleEntry({ changes, receipt: { delivered: 1, total: 2, duration_ms: 1, failed: [] } }),
    ]);
    const path = join(folder, 'trail.csv');
    await exportAudit(trail, {}, path);
    const [head, ...rows] = readCsv(readFileSync(path, 'utf8'));
    const cells = (row: string[]) =>
      ['parameter', 'old', 'new', 'delivered', 'total'].map((column) => row[head.indexOf(column)]);
    expect(rows.map(cells)).toEqual([
      ['trading.spread_pips', String(0.1 + 0.2), '-5e-324', '1', '2'],
      ['model.use_regime_adjustment', 'true', 'false', '1', '2'],
    ]);
  });

  it('takes what the filter finds, over more than one page', async () => {
    const entries = Array.from({ length: 12_345 }, (_, i) =>
      sampleEntry({ version: i + 1, by: i % 5 === 0 ? 'api' : 'window' }),
    );
    await trail.append(entries);
    const path = join(folder, 'trail.json');
    expect(await exportAudit(trail, { by: 'window' }, path)).toMatchObject({ value: { entries: 9876 } });
    expect(JSON.parse(readFileSync(path, 'utf8'))).toHaveLength(9876);
  });

  it('of nothing is an empty list', async () => {
    await exportAudit(trail, {}, join(folder, 'none.json'));
    expect(JSON.parse(readFileSync(join(folder, 'none.json'), 'utf8'))).toEqual([]);
  });

  it('into a place that cannot be written fails in words and leaves what was there', async () => {
    await trail.append([sampleEntry()]);
    expect(await exportAudit(trail, {}, join(folder, 'missing', 'trail.csv'))).toMatchObject({
      problem: { code: 'not-saved' },
    });
    mkdirSync(join(folder, 'taken.csv'));
    expect(await exportAudit(trail, {}, join(folder, 'taken.csv'))).toMatchObject({
      problem: { code: 'not-saved' },
    });
    expect(readdirSync(folder)).toEqual(['taken.csv']);
  });

  it('that breaks off in the middle leaves the older file whole and nothing else', async () => {
    const path = join(folder, 'trail.json');
    writeFileSync(path, 'older');
    const breaking = {
      ...trail,
      page: async ({ below }: { below?: number }) => {
        if (below !== undefined) throw new Error('the database went away');
        return { entries: [], older: 7, missing: [] };
      },
    };
    expect(await exportAudit(breaking, {}, path)).toMatchObject({
      problem: { code: 'not-saved', message: expect.stringContaining('the database went away') },
    });
    expect(readFileSync(path, 'utf8')).toBe('older');
    expect(readdirSync(folder)).toEqual(['trail.json']);
  });

  it.each(['trail.txt', 'trail', 'trail.csv.exe'])('to %s is refused', async (name) => {
    expect(await exportAudit(trail, {}, join(folder, name))).toMatchObject({ problem: { code: 'invalid' } });
    expect(readdirSync(folder)).toEqual([]);
  });
});

/** RFC 4180, written anew. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i];
    if (quoted) {
      if (char === '"' && text[i + 1] === '"') i += 1;
      else if (char === '"') {
        quoted = false;
        continue;
      }
      cell += char;
    } else if (char === '"') quoted = true;
    else if (char === ',') row.push(cell);
    else if (char === '\r' && text[i + 1] === '\n') {
      row.push(cell);
      rows.push(row);
      row = [];
      i += 1;
    } else cell += char;
    if (!quoted && (char === ',' || char === '\r')) cell = '';
  }
  return rows;
}
