import type { FeatureTable } from '../../../../electron/engine/features/feature-table.ts';
import { resample } from '../../../../electron/engine/market/resample.ts';
import type { KnownFeatures } from '../../../../electron/engine/models/bundles/bundle.ts';
import { createRandom } from '../../../../electron/engine/random.ts';
import { type Bars, hourMs, type Timeframe } from '../../../../shared/market.ts';
import { defaultTrainingSettings, type TrainingSettings } from '../../../../shared/models.ts';
import { utcPeriods } from '../market/utc-periods.ts';

/** A random walk of hourly bars from 2020-01-01 with its 4H and Daily bars. */
export function sampleMarket(seed: number, hours: number): Record<Timeframe, Bars> {
  const random = createRandom(seed);
  const column = () => new Float64Array(hours);
  const bars = {
    time: column(),
    open: column(),
    high: column(),
    low: column(),
    close: column(),
    volume: column(),
  };
  let price = 1.1;
  for (let i = 0; i < hours; i++) {
    bars.time[i] = Date.UTC(2020, 0, 1) + i * hourMs;
    bars.open[i] = price;
    price *= 1 + random.normal() * 0.001;
    bars.close[i] = price;
    bars.high[i] = Math.max(bars.open[i], price) * (1 + Math.abs(random.normal()) * 0.0004);
    bars.low[i] = Math.min(bars.open[i], price) * (1 - Math.abs(random.normal()) * 0.0004);
    bars.volume[i] = 100 + random.int(50);
  }
  return {
    '1H': bars,
    '4H': resample(bars, '4H', hourMs, utcPeriods),
    D: resample(bars, 'D', hourMs, utcPeriods),
  };
}

export const sampleNames = ['body', 'range', 'return_3'];
export const sampleKnown: KnownFeatures = { '1H': sampleNames, '4H': sampleNames, D: sampleNames };

/** Simple features of each bar and those before it. */
export function sampleFeatures(bars: Record<Timeframe, Bars>): Record<Timeframe, FeatureTable> {
  return { '1H': tableOf(bars['1H']), '4H': tableOf(bars['4H']), D: tableOf(bars.D) };
}

export const quickSettings: Record<Timeframe, TrainingSettings> = {
  '1H': { ...defaultTrainingSettings['1H'], num_boost_round: 6 },
  '4H': { ...defaultTrainingSettings['4H'], num_boost_round: 4 },
  D: { ...defaultTrainingSettings.D, num_boost_round: 3 },
};

function tableOf({ open, high, low, close }: Bars): FeatureTable {
  const rows = close.length;
  const values = new Float32Array(rows * sampleNames.length);
  for (let i = 0; i < rows; i++) {
    values[i * 3] = (close[i] - open[i]) / open[i];
    values[i * 3 + 1] = (high[i] - low[i]) / open[i];
    values[i * 3 + 2] = i < 3 ? Number.NaN : close[i] / close[i - 3] - 1;
  }
  return { names: sampleNames, rows, values, warm_up: 14 };
}
