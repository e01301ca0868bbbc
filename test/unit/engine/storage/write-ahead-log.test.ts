import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDatabase } from '../../../../electron/engine/storage/database.ts';
import { logOf } from '../../../../electron/engine/storage/write-ahead-log.ts';

it('the log is looked for where DuckDB keeps it', () => {
  expect(logOf('/a/market.duckdb')).toBe('/a/market.duckdb.wal');
  expect(logOf('/a/wh?t?/in/market.duckdb')).toBe('/a/wh.wal?t?/in/market.duckdb');
});

it('a folder with a question mark in its path holds a database like any other, and nothing stays beside it', async () => {
  const top = mkdtempSync(join(tmpdir(), 'desk-log-'));
  const folder = join(top, 'wh?t', 'in');
  try {
    for (const count of [1, 2]) {
      const opened = await openDatabase({ folder, now: () => 0 });
      if (!opened.ok) throw new Error(opened.problem.message);
      const { database, notice } = opened.value;
      expect(notice).toBeNull();
      await database.work(async (connection) => {
        await connection.run('CREATE TABLE IF NOT EXISTS kept (number INTEGER)');
        await connection.run('INSERT INTO kept VALUES (1)');
        const kept = await connection.runAndReadAll('SELECT count(*)::INTEGER FROM kept');
        expect(kept.getRows()).toEqual([[count]]);
      });
      expect(existsSync(logOf(join(folder, 'market.duckdb')))).toBe(true);
      await database.close();
      expect(readdirSync(top)).toEqual(['wh?t']);
    }
  } finally {
    rmSync(top, { recursive: true, force: true });
  }
});
