import { writeFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Profile } from '../../../shared/audit.ts';
import { longestName, nameSchema, shortened } from '../../../shared/names.ts';
import type { TradingConfig } from '../../../shared/parameters.ts';
import { failure, messageOf, type Result, success } from '../../../shared/result.ts';
import { type Scope, symbolSchema } from '../../../shared/symbols.ts';
import { byText } from '../../../shared/text-order.ts';
import { readForeignJson } from '../text/whole-file.ts';
import { isGroup, layerProblems } from './layer-problems.ts';
import { chosenValues } from './layers.ts';
import { refusal } from './receipts.ts';

const mostProfiles = 1000;

export const profileSchema = z.strictObject({
  name: nameSchema,
  saved_at: z.number().min(0).max(8.64e15),
  /** Whose values they are; null: those for all. */
  symbol: symbolSchema.nullable(),
  values: z.record(z.string().max(64), z.record(z.string().max(64), z.union([z.number(), z.boolean()]))),
});

export type StoredProfile = z.infer<typeof profileSchema>;

/** The document that kept all profiles before each had a file of its own. */
export const profilesDocumentSchema = z.object({
  schema_version: z.literal(3),
  profiles: z.array(profileSchema).max(mostProfiles),
});

/** A profile as a file of its own, to hand to someone else. */
export const profileFileSchema = z.strictObject({
  kind: z.literal('ensemble-desk-profile', { error: 'is no profile of Ensemble Desk' }),
  schema_version: z.literal(2, {
    error: 'only schema versions 1 and 2 are understood; was it written by a newer Ensemble Desk?',
  }),
  profile: profileSchema,
});

export interface ProfileStorage {
  /** Those that are stored now; null where none ever were. */
  read(): Result<readonly StoredProfile[] | null>;
  /** True when somebody else has changed them since they were last read or written. */
  changed(): boolean;
  /** Takes them as they are, in this order; what has not changed is the same object as before. */
  write(profiles: readonly StoredProfile[]): Result<null>;
}

/** Named sets of values. */
export interface Profiles {
  list(): readonly Profile[];
  find(name: string): Result<Profile>;
  /**
   * Saves the values at `paths` ("category.key"; none: all that may be saved for the scope) under a name, in place of
   * an older one.
   */
  save(
    name: string,
    values: TradingConfig,
    paths: readonly string[] | undefined,
    scope?: Scope,
  ): Result<Profile>;
  /** Takes a profile that comes from elsewhere; where its name stands for something else, under a new one. */
  add(profile: Profile): Result<Profile>;
  remove(name: string): Result<null>;
}

export function createProfiles(storage: ProfileStorage, now: () => number): Profiles {
  let profiles: readonly StoredProfile[] = stored() ?? [];

  function stored(): readonly StoredProfile[] | null {
    const read = storage.read();
    return read.ok && read.value ? read.value.toSorted((a, b) => byText(a.name, b.name)) : null;
  }

  /** What somebody else has written is taken first; where it cannot be read, or is gone, ours go on. */
  function present(): readonly StoredProfile[] {
    if (storage.changed()) profiles = stored() ?? profiles;
    return profiles;
  }

  function keep(next: readonly StoredProfile[]): Result<null> {
    if (next.length > mostProfiles)
      return failure('too-large', `There are ${mostProfiles} profiles already; remove one first.`);
    const written = storage.write(next);
    if (written.ok) profiles = next;
    return written;
  }

  function put(profile: Profile): Result<Profile> {
    const checked = profileSchema.parse(profile);
    const next = present().filter(({ name }) => name !== checked.name);
    const place = next.findIndex(({ name }) => byText(checked.name, name) < 0);
    next.splice(place < 0 ? next.length : place, 0, checked);
    const kept = keep(next);
    return kept.ok ? success(checked) : kept;
  }

  /** A name that is free, or holds the same values already. */
  function freeName({ name, symbol, values }: Profile): string {
    for (let copy = 1; ; copy += 1) {
      const ending = copy === 1 ? '' : ` (${copy})`;
      const candidate = shortened(name, longestName - ending.length) + ending;
      const holder = present().find((profile) => profile.name === candidate);
      if (!holder) return candidate;
      if (holder.symbol === symbol && isDeepStrictEqual(holder.values, values)) return candidate;
    }
  }

  return {
    add: (profile) => put({ ...profile, name: freeName(profile) }),
    list: () => profiles,
    find(name) {
      const found = profiles.find((profile) => profile.name === name);
      return found ? success(found) : failure('not-found', `There is no profile "${name}".`);
    },
    save(name, values, paths, scope = null) {
      const { trading, model } = values;
      const whole = scope === null ? values : { trading, model };
      const chosen = paths ? chosenValues(values, paths) : success(whole);
      if (!chosen.ok) return chosen;
      const details = layerProblems(chosen.value, scope);
      if (details.length > 0) return refusal(details, 'The profile was not saved');
      return put({ name, saved_at: now(), symbol: scope, values: chosen.value });
    },
    remove(name) {
      const others = present().filter((profile) => profile.name !== name);
      if (others.length === profiles.length) return failure('not-found', `There is no profile "${name}".`);
      return keep(others);
    },
  };
}

const largestProfileBytes = 1024 * 1024;

/** Reads a profile file; its values are checked when they are applied. */
export function readProfileFile(path: string): Result<Profile> {
  const document = readForeignJson(path, largestProfileBytes);
  if (!document.ok) return document;
  const parsed = profileFileSchema.safeParse(ofPresentVersion(document.value));
  if (parsed.success) return success(parsed.data.profile);
  const [issue] = parsed.error.issues;
  return failure('unreadable', `${path} cannot be taken: ${issue.path.join('.') || 'it'}: ${issue.message}`);
}

/** In version 1 every profile was for all. */
function ofPresentVersion(document: unknown): unknown {
  if (!isGroup(document) || document.schema_version !== 1 || !isGroup(document.profile)) return document;
  return { ...document, schema_version: 2, profile: { ...document.profile, symbol: null } };
}

/** What a profile file holds. */
export function profileDocument(profile: Profile): string {
  const document = { kind: 'ensemble-desk-profile', schema_version: 2, profile };
  return `${JSON.stringify(document, null, 2)}\n`;
}

export async function writeProfileFile(path: string, profile: Profile): Promise<Result<null>> {
  try {
    await writeFile(path, profileDocument(profile));
    return success(null);
  } catch (error) {
    return failure('not-saved', `${path} could not be written: ${messageOf(error)}`);
  }
}
