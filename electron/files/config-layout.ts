import { z } from 'zod';
import { auditActions } from '../../shared/audit.ts';
import { changeSources } from '../../shared/config.ts';
import { categories, type TradingConfig } from '../../shared/parameters.ts';
import type { LayerValues } from '../engine/config/layers.ts';
import type { SymbolLayers } from '../engine/config/saved-layers.ts';
import type { VersionedSchema } from './versioned-schema.ts';

/** Leaves every later version within what the trail's database can count. */
export const highestVersion = 2_000_000_000;

const value = z.union([z.number(), z.boolean()]);
/** Checked by the configuration itself, which names every problem; z.record would drop `__proto__` in silence. */
const layer = z.custom<Record<string, unknown>>(isObject, { error: 'must be an object' });
const version = z.int().min(1);
const symbol = z.string().max(64);
const change = z.object({
  category: z.enum(categories),
  key: z.string(),
  old: value,
  new: value,
  symbol: symbol.nullable(),
});
const saved = z.record(z.string(), z.record(z.string(), value));

/** An accepted change on its way to the audit trail. */
const journalEntry = z.object({
  at: z.number(),
  outcome: z.literal('accepted'),
  action: z.enum(auditActions),
  version: version.max(highestVersion),
  by: z.enum(changeSources),
  author: z.string().nullable(),
  reason: z.string().nullable(),
  changes: z.array(change),
  symbols: z.array(symbol).nullable(),
  problem: z.null(),
  receipt: z.null(),
  state: z.object({
    values: z.custom<TradingConfig>(isObject),
    stored: z.custom<LayerValues>(isObject),
    symbols: z.custom<SymbolLayers>(isObject),
  }),
});

const trial = z.object({
  version,
  revert_at: z.number(),
  left_ms: z.number().min(0).nullable(),
  changes: z.array(change),
  before: z.object({ stored: saved, symbols: z.record(symbol, saved) }),
});

const documentSchema = z.object({
  schema_version: z.literal(4),
  /** Version of the configuration, stamped on predictions. Somebody may have edited it: the trail knows better. */
  version,
  /** What is saved for all. */
  values: layer,
  /** What is saved for single symbols, by symbol. */
  symbols: layer.default({}),
  /** The version that last touched each symbol. */
  touched: z.object({ all: version, symbols: z.record(symbol, version) }).optional(),
  trial: trial.nullable(),
  journal: z.array(journalEntry),
});

export const configLayout: VersionedSchema<z.infer<typeof documentSchema>> = {
  schema: documentSchema,
  steps: [
    // Version 1 knew neither trials nor the journal.
    (document) => ({ ...document, trial: null, journal: [] }),
    // In version 2 every trial ended at a moment.
    (document) => ({
      ...document,
      trial: isObject(document.trial) ? { ...document.trial, left_ms: null } : document.trial,
    }),
    // In version 3 every value was for all.
    (document) => ({
      ...document,
      symbols: {},
      trial: isObject(document.trial)
        ? {
            ...forAll(document.trial),
            before: { stored: document.trial.before, symbols: {} },
          }
        : document.trial,
      journal: Array.isArray(document.journal)
        ? document.journal.map((entry) => ({
            ...forAll(entry),
            symbols: null,
            state: isObject(entry?.state) ? { ...entry.state, symbols: {} } : entry?.state,
          }))
        : document.journal,
    }),
  ],
};

function forAll(from: Record<string, unknown>): Record<string, unknown> {
  const { changes } = from ?? {};
  const marked = Array.isArray(changes) ? changes.map((each) => ({ ...each, symbol: null })) : changes;
  return { ...from, changes: marked };
}

function isObject(data: unknown): data is Record<string, unknown> {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}
