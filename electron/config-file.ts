import { z } from 'zod';
import { auditActions } from '../shared/audit.ts';
import { changeSources } from '../shared/config.ts';
import { categories, type TradingConfig } from '../shared/parameters.ts';
import type { LayerValues } from './engine/config/layers.ts';
import type { ConfigStorage } from './engine/config/trading-config.ts';
import { openJsonFile } from './json-file.ts';

const schemaVersion = 2;

/** Leaves every later version within what the trail's database can count. */
const highestVersion = 2_000_000_000;

const value = z.union([z.number(), z.boolean()]);
/** Checked by the configuration itself, which names every problem; z.record would drop `__proto__` in silence. */
const layer = z.custom<Record<string, unknown>>(isObject, { error: 'must be an object' });
const version = z.int().min(1).max(highestVersion);
const change = z.object({ category: z.enum(categories), key: z.string(), old: value, new: value });

/** An accepted change on its way to the audit trail. */
const journalEntry = z.object({
  at: z.number(),
  outcome: z.literal('accepted'),
  action: z.enum(auditActions),
  version,
  by: z.enum(changeSources),
  author: z.string().nullable(),
  reason: z.string().nullable(),
  changes: z.array(change),
  problem: z.null(),
  receipt: z.null(),
  state: z.object({ values: z.custom<TradingConfig>(isObject), stored: z.custom<LayerValues>(isObject) }),
});

const trial = z.object({
  version,
  revert_at: z.number(),
  changes: z.array(change),
  before: z.record(z.string(), z.record(z.string(), value)),
});

const documentSchema = z.preprocess(
  migrated,
  z.object({
    schema_version: z.literal(schemaVersion, {
      error: `only schema versions up to ${schemaVersion} are understood; was it written by a newer Ensemble Desk?`,
    }),
    /** Version of the configuration, stamped on predictions. */
    version,
    values: layer,
    trial: trial.nullable(),
    journal: z.array(journalEntry),
  }),
);

/** The stored layer of TradingConfig: `config.json` in the user's data folder. */
export function openConfigFile(
  folder: string,
  now: () => number,
): { storage: ConfigStorage; watch: (onChange: () => void) => () => void; notice: string | null } {
  const { file, notice } = openJsonFile({ folder, name: 'config', schema: documentSchema, now });
  return {
    notice,
    watch: file.watch,
    storage: {
      load: file.read,
      save: ({ version, values, trial: onTrial = null, journal = [] }) => {
        const document = {
          schema_version: schemaVersion,
          version,
          values,
          trial: onTrial,
          // What the trail lacks is the change itself; how its callbacks ended is not waited for.
          journal: journal.map((entry) => ({ ...entry, receipt: null })),
        };
        return file.write(document as z.infer<typeof documentSchema>);
      },
    },
  };
}

/** Earlier layouts, brought forward one version at a time. */
function migrated(document: unknown): unknown {
  if (!isObject(document)) return document;
  // Version 1 knew neither trials nor the journal.
  if (document.schema_version === 1) return { ...document, schema_version: 2, trial: null, journal: [] };
  return document;
}

function isObject(data: unknown): data is Record<string, unknown> {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}
