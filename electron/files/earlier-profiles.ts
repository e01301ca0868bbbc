import { rmSync } from 'node:fs';
import type { z } from 'zod';
import { acceptableName, longestName, nameSchema, shortened } from '../../shared/names.ts';
import { profilesDocumentSchema, type StoredProfile } from '../engine/config/profiles.ts';
import { missing } from '../engine/text/read-text.ts';
import { openDurableFile } from './durable-file.ts';
import { mend, parseContent } from './json-file.ts';
import type { VersionedSchema } from './versioned-schema.ts';

/** `profiles.json`, which kept all profiles before each had a file of its own. */
export const earlierProfilesLayout: VersionedSchema<z.infer<typeof profilesDocumentSchema>> = {
  schema: profilesDocumentSchema,
  steps: [withAcceptableNames, allForAll],
};

/** Those that are still to be moved into files of their own. */
export interface EarlierProfiles {
  /** As they stand there now; those that were read before where the file is broken or gone. */
  read(): readonly StoredProfile[];
  /** True when somebody has changed the file since it was last read. */
  changed(): boolean;
  /** They have been moved: the file gets another name, so that none that is removed from now on comes back. */
  moved(): void;
  /** What had to be kept aside or taken from the last good copy, in words. */
  readonly notice: string | null;
}

/** Opens `folder/profiles.json`, which stays as it is until `moved`. */
export function openEarlierProfiles(options: {
  readonly folder: string;
  readonly now: () => number;
}): EarlierProfiles {
  const { folder, now } = options;
  const file = openDurableFile({ folder, now, name: 'profiles' });
  const notice = mend(file, earlierProfilesLayout);
  let known = file.content();
  let held: readonly StoredProfile[] = [];

  return {
    notice,
    read() {
      known = file.content();
      const read = parseContent(known, file.path, earlierProfilesLayout);
      if (read.ok && read.value) held = read.value.profiles;
      return held;
    },
    changed: () => file.content().key !== known.key,
    moved() {
      held = [];
      const there = file.content();
      if (there.kind === 'missing') return;
      const fits = parseContent(there, file.path, earlierProfilesLayout).ok;
      file.keepAside(there, fits ? 'moved' : 'corrupt', true);
      // Where it was a link, what it leads to stays.
      rmSync(file.path, { force: true });
      known = missing;
    },
  };
}

/** In version 2 every profile was for all. */
function allForAll(document: Record<string, unknown>): Record<string, unknown> {
  if (!Array.isArray(document.profiles)) return document;
  return { ...document, profiles: document.profiles.map((profile) => ({ ...profile, symbol: null })) };
}

/** Version 1 took any text for a name; what could not be addressed gets the nearest name that can. */
function withAcceptableNames(document: Record<string, unknown>): Record<string, unknown> {
  if (!Array.isArray(document.profiles)) return document;
  const taken = new Set<unknown>(document.profiles.map((profile) => profile?.name));
  const profiles = document.profiles.map((profile) => {
    if (typeof profile?.name !== 'string' || nameSchema.safeParse(profile.name).data === profile.name)
      return profile;
    const name = freeName(acceptableName(profile.name), taken);
    taken.add(name);
    return { ...profile, name };
  });
  return { ...document, profiles };
}

/** A name that none of `taken` has: the wanted one, or that with a number behind it. */
export function freeName(wanted: string, taken: ReadonlySet<unknown>): string {
  for (let copy = 1; ; copy += 1) {
    const ending = copy === 1 ? '' : ` (${copy})`;
    const name = shortened(wanted, longestName - ending.length) + ending;
    if (!taken.has(name)) return name;
  }
}
