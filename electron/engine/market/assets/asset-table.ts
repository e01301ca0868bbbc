import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import { type AssetSettings, assetSettingsSchema } from '../../../../shared/market.ts';

/** What the user has set, by symbol in its normal form. */
export async function readAssetSettings(
  connection: DuckDBConnection,
): Promise<ReadonlyMap<string, AssetSettings>> {
  const reader = await connection.runAndReadAll(
    'SELECT symbol, pip_size, decimals, unit FROM asset_settings',
  );
  const rows = z.array(rowSchema).parse(reader.getRowObjects());
  return new Map(rows.map(({ symbol, ...settings }) => [symbol, settings]));
}

const rowSchema = assetSettingsSchema.extend({ symbol: z.string() });

export async function writeAssetSettings(
  connection: DuckDBConnection,
  symbol: string,
  { pip_size, decimals, unit }: AssetSettings,
): Promise<void> {
  await connection.run('DELETE FROM asset_settings WHERE symbol = $symbol', { symbol });
  if (pip_size === null && decimals === null && unit === null) return;
  await connection.run('INSERT INTO asset_settings VALUES ($symbol, $pip_size, $decimals, $unit)', {
    symbol,
    pip_size,
    decimals,
    unit,
  });
}
