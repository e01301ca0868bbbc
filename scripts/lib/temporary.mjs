import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onEnding } from './endings.mjs';
import { say } from './say.mjs';

/** Caches that the tools of the tests keep from run to run. */
const caches = /^(playwright-transform-cache|node-compile-cache|v8-compile-cache|vite-|\.org\.chromium)/;

/**
 * A temporary folder for one run of the tests, so that none of them leaves anything behind, even if it is killed.
 * A stage that leaves something is named at once and again at the end, because on a user's machine it would stay.
 * @param {(line: string) => void} [tell]
 * @returns {{ env: { TMPDIR: string }, watch: (stage: Stage) => Stage, remove: () => void }}
 *
 * @typedef {import('./stages.mjs').Stage} Stage
 */
export function ownTemporaryFolder(tell = say) {
  // Short: sockets are made below it.
  const folder = mkdtempSync(join(tmpdir(), 'desk-'));
  // Tests that root runs as another user go through it.
  chmodSync(folder, 0o711);
  const removeAll = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  const kept = onEnding(removeAll);
  /** @type {string[]} */
  const warnings = [];
  let known = /** @type {string[]} */ ([]);
  return {
    env: { TMPDIR: folder },
    watch: (stage) => ({
      name: stage.name,
      async run() {
        const outcome = await stage.run();
        const left = readdirSync(folder).filter((name) => !caches.test(name));
        const added = left.filter((name) => !known.includes(name));
        known = left;
        if (added.length > 0) {
          warnings.push(`WARNING: ${stage.name}: left in the temporary folder: ${added.join(' ')}`);
          tell(warnings.at(-1) ?? '');
        }
        return outcome;
      },
    }),
    remove() {
      for (const warning of warnings) tell(warning);
      removeAll();
      kept();
    },
  };
}
