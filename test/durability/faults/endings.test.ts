import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../../electron/engine/random.ts';
import { defaultTrainingSettings } from '../../../shared/models.ts';
import { newFolder } from '../disks.ts';
import { complaintsOf, expectCleanEnd, leftovers } from './clean-end.ts';
import { type DrivenDesk, startDesk } from './driven-desk.ts';
import { answer, createKept, type Snapshot } from './kept.ts';

// All moments take a quarter of an hour: DESK_FULL=1 asks for them, in series of a few minutes each.
const series = process.env.DESK_FULL ? [1, 2, 3, 4] : [1];
const rounds = process.env.DESK_FULL ? 30 : 10;
const firstStarts = process.env.DESK_FULL ? 10 : 5;
const seed = Number(process.env.DESK_SEED ?? 18);
const fixture = resolve(import.meta.dirname, '../../fixtures/data-folder-0.1');

/** What the desk is busy with when it is told to end; each answers at once or is not waited for. */
const scenes = {
  nothing: async () => {},
  importing: (desk) => desk.ask('import.run', { path: csv, options: { symbol: 'XAUUSD', time_zone: 'UTC' } }),
  training: (desk) =>
    desk.ask('models.train', { dataset: 'GBPUSD', seed: 5, settings: defaultTrainingSettings }),
  opening: async (desk) => {
    for (const dataset of ['EURUSD@simulated', 'GBPUSD'])
      void desk.ask('market.activate', { dataset }).catch(() => {});
  },
  experimenting: async (desk) => {
    const subject = { scope: { part: 'all', spread: 'set' }, source: { from: 'current' } } as const;
    void desk.ask('experiments.triangle', { ...subject, steps: 100 }).catch(() => {});
    void desk.ask('experiments.backtest', { ...subject, seed: 1 }).catch(() => {});
  },
} satisfies Record<string, (desk: DrivenDesk) => Promise<unknown>>;
const sceneNames = Object.keys(scenes) as (keyof typeof scenes)[];

let top: string;
let csv: string;

beforeAll(() => {
  top = newFolder();
  csv = join(top, 'bars.csv');
  const bars = Array.from({ length: 200_000 }, (_, i) => {
    const time = new Date(Date.UTC(2015, 0, 5) + i * 60_000).toISOString().slice(0, 19).replace('T', ' ');
    return `${time},1200.1,1200.${(i % 8) + 2},1200.0,1200.1,${(i % 90) + 1}`;
  });
  writeFileSync(csv, `time,open,high,low,close,volume\n${bars.join('\n')}\n`);
}, 60_000);

afterAll(() => rmSync(top, { recursive: true, force: true }));

describe.each(series)('series %i: a desk that is ended', (number) => {
  it(`at ${rounds} random moments of start, import, training, opening and experiments is gone within 5 s, has lost nothing and starts clean`, async () => {
    const random = createRandom(seed * 10 + number);
    const folder = join(top, `data-${number}`);
    cpSync(fixture, folder, { recursive: true });
    const kept = createKept();
    for (let round = 0; round < rounds; round += 1) {
      const window = round % 6 === 5 && Boolean(process.env.DISPLAY);
      const desk = await startDesk(folder, { window });
      try {
        if (random.next() < 0.3) {
          await pause(1500 * random.next());
        } else {
          await desk.line(/^ready: /);
          await kept.check(desk);
          const scene = sceneNames[round % sceneNames.length];
          await scenes[scene](desk);
          await pause(1200 * random.next());
        }
        const { code, ms } = await desk.terminate(window && round % 12 === 5 ? 'group' : undefined);
        const told = `round ${round}: ${code} after ${Math.round(ms)} ms\n${desk.said().join('\n')}`;
        expectCleanEnd(desk, { code, ms }, told);
      } finally {
        await desk.kill();
      }
    }
    const last = await startDesk(folder);
    try {
      await last.line(/^ready: /);
      await kept.check(last);
      expect(leftovers(folder)).toEqual([]);
      expect((await last.terminate()).code).toBe(0);
      expect(complaintsOf(last)).toEqual([]);
    } finally {
      await last.kill();
    }
    expect(kept.checks()).toBeGreaterThan(rounds / 3);
  }, 900_000);
});

describe.each(series)('series %i: a desk that is ended in its first start', (number) => {
  it(`is gone within 5 s at ${firstStarts} random moments of simulating and training, and the next start goes on from there`, async () => {
    const random = createRandom(seed * 10 + number + 5);
    const fresh = join(top, `fresh-${number}`);
    for (let round = 0; round < firstStarts; round += 1) {
      // Now and then nothing is there yet; else what the last round has left.
      if (round % 3 === 0) rmSync(fresh, { recursive: true, force: true });
      const window = round % 5 === 4 && Boolean(process.env.DISPLAY);
      const desk = await startDesk(fresh, { window });
      try {
        await Promise.race([pause(7000 * random.next()), desk.line(/^ready: /)]);
        const ended = await desk.terminate(window ? 'group' : undefined);
        expectCleanEnd(
          desk,
          ended,
          `round ${round}: ${ended.code} after ${Math.round(ended.ms)} ms\n${desk.said().join('\n')}`,
        );
      } finally {
        await desk.kill();
      }
    }
    const last = await startDesk(fresh);
    try {
      expect(await last.line(/^ready: /)).toMatch(/ 224640 bars, model EURUSD-/);
      const { state } = await answer<Snapshot>(last, 'desk.snapshot', {});
      expect(state.market.datasets).toHaveLength(1);
      expect(leftovers(fresh)).toEqual([]);
      expect((await last.terminate()).code).toBe(0);
      expect(complaintsOf(last)).toEqual([]);
    } finally {
      await last.kill();
    }
  }, 900_000);
});

/** Endings come at moments of their own, not at ours. */
function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}
