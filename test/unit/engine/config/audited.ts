import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AuditRecorder,
  createAuditRecorder,
} from '../../../../electron/engine/config/audit-recorder.ts';
import type { AuditTrail, NewAuditEntry } from '../../../../electron/engine/config/audit-trail.ts';
import { readEnvironment } from '../../../../electron/engine/config/environment.ts';
import { defaults } from '../../../../electron/engine/config/layers.ts';
import { reconcile, trueVersion } from '../../../../electron/engine/config/reconcile.ts';
import { type ConfigOwner, createTradingConfig } from '../../../../electron/engine/config/trading-config.ts';
import { type Database, openDatabase } from '../../../../electron/engine/storage/database.ts';
import type { AuditEntry, AuditFilter } from '../../../../shared/audit.ts';
import { failure, success } from '../../../../shared/result.ts';
import { createTestClock, type TestClock } from '../test-clock.ts';
import { createMemoryStorage, type MemoryStorage } from './harness.ts';

/** A trail in memory that answers as the one in the database must; appends can be made to fail. */
export interface MemoryTrail extends AuditTrail {
  readonly entries: (NewAuditEntry & { id: number })[];
  appendsFail: boolean;
}

export function createMemoryTrail(): MemoryTrail {
  const entries: MemoryTrail['entries'] = [];
  const accepted = () => entries.filter(({ outcome }) => outcome === 'accepted');
  const stateOf = (entry: NewAuditEntry | undefined) =>
    entry?.state ? { version: entry.version, at: entry.at, ...entry.state } : null;
  const trail: MemoryTrail = {
    entries,
    appendsFail: false,
    async append(added) {
      if (trail.appendsFail) return failure('not-saved', 'no space left');
      for (const entry of added) {
        entries.push({ id: entries.length + 1, ...JSON.parse(JSON.stringify(entry)) });
      }
      return success(null);
    },
    async page({ filter, below = Number.POSITIVE_INFINITY, limit }) {
      const found = entries
        .filter((entry) => entry.id < below && fits(entry, filter))
        .map(({ state: _state, ...entry }): AuditEntry => entry)
        .reverse();
      return {
        entries: found.slice(0, limit),
        older: found.length > limit ? found[limit - 1].id : null,
        missing: [],
      };
    },
    version: async (version) => stateOf(accepted().findLast((entry) => entry.version === version)),
    versionUpTo: async (version) => stateOf(accepted().findLast((entry) => entry.version <= version)),
    newest: async () => stateOf(accepted().at(-1)),
    takeNewGaps: async () => [],
  };
  return trail;
}

/** The filter in words: every condition on its own. */
function fits(entry: NewAuditEntry, filter: AuditFilter): boolean {
  const keys = entry.changes.map(({ category, key }) => `${category}.${key}`);
  const words = [...keys, ...(entry.symbols ?? []), entry.reason, entry.author, entry.problem].map((word) =>
    (word ?? '').toLowerCase(),
  );
  return (
    (!filter.symbol || (entry.symbols ?? []).includes(filter.symbol)) &&
    (!filter.outcome || entry.outcome === filter.outcome) &&
    (!filter.by || entry.by === filter.by) &&
    (!filter.action || entry.action === filter.action) &&
    (!filter.category || entry.changes.some(({ category }) => category === filter.category)) &&
    (filter.from === undefined || entry.at >= filter.from) &&
    (filter.to === undefined || entry.at <= filter.to) &&
    (!filter.text || words.some((word) => word.includes(filter.text?.toLowerCase() ?? '')))
  );
}

export interface Audited {
  readonly config: ConfigOwner;
  readonly recorder: AuditRecorder;
  readonly trail: AuditTrail;
  readonly storage: MemoryStorage;
  readonly clock: TestClock;
  /** What the recorder complained about. */
  readonly complaints: string[];
  /** What the start mended, in words. */
  readonly mended: string | null;
}

/** A configuration with its trail; given the storage and trail of another, it is that one's next start. */
export async function startAudited(
  options: {
    env?: Record<string, string>;
    storage?: MemoryStorage;
    clock?: TestClock;
    trail?: AuditTrail;
  } = {},
): Promise<Audited> {
  const { env = {}, storage = createMemoryStorage(), clock = createTestClock() } = options;
  const trail = options.trail ?? createMemoryTrail();
  const complaints: string[] = [];
  const recorder = createAuditRecorder({ trail, onProblem: (message) => complaints.push(message) });
  await storage.load();
  const stored = storage.held && trueVersion(storage.held, (await trail.newest())?.version ?? null).stored;
  const { config } = createTradingConfig({
    store: storage,
    stored,
    environment: readEnvironment(env).layer,
    now: clock.now,
    elapsed: clock.elapsed,
    recorder,
    tell: (message) => complaints.push(message),
  });
  const mended = await reconcile(config, { trail, recorder, stored, now: clock.now });
  return { config, recorder, trail, storage, clock, complaints, mended };
}

/** Everything on record, oldest first. */
export async function recorded(trail: AuditTrail, filter: AuditFilter = {}): Promise<AuditEntry[]> {
  const page = await trail.page({ filter, limit: 1_000_000 });
  return [...page.entries].reverse();
}

/** A database in a folder of its own; the caller closes. */
export async function openTestDatabase(): Promise<{
  folder: string;
  database: Database;
  close(): Promise<void>;
}> {
  const folder = mkdtempSync(join(tmpdir(), 'desk-audit-'));
  const opened = await openDatabase({ folder, now: Date.now });
  if (!opened.ok) throw new Error(opened.problem.message);
  const { database } = opened.value;
  return {
    folder,
    database,
    async close() {
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** An entry on its way into the trail. */
export function sampleEntry(own: Partial<NewAuditEntry> = {}): NewAuditEntry {
  const outcome = own.outcome ?? 'accepted';
  return {
    at: Date.UTC(2024, 0, 2),
    outcome,
    action: 'update',
    version: 2,
    by: 'window',
    author: null,
    reason: null,
    changes: [],
    problem: null,
    receipt: null,
    symbols: null,
    state: outcome === 'accepted' ? { values: defaults, stored: {}, symbols: {} } : null,
    ...own,
  };
}
