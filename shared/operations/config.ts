import { z } from 'zod';
import { dryRunSchema } from '../audit.ts';
import { configStateSchema, parameterValueSchema, receiptSchema } from '../config.ts';
import {
  categorySchema,
  expectedVersionSchema,
  forSymbolSchema,
  nothingSchema,
  reasonSchema,
} from '../fields.ts';
import { tradingConfigSchema } from '../parameters.ts';
import { api, operation } from './operation.ts';

const changes = z
  .record(z.string().max(64), parameterValueSchema)
  .describe('Keys with their new values; TradingConfig lists them.');
export const changesByCategory = z.record(z.string().max(64), changes);

const decision = ['reason', 'expected_version'];

/** Reads and changes the values in force. */
export const configOperations = {
  'config.get': operation({
    about: 'The values in force, of all categories.',
    input: z.strictObject({ symbol: forSymbolSchema }),
    answer: tradingConfigSchema,
    door: api({ at: 'GET /config', tagged: true }),
    example: {},
  }),
  'config.state': operation({
    about: 'Values with where each comes from, and what is under way.',
    input: z.strictObject({ symbol: forSymbolSchema }),
    answer: configStateSchema,
    door: api('GET /config/state'),
    example: {},
  }),
  'config.category': operation({
    about: 'The values in force, of one category.',
    input: z.strictObject({ category: categorySchema, symbol: forSymbolSchema }),
    answer: z.record(z.string(), parameterValueSchema),
    door: api({ at: 'GET /config/{category}', tagged: true }),
    example: { category: 'cache' },
  }),
  'config.update': operation({
    about: 'Changes values of one category, all or nothing.',
    input: z.strictObject({
      category: categorySchema,
      changes,
      symbol: forSymbolSchema,
      reason: reasonSchema,
      expected_version: expectedVersionSchema,
    }),
    answer: receiptSchema,
    door: api({
      at: 'PUT /config/{category}',
      about: 'Changes values of one category, all or nothing; the body holds the changes.',
      body: 'changes',
      query: ['symbol'],
    }),
    failures: ['not-saved'],
    example: {
      category: 'cache',
      changes: { prediction_cache_ttl_seconds: 120 },
      reason: 'Calm hours',
    },
  }),
  'config.validate': operation({
    about: 'Says what changes would do, without doing it.',
    input: z.strictObject({ changes: changesByCategory, symbol: forSymbolSchema }),
    answer: dryRunSchema,
    door: api({
      at: 'POST /config/validate',
      about: 'Says what changes would do, without doing it; the body holds them by category.',
      body: 'changes',
      query: ['symbol'],
    }),
    example: { changes: { model: { weight_1h: 0.5, weight_4h: 0.4, weight_daily: 0.1 } } },
  }),
  'config.preview': operation({
    about: 'Applies values to the running system without saving them.',
    input: z.strictObject({ category: categorySchema, changes, symbol: forSymbolSchema }),
    answer: z.object({ version: z.int() }),
    door: api(),
    failures: ['conflict'],
    example: { category: 'model', changes: { weight_1h: 0.5, weight_4h: 0.4, weight_daily: 0.1 } },
  }),
  'config.commit': operation({
    about: 'Saves the preview as one update.',
    input: z.strictObject({ reason: reasonSchema }),
    answer: receiptSchema.nullable(),
    door: api(),
    failures: ['conflict', 'not-saved'],
    example: {},
  }),
  'config.cancel': operation({
    about: 'Goes back to the values before the preview.',
    input: nothingSchema,
    answer: z.null(),
    door: api(),
    failures: ['conflict'],
    example: {},
  }),
  'config.reset': operation({
    about: 'Clears what is saved for all, or for one symbol: a key, a category, everything.',
    input: z.strictObject({
      category: categorySchema.optional(),
      key: z.string().max(64).optional(),
      symbol: forSymbolSchema,
      reason: reasonSchema,
      expected_version: expectedVersionSchema,
    }),
    answer: receiptSchema.nullable(),
    door: api(
      {
        at: 'POST /config/reset',
        about: 'Clears every value that is saved for all, or for one symbol.',
        body: decision,
        query: ['symbol'],
      },
      {
        at: 'POST /config/reset/{category}',
        about: 'Clears what is saved of a category.',
        body: decision,
        query: ['symbol'],
      },
      {
        at: 'POST /config/reset/{category}/{key}',
        about: 'Clears one saved value.',
        body: decision,
        query: ['symbol'],
      },
    ),
    failures: ['not-saved'],
    example: { category: 'cache', key: 'prediction_cache_ttl_seconds' },
  }),
  'config.reload': operation({
    about: 'Reads the saved values from disk again.',
    input: nothingSchema,
    answer: receiptSchema.nullable(),
    door: api('POST /config/reload'),
    failures: ['unreadable', 'not-saved'],
    example: {},
  }),
  'config.undo': operation({
    about: 'Goes back before the latest change.',
    input: nothingSchema,
    answer: receiptSchema.nullable(),
    door: api('POST /config/undo'),
    failures: ['not-saved'],
    example: {},
  }),
  'config.redo': operation({
    about: 'Goes forward again after an undo.',
    input: nothingSchema,
    answer: receiptSchema.nullable(),
    door: api('POST /config/redo'),
    failures: ['not-saved'],
    example: {},
  }),
  'config.take-bundle': operation({
    about: 'Takes the values that the open bundle was trained under.',
    input: z.strictObject({ symbol: forSymbolSchema }),
    answer: receiptSchema.nullable(),
    door: api({ at: 'POST /config/take-bundle', query: ['symbol'] }),
    failures: ['not-saved'],
    example: {},
  }),
} as const;
