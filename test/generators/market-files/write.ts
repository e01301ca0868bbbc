import { writeFile } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { MarketFile } from './expected.ts';
import { writeParquet } from './parquet.ts';

export async function writeMarketFile(
  connection: DuckDBConnection,
  path: string,
  { content }: MarketFile,
): Promise<void> {
  if (typeof content === 'string' || Buffer.isBuffer(content)) await writeFile(path, content);
  else await writeParquet(connection, path, content);
}
