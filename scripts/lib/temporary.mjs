import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onEnding } from './endings.mjs';
import { say } from './say.mjs';

/**
 * A temporary folder for one run of the tests, so that none of them leaves anything behind, also where one is
 * ended by force.
 * @returns {{ env: { TMPDIR: string }, remove: () => void }} `remove` names what was left in it
 */
export function ownTemporaryFolder() {
  // Short: sockets are made below it.
  const folder = mkdtempSync(join(tmpdir(), 'desk-'));
  const removeAll = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  const kept = onEnding(removeAll);
  return {
    env: { TMPDIR: folder },
    remove() {
      const left = readdirSync(folder);
      if (left.length > 0) say(`temporary folder: removed what tests have left: ${left.join(' ')}`);
      removeAll();
      kept();
    },
  };
}
