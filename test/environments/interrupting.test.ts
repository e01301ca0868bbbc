import { existsSync, lstatSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Watched } from '../processes/watched.ts';
import { until } from '../processes/within.ts';
import { full, launch, newPlace, type Place } from './launched.ts';
import { childrenOf, hears } from './processes.ts';

interface Start {
  readonly launcher: number;
  readonly launched: Watched;
  readonly data: string;
}

/** What can be seen of a start that gets ready, in this order. */
const steps: readonly { readonly name: string; reached(start: Start): boolean }[] = [
  { name: 'it is started', reached: () => true },
  { name: 'the launcher hears signals', reached: ({ launcher }) => hears(launcher, 'SIGINT') },
  { name: 'a process is started', reached: ({ launcher }) => childrenOf(launcher).length > 0 },
  {
    name: 'the desk hears signals',
    reached: ({ launcher }) => childrenOf(launcher).some((desk) => hears(desk, 'SIGINT')),
  },
  { name: 'the data folder is locked', reached: ({ data }) => isThere(join(data, 'SingletonLock')) },
  { name: 'the database is opened', reached: ({ data }) => existsSync(join(data, 'market.duckdb')) },
  { name: 'the models are saved', reached: ({ data }) => existsSync(join(data, 'bundles')) },
  {
    name: 'the desk is ready',
    reached: ({ launched }) => launched.said().some((line) => /^ready: /.test(line)),
  },
];
/** How long after a step, in ms. */
const delays = full ? [0, 5, 15, 40, 100, 200, 400] : [0];
const modes = full ? ['without a window', 'with a window'] : ['without a window'];
const signals = full ? (['SIGINT', 'SIGTERM', 'SIGHUP'] as const) : (['SIGINT'] as const);

let place: Place;
beforeEach(() => {
  place = newPlace();
});
afterEach(() => place.remove());

describe.runIf(process.platform === 'linux').each(modes)('a start %s', (mode) => {
  describe.each(signals)('that gets %s', (signal) => {
    it.each(steps)('ends at once when $name, and leaves nothing behind', async ({ name, reached }) => {
      for (const ms of delays) {
        const data = join(place.folder, `data-${ms}`);
        const headless = mode === 'with a window' ? [] : ['--headless'];
        const launched = launch(place, [...headless, '--user-data-dir', data]);
        try {
          const launcher = launched.process.pid ?? 0;
          await until(() => reached({ launcher, launched, data }), name);
          await delay(ms);
          // As a terminal does: to the whole group.
          process.kill(-launcher, signal);
          const ended = await launched.end(5000);
          expect([0, exitCodes[signal], signal], `${ms} ms after: ${launched.said().join('\n')}`).toContain(
            ended,
          );
          expect(place.left(), `${ms} ms after`).toEqual([]);
        } finally {
          await launched.kill();
        }
      }
    });
  });
});

const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

/** Links that lead nowhere count too. */
function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
