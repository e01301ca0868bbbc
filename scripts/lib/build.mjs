import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { inModules, top } from './places.mjs';
import { run } from './run.mjs';
import { SetUpFailure, say } from './say.mjs';

const sources = [
  'electron',
  'renderer',
  'shared',
  'scripts/shared',
  'vite.config.ts',
  'package.json',
  'package-lock.json',
];
const dist = join(top, 'dist');
const stampFile = join(dist, '.sources');

/** Builds dist/ from the sources; does nothing where it already is what they say. */
export async function buildWhenStale() {
  const sourceHash = hashFiles(top, sources);
  if (isFresh(dist, stampFile, sourceHash)) return;
  checkWritable();
  say('build: electron/, renderer/ and shared/ into dist/');
  const { code, output } = await run(process.execPath, [
    inModules('vite', 'bin', 'vite.js'),
    'build',
    '--app',
    '--logLevel=warn',
  ]);
  if (code !== 0) {
    throw new SetUpFailure(
      `the build failed:\n${output.trimEnd()}`,
      'fix the errors above, then: npm run build',
    );
  }
  writeStamp(dist, stampFile, sourceHash);
}

/** Says what is in the way before the build tools do. */
function checkWritable() {
  try {
    for (const folder of [top, ...(existsSync(dist) ? [dist] : [])]) accessSync(folder, constants.W_OK);
    accessSync(inModules(), constants.W_OK);
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    throw new SetUpFailure(
      `dist/ is missing or out of date and cannot be built: ${code === 'EROFS' ? 'the file system of this clone is read-only' : 'this user may not write to this clone'}`,
      'run `npm run build` as a user who may write to it, or in a copy',
    );
  }
}

/**
 * Whether what was built is whole and what the sources say now.
 * @param {string} folder what was built
 * @param {string} stamp path of the file that says what was built, and from what
 * @param {string} sourceHash
 */
export function isFresh(folder, stamp, sourceHash) {
  try {
    const { sources: built, files } = JSON.parse(readFileSync(stamp, 'utf8'));
    return (
      built === sourceHash &&
      Object.entries(files).every(([name, size]) => statSync(join(folder, name)).size === size)
    );
  } catch {
    return false;
  }
}

/**
 * @param {string} folder
 * @param {string} stamp
 * @param {string} sourceHash
 */
export function writeStamp(folder, stamp, sourceHash) {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const files = Object.fromEntries(
    names.flatMap((name) => {
      const found = statSync(join(folder, name));
      return found.isFile() ? [[name, found.size]] : [];
    }),
  );
  writeFileSync(stamp, JSON.stringify({ sources: sourceHash, files }));
}

/**
 * One hash over the names and contents of files; folders count with all that is in them.
 * @param {string} folder
 * @param {readonly string[]} names below that folder; what is missing counts as missing
 */
export function hashFiles(folder, names) {
  const hash = createHash('sha256');
  for (const name of names) addFile(hash, folder, name);
  return hash.digest('hex');
}

/**
 * @param {import('node:crypto').Hash} hash
 * @param {string} folder
 * @param {string} name
 */
function addFile(hash, folder, name) {
  const path = join(folder, name);
  if (!existsSync(path)) return;
  if (statSync(path).isDirectory()) {
    for (const inner of readdirSync(path).sort()) addFile(hash, folder, join(name, inner));
    return;
  }
  const content = readFileSync(path);
  hash.update(`${name}\0${content.length}\0`).update(content);
}
