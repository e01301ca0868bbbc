import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import type { BundleSummary } from '../../../../shared/models.ts';
import { writeWhole } from '../../text/whole-file.ts';
import type { KnownFeatures } from './bundle.ts';
import { readPlainFile } from './bundle-files.ts';
import { bundleSummarySchema, formatVersion } from './bundle-schema.ts';

/**
 * A cache of bundle summaries, in a file beside the bundles, so that a start reads only the bundles whose files have
 * changed. Where that file is missing, broken or cannot be written, the bundles are read again.
 */
export interface KeptSummaries {
  /** The stored summary of bundle `id`, if the `signature` of its folder has not changed. */
  find(id: string, signature: string): Promise<BundleSummary | null>;
  keep(id: string, signature: string, summary: BundleSummary): void;
  /** Writes the summaries of these bundles if any has changed, and drops all others. */
  save(ids: readonly string[]): Promise<void>;
}

/** The leading dot keeps this name apart from the ids of bundles. */
export const keptSummariesName = '.summaries.json';
const maxBytes = 32 * 1024 * 1024;
/** Raise this when summaries are computed differently. */
const summaryVersion = 1;

const entrySchema = z.object({ signature: z.string(), summary: bundleSummarySchema });
const fileSchema = z.object({ read_by: z.string(), bundles: z.record(z.string(), entrySchema) });
type Entry = { readonly signature: string; readonly summary: BundleSummary };

export function openKeptSummaries(folder: string, known: KnownFeatures): KeptSummaries {
  const readBy = hashOf(JSON.stringify([summaryVersion, formatVersion, known]));
  const entries = new Map<string, Entry>();
  let stored: Promise<ReadonlyMap<string, Entry>> | null = null;
  let changed = false;

  async function read(): Promise<ReadonlyMap<string, Entry>> {
    const content = await readPlainFile(folder, keptSummariesName, maxBytes);
    const parsed = fileSchema.safeParse(content.ok ? parseJson(content.value.toString('utf8')) : null);
    if (!parsed.success || parsed.data.read_by !== readBy) return new Map();
    return new Map(Object.entries(parsed.data.bundles));
  }

  return {
    async find(id, signature) {
      stored ??= read();
      const found = (await stored).get(id);
      if (!found || found.signature !== signature) return null;
      entries.set(id, found);
      return found.summary;
    },
    keep(id, signature, summary) {
      if (entries.get(id)?.signature === signature) return;
      entries.set(id, { signature, summary });
      changed = true;
    },
    async save(ids) {
      const current = new Set(ids);
      for (const id of entries.keys()) {
        if (current.has(id)) continue;
        entries.delete(id);
        changed = true;
      }
      if (!changed) return;
      changed = false;
      const text = JSON.stringify({ read_by: readBy, bundles: Object.fromEntries(entries) });
      // If this fails, the next start only takes longer.
      await writeWhole(join(folder, keptSummariesName), [text]);
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
