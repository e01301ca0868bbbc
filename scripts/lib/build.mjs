import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
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
const stampFile = join(top, 'dist', '.sources');

/** Builds dist/ from the sources; does nothing where it already is what they say. */
export async function buildWhenStale() {
  const sourceHash = hashFiles(top, sources);
  if (isFresh(stampFile, sourceHash)) return;
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
      'mend what is said above, then: npm run build',
    );
  }
  writeFileSync(stampFile, sourceHash);
}

/**
 * Whether what was built is what the sources say now.
 * @param {string} stamp path of the file that holds the hash of what was built
 * @param {string} sourceHash
 */
export function isFresh(stamp, sourceHash) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === sourceHash;
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
