import { cpSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../../electron/engine/random.ts';
import { within } from '../../processes/within.ts';
import { newFolder } from '../disks.ts';
import { complaintsOf, expectCleanEnd, leftovers } from './clean-end.ts';
import { startDesk } from './driven-desk.ts';
import { createKept } from './kept.ts';
import { watchScreen, type XScreen } from './x-screen.ts';

const rounds = process.env.DESK_FULL ? 40 : 5;
/** By then the first start has trained and the window stands still. */
const firstSecondsMs = 4000;
const seed = Number(process.env.DESK_SEED ?? 18);
const fixture = resolve(import.meta.dirname, '../../fixtures/data-folder-0.1');
const display = process.env.DISPLAY;

describe.skipIf(!display)(
  `a desk whose window is closed right after it opened${display ? '' : ' (skipped: needs a screen)'}`,
  () => {
    let top: string;
    let screen: XScreen;

    beforeAll(async () => {
      top = newFolder();
      screen = await watchScreen(display ?? '');
    });

    afterAll(() => {
      screen.leave();
      rmSync(top, { recursive: true, force: true });
    });

    async function closeOnce(folder: string, round: number, afterMs: number): Promise<void> {
      const shown = screen.nextWindow();
      const desk = await startDesk(folder, { window: true });
      try {
        const window = await within(60_000, shown, () => `No window. It said:\n${desk.said().join('\n')}`);
        await new Promise((done) => setTimeout(done, afterMs));
        const began = performance.now();
        screen.closeWindow(window);
        const code = await desk.end();
        const ms = performance.now() - began;
        const told = `round ${round}, closed after ${Math.round(afterMs)} ms: ${code} after ${Math.round(ms)} ms\n${desk.said().join('\n')}`;
        expectCleanEnd(desk, { code, ms }, told);
      } finally {
        await desk.kill();
      }
    }

    it(`ends within 5 s with exit code 0, has lost nothing and starts clean, ${rounds} times`, async () => {
      const random = createRandom(seed);
      const used = join(top, 'used');
      cpSync(fixture, used, { recursive: true });
      const kept = createKept();
      for (let round = 0; round < rounds; round += 1) {
        const fresh = join(top, `fresh-${round}`);
        // Every second one simulates and trains at its first start.
        await closeOnce(round % 2 === 0 ? used : fresh, round, firstSecondsMs * random.next() ** 2);
        expect(leftovers(round % 2 === 0 ? used : fresh)).toEqual([]);
        if (round % 10 !== 4) continue;
        const next = await startDesk(used);
        try {
          await next.line(/^ready: /);
          await kept.check(next);
          expect((await next.terminate()).code).toBe(0);
          expect(complaintsOf(next)).toEqual([]);
        } finally {
          await next.kill();
        }
      }
      expect(kept.checks()).toBeGreaterThan(0);
    }, 900_000);
  },
);
