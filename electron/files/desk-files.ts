import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { failure, messageOf, type Result, success } from '../../shared/result.ts';
import type { ConfigStore } from '../engine/config/config-store.ts';
import type { ProfileStorage } from '../engine/config/profiles.ts';
import type { Schedule } from '../engine/market/replay.ts';
import { readContent } from '../engine/text/read-text.ts';
import { apiLayout } from './api-file.ts';
import { openConfigFile } from './config-file.ts';
import { configLayout } from './config-layout.ts';
import { earlierProfilesLayout } from './earlier-profiles.ts';
import { parseContent } from './json-file.ts';
import { profileFilesAmong } from './profile-file-names.ts';
import { openProfilesFolder, profileLayout, profilesFolderName } from './profiles-folder.ts';
import { openSessionFile, type SessionFile, sessionLayout } from './session-file.ts';
import type { VersionedSchema } from './versioned-schema.ts';

/** The JSON files of a data folder, ready for use. */
export interface DeskFiles {
  readonly config: ConfigStore;
  readonly profiles: ProfileStorage;
  readonly session: SessionFile;
  /** What had to be kept aside on the way, in words. */
  readonly notices: readonly string[];
}

/** Fails, before anything is touched, where a file was written by a newer version of the desk. */
export function openDeskFiles(options: {
  folder: string;
  /** Wall clock, ms. */
  now: () => number;
  /** Monotonic clock, ms. */
  elapsed: () => number;
  schedule: Schedule;
  /** Told, in words, what happens to what others have written. */
  tell: (message: string) => void;
}): Result<DeskFiles> {
  const newer = newerFiles(options.folder);
  if (newer.length > 0) return failure('unreadable', newer.join('\n'));
  try {
    const config = openConfigFile(options);
    const session = openSessionFile(options);
    const profiles = openProfilesFolder(options);
    return success({
      config: config.store,
      session: session.file,
      profiles: profiles.storage,
      notices: [config, session, profiles].flatMap(({ notice }) => notice ?? []),
    });
  } catch (error) {
    const reason = messageOf(error);
    return failure('unreadable', `The data folder ${options.folder} cannot be used: ${reason}`);
  }
}

/** For each file of a newer version what it is and what to do. */
function newerFiles(folder: string): string[] {
  const layouts: readonly (readonly [string, VersionedSchema<unknown>])[] = [
    ['config', configLayout],
    ['session', sessionLayout],
    ['profiles', earlierProfilesLayout],
    ['api', apiLayout],
    ...profilesIn(folder).map((name) => [name, profileLayout] as const),
  ];
  return layouts.flatMap(([name, layout]) => {
    const path = join(folder, `${name}.json`);
    const held = parseContent<unknown>(readContent(path), path, layout);
    return held.newer && !held.ok ? [held.problem.message] : [];
  });
}

function profilesIn(folder: string): string[] {
  const profiles = join(folder, profilesFolderName);
  if (!existsSync(profiles)) return [];
  return profileFilesAmong(readdirSync(profiles)).map((name) => join(profilesFolderName, name));
}
