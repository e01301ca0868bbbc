import type { z } from 'zod';
import { acceptableName, longestName, nameSchema, shortened } from '../../shared/names.ts';
import {
  type ProfileStorage,
  profilesDocumentSchema,
  type StoredProfile,
} from '../engine/config/profiles.ts';
import { type JsonFileOptions, openJsonFile } from './json-file.ts';
import { presentVersion, type VersionedSchema } from './versioned-schema.ts';

export const profilesLayout: VersionedSchema<z.infer<typeof profilesDocumentSchema>> = {
  schema: profilesDocumentSchema,
  steps: [withAcceptableNames],
};

/**
 * `profiles.json`. Each profile's text is made once, so that saving one among a thousand costs what that one costs,
 * and the writing of the file.
 */
export function openProfilesFile(options: Omit<JsonFileOptions<unknown>, 'name' | 'layout'>): {
  storage: ProfileStorage;
  notice: string | null;
} {
  const { file, notice } = openJsonFile({ ...options, name: 'profiles', layout: profilesLayout });
  const texts = new WeakMap<StoredProfile, string>();

  function textOf(profile: StoredProfile): string {
    const known = texts.get(profile);
    if (known !== undefined) return known;
    const text = JSON.stringify(profile);
    texts.set(profile, text);
    return text;
  }

  return {
    notice,
    storage: {
      read() {
        const document = file.read();
        return document.ok ? { ok: true, value: document.value?.profiles ?? null } : document;
      },
      changed: file.changed,
      write: (profiles) =>
        file.writeText(
          `{"schema_version":${presentVersion(profilesLayout)},"profiles":[\n${profiles.map(textOf).join(',\n')}\n]}\n`,
        ),
    },
  };
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

function freeName(wanted: string, taken: ReadonlySet<unknown>): string {
  for (let copy = 1; ; copy += 1) {
    const ending = copy === 1 ? '' : ` (${copy})`;
    const name = shortened(wanted, longestName - ending.length) + ending;
    if (!taken.has(name)) return name;
  }
}
