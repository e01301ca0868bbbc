import type { AuditPage } from '../../shared/audit.ts';

/** What of the trail is shown, newest first; `older` as in `AuditPage`. */
export type ShownTrail = AuditPage;

/**
 * The newest page over what is shown: only what is new is added. Where entries may lie between the
 * two, the page replaces what is shown.
 */
export function withNewest(shown: ShownTrail | null, newest: AuditPage): ShownTrail {
  const first = shown?.entries[0];
  const last = newest.entries.at(-1);
  if (!shown || !first || !last) return newest;
  const isGap = last.id > first.id && newest.older !== null;
  if (isGap) return newest;
  const added = newest.entries.filter((entry) => entry.id > first.id);
  return added.length === 0
    ? shown
    : { entries: [...added, ...shown.entries], older: shown.older, missing: newest.missing };
}

/** What is shown with the next older page under it; a page that was asked for twice adds nothing. */
export function withOlder(shown: ShownTrail, page: AuditPage): ShownTrail {
  const last = shown.entries.at(-1);
  const added = last ? page.entries.filter((entry) => entry.id < last.id) : page.entries;
  return { entries: [...shown.entries, ...added], older: page.older, missing: page.missing };
}

/** Picks or unpicks a row for comparison; at most two stay, the ones picked last. */
export function picked(versions: readonly number[], version: number): number[] {
  if (versions.includes(version)) return versions.filter((other) => other !== version);
  return [...versions, version].slice(-2);
}
