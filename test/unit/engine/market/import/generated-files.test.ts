import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it } from 'vitest';
import { judge } from '../../../../generators/market-files/judge.ts';
import { marketFile } from '../../../../generators/market-files/market-file.ts';
import { writeMarketFile } from '../../../../generators/market-files/write.ts';

/** Files in all; `DESK_FULL_SEED` begins elsewhere. */
const files = process.env.DESK_FULL ? 5000 : 300;
const firstSeed = Number(process.env.DESK_FULL_SEED ?? 1);

it(`${files} generated files are read right to the last digit, asked about where two readings fit, or refused where they are broken`, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'generated-files-'));
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '1GB' });
  try {
    const connection = await instance.connect();
    await connection.run("SET TimeZone = 'UTC'");
    const wrong: string[] = [];
    for (let seed = firstSeed; seed < firstSeed + files; seed++) {
      const file = marketFile(seed);
      const path = join(folder, file.name);
      await writeMarketFile(connection, path, file);
      const found = await judge(connection, file, path);
      if (found) wrong.push(`seed ${seed} (${file.about}): ${found}`);
      const read = seed - firstSeed + 1;
      if (process.env.DESK_FULL && read % 100 === 0)
        process.stderr.write(`${read} of ${files} files read, ${wrong.length} wrong ${wrong.join('\n')}\n`);
    }
    connection.closeSync();
    expect(wrong).toEqual([]);
  } finally {
    instance.closeSync();
    await rm(folder, { recursive: true, force: true });
  }
}, 3_600_000);
