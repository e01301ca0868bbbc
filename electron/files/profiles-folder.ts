import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { failure, messageOf, type Result, success } from '../../shared/result.ts';
import { type ProfileStorage, profileSchema, type StoredProfile } from '../engine/config/profiles.ts';
import { sweepStaged } from './durable-file.ts';
import { freeName, openEarlierProfiles } from './earlier-profiles.ts';
import { type JsonFile, type JsonFileOptions, openJsonFile } from './json-file.ts';
import { profileFileName, profileFilesAmong } from './profile-file-names.ts';
import { syncFolder } from './replace-steps.ts';
import type { VersionedSchema } from './versioned-schema.ts';

/** One profile in its file. */
export const profileLayout: VersionedSchema<StoredProfile> = {
  schema: profileSchema.strip(),
  // In version 1 every profile was for all.
  steps: [(document) => ({ ...document, symbol: null })],
};

export const profilesFolderName = 'profiles';

interface Kept {
  readonly file: JsonFile<StoredProfile>;
  profile: StoredProfile;
}

/**
 * The folder `profiles`, in which each profile is a file of its own: saving one costs the same however many there are,
 * and a file that breaks costs none of the others. Profiles that an earlier version has kept in `profiles.json` are
 * moved into it when one is saved or removed.
 */
export function openProfilesFolder(options: Omit<JsonFileOptions<unknown>, 'name' | 'layout'>): {
  storage: ProfileStorage;
  notice: string | null;
} {
  const { tell = () => undefined } = options;
  const folder = join(options.folder, profilesFolderName);
  mkdirSync(folder, { recursive: true });
  sweepStaged(folder);
  const earlier = openEarlierProfiles(options);
  const notices = earlier.notice ? [earlier.notice] : [];
  /** By file name, without `.json`. */
  const kept = new Map<string, Kept>();
  let seen = '';

  function open(fileName: string): JsonFile<StoredProfile> {
    const opened = openJsonFile({ ...options, folder, name: fileName, layout: profileLayout, swept: true });
    if (opened.notice) notices.push(opened.notice);
    return opened.file;
  }

  /** Reads what is there. What was broken meanwhile is written again; so is everything where nothing is left. */
  function scan(): readonly StoredProfile[] {
    mkdirSync(folder, { recursive: true });
    seen = stateOf(folder);
    const fileNames = profileFilesAmong(readdirSync(folder));
    for (const fileName of kept.keys()) if (!fileNames.includes(fileName)) kept.delete(fileName);
    const names = new Set<string>();
    for (const fileName of fileNames) {
      const known = kept.get(fileName);
      const file = known?.file ?? open(fileName);
      const held = file.read();
      if (!held.ok && known) file.write(known.profile);
      const read = (held.ok ? held.value : null) ?? known?.profile;
      if (!read) continue;
      const profile = { ...read, name: freeName(read.name, names) };
      names.add(profile.name);
      kept.set(fileName, {
        file,
        profile: isDeepStrictEqual(profile, known?.profile) && known ? known.profile : profile,
      });
    }
    return profiles();
  }

  function profiles(): StoredProfile[] {
    return [...kept.values()].map(({ profile }) => profile);
  }

  function put(profile: StoredProfile, there: [string, Kept] | undefined): Result<null> {
    const fileName = there?.[0] ?? freeFileName(profile.name);
    const file = there?.[1].file ?? open(fileName);
    const written = file.write(profile);
    if (written.ok) kept.set(fileName, { file, profile });
    return written;
  }

  /** Somebody may have given the file of another profile this name. */
  function freeFileName(name: string): string {
    const wanted = profileFileName(name);
    for (let count = 1; ; count += 1) {
      const fileName = count === 1 ? wanted : `${wanted} ${count}`;
      if (!kept.has(fileName)) return fileName;
    }
  }

  function remove(fileName: string): Result<null> {
    try {
      for (const ending of ['.json', '.last-good.json'])
        rmSync(join(folder, fileName + ending), { force: true });
      syncFolder(folder);
    } catch (error) {
      return failure('not-saved', `The profile could not be removed: ${messageOf(error)}`);
    }
    kept.delete(fileName);
    return success(null);
  }

  function write(next: readonly StoredProfile[]): Result<null> {
    const there = new Map([...kept].map((entry) => [entry[1].profile.name, entry]));
    for (const profile of next) {
      const entry = there.get(profile.name);
      there.delete(profile.name);
      const written = entry?.[1].profile === profile ? success(null) : put(profile, entry);
      if (!written.ok) return written;
    }
    for (const [fileName] of there.values()) {
      const removed = remove(fileName);
      if (!removed.ok) return removed;
    }
    earlier.moved();
    seen = stateOf(folder);
    return success(null);
  }

  /** What is to be moved here yet: beside what is here already, and under a name that is free. */
  function toMove(own: readonly StoredProfile[]): StoredProfile[] {
    const names = new Set(own.map(({ name }) => name));
    return earlier.read().flatMap((profile) => {
      if (own.some((each) => isDeepStrictEqual(each, profile))) return [];
      const name = freeName(profile.name, names);
      names.add(name);
      return [{ ...profile, name }];
    });
  }

  scan();
  const notice = notices.splice(0).join('\n') || null;

  return {
    notice,
    storage: {
      read() {
        try {
          const own = scan();
          const found = [...own, ...toMove(own)];
          for (const said of notices.splice(0)) tell(said);
          return success(found.length === 0 ? null : found);
        } catch (error) {
          return failure('unreadable', `${folder} cannot be read: ${messageOf(error)}`);
        }
      },
      changed: () => stateOf(folder) !== seen || earlier.changed(),
      write,
    },
  };
}

/** Another one after a file in it has come, gone or been replaced. */
function stateOf(folder: string): string {
  const state = statSync(folder, { bigint: true, throwIfNoEntry: false });
  return state ? `${state.ino} ${state.mtimeNs} ${state.ctimeNs}` : 'missing';
}
