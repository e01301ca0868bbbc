import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type Said, type Started, savedOf } from './storm.ts';

/** What was acknowledged, over all storms on one folder, and whether the next start has it. */
export interface Acknowledged {
  /** Takes what a storm said until its end. */
  add(said: readonly Said[]): void;
  /** The file as it lies there after the end, before anything mends it. */
  checkFile(folder: string): void;
  /** What the next start says of it. */
  checkStart(started: Started): void;
  readonly count: number;
}

/** `together`: how many changes may be on their way at once. */
export function createAcknowledged(together = 1): Acknowledged {
  const values = new Map<number, number>();
  let last = 1;
  /** Acknowledged since the last look at the trail. */
  let fresh: number[] = [];

  return {
    get count() {
      return values.size;
    },
    add(said) {
      for (const { version, spread } of savedOf(said)) {
        expect(version).toBeGreaterThan(last);
        values.set(version, spread);
        fresh.push(version);
        last = version;
      }
    },
    checkFile(folder) {
      if (values.size === 0) return;
      const { version } = JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'));
      expect(version).toBeGreaterThanOrEqual(last);
    },
    checkStart(started) {
      const { version, spread, newest, record, files, notices } = started;
      // At most what was on its way in one breath comes on top.
      expect(version).toBeGreaterThanOrEqual(last);
      expect(version).toBeLessThanOrEqual(last + together);
      if (version === last && values.has(last)) expect(spread).toBe(values.get(last));
      expect(newest?.version).toBe(version);
      expect(newest?.values.trading.spread_pips).toBe(spread);
      const onRecord = new Map(record.map((entry) => [entry.version, entry.changes]));
      for (const each of fresh) {
        expect(
          onRecord.get(each),
          `v${each} on record, of ${record.at(-1)?.version} to ${record[0]?.version} at v${version}: ${notices}`,
        ).toMatchObject([{ key: 'spread_pips', new: values.get(each) }]);
      }
      expect(onRecord.size).toBe(record.length);
      expect(files.filter((name) => name.includes('.tmp-') || name.includes('.corrupt-'))).toEqual([]);
      expect(notices.filter((notice) => !notice.includes('The audit trail lacked'))).toEqual([]);
      last = version;
      fresh = [];
    },
  };
}
