import { existsSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import { createBarBuilder } from '../../electron/engine/market/bars.ts';
import type { Periods } from '../../electron/engine/market/periods.ts';
import { resample } from '../../electron/engine/market/resample.ts';
import { type Bars, minuteMs, type Timeframe } from '../../shared/market.ts';
import { utcPeriods } from '../unit/engine/market/utc-periods.ts';

const file = '../shared/data/EURUSD_5min.parquet';

/** The real EUR/USD bars of the reference data by timeframe, in days of `periods`; null where that data is missing. */
export async function readRealMarket(periods: Periods = utcPeriods): Promise<Record<Timeframe, Bars> | null> {
  if (!existsSync(file)) return null;
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const builder = createBarBuilder();
  try {
    const stream = await connection.stream(
      `SELECT epoch_ms(time)::DOUBLE, open, high, low, close, volume::DOUBLE FROM read_parquet('${file}') ORDER BY time`,
    );
    for await (const rows of stream.yieldRows()) {
      for (const row of rows) {
        const [time, open, high, low, close, volume] = row as number[];
        builder.add(time, open, high, low, close, volume);
      }
    }
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
  const bars = builder.build();
  const resampled = (timeframe: Timeframe) => resample(bars, timeframe, 5 * minuteMs, periods);
  return { '1H': resampled('1H'), '4H': resampled('4H'), D: resampled('D') };
}
