import { type DoorProblem, refuse } from './replies.ts';

/** The entity tag of a version of the configuration: the version in quotes. */
export function etagOf(version: number): string {
  return `"${version}"`;
}

/** True when the asker holds this version already. Weak tags count: the answers are the same byte for byte. */
export function holdsAlready(ifNoneMatch: string | undefined, version: number): boolean {
  if (ifNoneMatch === undefined) return false;
  const tags = parseTags(ifNoneMatch);
  return tags === 'any' || (tags?.some(({ tag }) => tag === String(version)) ?? false);
}

export type ExpectedVersion = { readonly expected: number | undefined } | { readonly problem: DoorProblem };

/**
 * The version that `If-Match` asks for, to be checked in the change's own turn. `*` asks for none; of several
 * tags the one in force now. Weak tags never match (RFC 9110, 13.1.1).
 */
export function expectedVersion(ifMatch: string | undefined, current: number): ExpectedVersion {
  if (ifMatch === undefined) return { expected: undefined };
  const tags = parseTags(ifMatch);
  if (tags === null) {
    return {
      problem: refuse('invalid', `If-Match must be the ETag that was read, e.g. ${etagOf(current)}, or *.`),
    };
  }
  if (tags === 'any') return { expected: undefined };
  const versions = tags
    .filter(({ weak, tag }) => !weak && /^[1-9]\d{0,9}$/.test(tag) && Number(tag) < 2 ** 31)
    .map(({ tag }) => Number(tag));
  if (versions.length === 0) {
    return {
      problem: refuse('stale', `If-Match names no version; version ${current} is in force.`, {
        headers: { ETag: etagOf(current) },
      }),
    };
  }
  return { expected: versions.includes(current) ? current : versions[0] };
}

interface Tag {
  readonly weak: boolean;
  readonly tag: string;
}

/** Null when it is no list of tags. */
function parseTags(header: string): 'any' | Tag[] | null {
  if (header.trim() === '*') return 'any';
  const tags: Tag[] = [];
  let rest = header.trim();
  while (rest !== '') {
    const found = /^(W\/)?"([\x21\x23-\x7e]*)"\s*(?:,\s*|$)/.exec(rest);
    if (!found) return null;
    tags.push({ weak: found[1] !== undefined, tag: found[2] });
    rest = rest.slice(found[0].length);
  }
  return tags.length > 0 ? tags : null;
}
