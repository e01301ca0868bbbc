import { copyFileSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createRandom } from '../../electron/engine/random.ts';
import { makeImage, mountImage, newFolder, whyNoDisks } from './disks.ts';
import { type Said, savedOf, startedOf, startStorm } from './storm.ts';
import { createAcknowledged } from './survivors.ts';

const cuts = process.env.DESK_FULL ? 40 : 6;
const hindrance = whyNoDisks();

it.skipIf(hindrance !== null)(
  `no update is lost when the power goes right after its acknowledgement, ${cuts} times${hindrance ? ` (skipped: ${hindrance})` : ''}`,
  async () => {
    const random = createRandom(11);
    const folder = newFolder();
    const acknowledged = createAcknowledged();
    let image = join(folder, 'disk-0');
    makeImage(image);
    try {
      for (let index = 1; index <= cuts; index += 1) {
        const next = join(folder, `disk-${index}`);
        const said = await stormUntilCut(image, next, join(folder, 'mount'), 1 + random.int(30));
        const started = startedOf(said);
        if (!started) throw new Error('the storm did not start');
        acknowledged.checkStart(started);
        acknowledged.add(said);
        rmSync(image);
        image = next;
      }
      const disk = mountImage(image, join(folder, 'mount'));
      try {
        acknowledged.checkFile(join(disk.folder, 'data'));
      } finally {
        disk.unmount();
      }
      const said = await stormUntilCut(image, join(folder, 'last'), join(folder, 'mount'), 0);
      const started = startedOf(said);
      if (!started) throw new Error('the last start did not come about');
      acknowledged.checkStart(started);
      expect(acknowledged.count).toBeGreaterThan(3 * cuts);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
  600_000,
);

/** Copies the disk, as it is, at the moment of the last acknowledgement: what was only in memory is gone. */
async function stormUntilCut(
  image: string,
  copy: string,
  mount: string,
  updates: number,
): Promise<readonly Said[]> {
  const disk = mountImage(image, mount);
  try {
    const storm = startStorm(join(disk.folder, 'data'), { updates, end: 'stop', lookBack: 5000 });
    try {
      await storm.until((said) => startedOf(said) !== undefined && savedOf(said).length >= updates);
      const status = `/proc/${storm.process.pid}/stat`;
      while (!/\) [Tt] /.test(readFileSync(status, 'utf8'))) await new Promise(setImmediate);
      copyFileSync(image, copy);
    } finally {
      await storm.kill();
    }
    return storm.said;
  } finally {
    disk.unmount();
  }
}
