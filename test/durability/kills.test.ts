import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createRandom } from '../../electron/engine/random.ts';
import { newFolder } from './disks.ts';
import { savedOf, startedOf, startStorm } from './storm.ts';
import { createAcknowledged } from './survivors.ts';

// All of them take ten minutes: DESK_FULL=1 asks for them.
const kills = process.env.DESK_FULL ? 300 : 16;

it.each([
  ['one by one', 1],
  ['in bursts that are saved together', 7],
])(
  `no acknowledged update is lost in ${kills} kills at random moments of a storm of updates %s, and trail and file agree after each`,
  async (_, together) => {
    const random = createRandom(7);
    const folder = join(newFolder(), 'data');
    const acknowledged = createAcknowledged(together);
    try {
      for (let index = 0; index < kills; index += 1) {
        const storm = startStorm(folder, { updates: 1_000_000, together, end: 'exit', lookBack: 5000 });
        if (random.next() < 0.15) {
          // In the midst of the start, which mends what the last kill left.
          await pause(300 + 1000 * random.next());
        } else {
          const enough = random.int(40);
          await storm.until((said) => startedOf(said) !== undefined && savedOf(said).length >= enough);
          await pause(12 * random.next());
        }
        await storm.kill();
        const started = startedOf(storm.said);
        if (started) acknowledged.checkStart(started);
        acknowledged.add(storm.said);
        acknowledged.checkFile(folder);
        expect(storm.said.filter(({ kind }) => kind !== 'started' && kind !== 'saved')).toEqual([]);
      }
      const last = startStorm(folder, { updates: 0, end: 'exit', lookBack: 5000 });
      await last.ended;
      const started = startedOf(last.said);
      if (!started) throw new Error('the last start did not come about');
      acknowledged.checkStart(started);
      expect(acknowledged.count).toBeGreaterThan(5 * kills);
    } finally {
      rmSync(join(folder, '..'), { recursive: true, force: true });
    }
  },
  1_800_000,
);

/** Kills come at moments of their own, not at ours. */
function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
