import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import type { BundleSummary } from '../../../../shared/models.ts';
import { writeWhole } from '../../text/whole-file.ts';
import type { KnownFeatures } from './bundle.ts';
import { readPlainFile } from './bundle-files.ts';
import { bundleSummarySchema, formatVersion } from './bundle-schema.ts';

/**
 * The summaries of bundles whose files have not changed since they were read, kept in a file beside the bundles so
 * that a start need not read them all. Where that file is missing, broken or cannot be written, they are read again.
 */
export interface KeptSummaries {
  /** The summary of bundle `id`, if its folder's `signature` was the same then. */
  find(id: string, signature: string): Promise<BundleSummary | null>;
  keep(id: string, signature: string, summary: BundleSummary): void;
  /** Writes what is kept of these bundles, if that has changed. */
  save(ids: readonly string[]): Promise<void>;
}

/** No bundle: their names begin with no dot. */
export const keptSummariesName = '.summaries.json';
const maxBytes = 32 * 1024 * 1024;
/** Counts up when a summary is taken from a bundle in another way. */
const reading = 1;

const entrySchema = z.object({ signature: z.string(), summary: bundleSummarySchema });
const fileSchema = z.object({ read_by: z.string(), bundles: z.record(z.string(), entrySchema) });
type Entry = { readonly signature: string; readonly summary: BundleSummary };

export function openKeptSummaries(folder: string, known: KnownFeatures): KeptSummaries {
  const readBy = hashOf(JSON.stringify([reading, formatVersion, known]));
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
      // A failure costs the next start some time and nothing else.
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
