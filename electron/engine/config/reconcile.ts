import type { AuditRecorder } from './audit-recorder.ts';
import type { AuditTrail, NewAuditEntry } from './audit-trail.ts';
import type { ConfigOwner } from './config-owner.ts';
import type { StoredConfig } from './config-store.ts';
import { completed } from './layer-problems.ts';
import { defaults } from './layers.ts';
import { changesOfHeld } from './receipts.ts';
import { nothingSaved, pathText } from './saved-layers.ts';

/**
 * Makes saved file and trail agree at the start. What the file remembers and the trail has not is added to
 * the trail; where they still differ, what is in force becomes a new version. What the trail does not take
 * stays with the recorder, which tries again. Returns what was mended, in words.
 */
export async function reconcile(
  config: ConfigOwner,
  parts: { trail: AuditTrail; recorder: AuditRecorder; stored: StoredConfig | null; now: () => number },
): Promise<string | null> {
  const { trail, recorder, stored, now } = parts;
  const known = (await trail.newest())?.version ?? 0;
  const missing = (stored?.journal ?? []).filter(
    (entry) => entry.outcome === 'accepted' && entry.version > known,
  );
  for (const entry of missing) recorder.record(entry);
  await recorder.flush();
  const last = missing.at(-1);
  const newest = last?.state ? { version: last.version, ...last.state } : await trail.newest();
  if (!newest) {
    recorder.record(firstEntry(config, now));
    await recorder.flush();
    return null;
  }
  const before = { ...newest, values: completed(newest.values) };
  const changed = changesOfHeld(before, config.held());
  if (newest.version === config.version() && changed.length === 0) {
    if (missing.length === 0) return null;
    const end = recorder.unconfirmed().length > 0 ? 'adding them is tried again' : 'they were added';
    return `The audit trail lacked ${missing.length} saved ${missing.length === 1 ? 'change' : 'changes'} after the last end; ${end}.`;
  }
  const reason =
    changed.length > 0
      ? `At the start ${changed.map(({ symbol, ...at }) => pathText({ scope: symbol, ...at })).join(', ')} differed from the last version on record`
      : 'At the start the saved version differed from the last version on record';
  const adopted = await config.adopt(
    { by: 'environment', reason },
    { atLeast: newest.version + 1, from: before },
  );
  await recorder.flush();
  return adopted.ok
    ? `${reason}; what is in force is now v${adopted.value.version}.`
    : `Saved config and audit trail differ and could not be brought together: ${adopted.problem.message}`;
}

/** A file without a trail may say any version; one that ten changes a second would not reach in three years is none. */
const credibleVersion = 1_000_000_000;

/**
 * What is stored, under the version that it really has. Versions are the desk's: the trail and the journal know the
 * latest, whatever the file says. `edited` is what it said instead; null where it is right.
 */
export function trueVersion(
  stored: StoredConfig,
  newestOnRecord: number | null,
): { stored: StoredConfig; edited: number | null } {
  const own = stored.journal?.at(-1)?.version ?? null;
  const known = Math.max(own ?? 0, newestOnRecord ?? 0);
  const version = known || (stored.version <= credibleVersion ? stored.version : 1);
  // Behind the trail without a hand's doing: the file is an older one.
  const edited = stored.version === version || stored.version === own ? null : stored.version;
  return { stored: { ...stored, version }, edited };
}

function firstEntry(config: ConfigOwner, now: () => number): NewAuditEntry {
  const held = config.held();
  return {
    at: now(),
    outcome: 'accepted',
    action: 'reconcile',
    version: config.version(),
    by: 'environment',
    author: null,
    reason: 'The first version on record',
    // Read from the defaults on, the trail gives every version.
    changes: changesOfHeld({ values: defaults, ...nothingSaved }, held),
    symbols: null,
    problem: null,
    receipt: null,
    state: { values: held.values, stored: held.stored, symbols: held.symbols },
  };
}
