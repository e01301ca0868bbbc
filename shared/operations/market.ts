import { z } from 'zod';
import { chartDataSchema, chartSignalsSchema } from '../desk.ts';
import { datasetIdSchema, ofOpenDataset, timeSchema } from '../fields.ts';
import {
  assetMetadataSchema,
  assetSettingsSchema,
  marketStateSchema,
  timeframes,
  tradingDays,
} from '../market.ts';
import { api, operation } from './operation.ts';

const assetSymbol = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9^#][\w./#+!^~$@&=: -]{0,31}$/, { error: 'must be a symbol, such as EURUSD or BTC-USD' });
const ofDataset = z.strictObject({ dataset: datasetIdSchema });

/** Stored bars, and how their prices are shown. */
export const marketOperations = {
  'market.state': operation({
    about: 'Stored market data, and the state of those that are in focus.',
    input: z.strictObject(ofOpenDataset),
    answer: marketStateSchema,
    door: api('GET /data'),
    failures: ['not-found', 'conflict'],
    example: {},
  }),
  'market.chart': operation({
    about: 'Bars with what the ensemble says at each.',
    input: z.strictObject({
      timeframe: z.enum(timeframes).default('1H'),
      bars: z.int().min(1).max(5000).default(500),
      before: timeSchema.optional(),
      after: timeSchema.optional().describe('Only bars that open after this time, ms UTC.'),
      ...ofOpenDataset,
    }),
    answer: chartDataSchema,
    door: api('GET /data/chart'),
    failures: ['not-found', 'conflict'],
    example: { timeframe: '1H', bars: 500 },
  }),
  'market.signals': operation({
    about:
      'What the ensemble says at each 1H bar of a chart, without the bars: after a change of the configuration.',
    input: z.strictObject({
      bars: z.int().min(1).max(5000).default(500),
      before: timeSchema.optional(),
      ...ofOpenDataset,
    }),
    answer: chartSignalsSchema,
    door: api('GET /data/signals'),
    failures: ['not-found', 'conflict'],
    example: { bars: 500 },
  }),
  'market.activate': operation({
    about: 'Brings market data into focus; where they were not open, in place of those that had it.',
    input: ofDataset,
    answer: z.null(),
    door: api('POST /data/{dataset}/activate'),
    failures: ['not-found'],
    example: { dataset: 'EURUSD@simulated' },
  }),
  'market.set-trading-day': operation({
    about: 'Cuts the bars of stored market data into days that end at midnight UTC or at 17:00 in New York.',
    input: z.strictObject({ dataset: datasetIdSchema, trading_day: z.enum(tradingDays) }),
    answer: z.null(),
    door: api('PUT /data/{dataset}/trading-day'),
    failures: ['not-found'],
    example: { dataset: 'EURUSD@simulated', trading_day: 'new-york-close' },
  }),
  'market.remove': operation({
    about: 'Removes stored market data.',
    input: ofDataset,
    answer: z.null(),
    door: api('DELETE /data/{dataset}'),
    failures: ['not-found', 'conflict'],
    example: { dataset: 'BTCUSDT' },
  }),
  'market.asset': operation({
    about: 'How prices of a symbol are shown and what one pip of it is.',
    input: z.strictObject({ symbol: assetSymbol }),
    answer: assetMetadataSchema,
    door: api('GET /assets/{symbol}'),
    failures: ['not-found'],
    example: { symbol: 'EURUSD' },
  }),
  'market.set-asset': operation({
    about:
      'Sets what one pip of a symbol is, its unit and its decimals. Null goes back to what name and prices say.',
    input: z.strictObject({ symbol: assetSymbol, ...assetSettingsSchema.partial().shape }),
    answer: assetMetadataSchema,
    door: api('PUT /assets/{symbol}'),
    failures: ['not-found'],
    example: { symbol: 'EURUSD', pip_size: 0.0001, decimals: null },
  }),
} as const;
