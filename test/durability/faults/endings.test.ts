import { cpSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../../electron/engine/random.ts';
import { defaultTrainingSettings } from '../../../shared/models.ts';
import { newFolder } from '../disks.ts';
import { type DrivenDesk, startDesk } from './driven-desk.ts';

// All moments take a quarter of an hour: DESK_FULL=1 asks for them.
const rounds = process.env.DESK_FULL ? 120 : 10;
const firstStarts = process.env.DESK_FULL ? 40 : 5;
const withinMs = 5000;
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
let folder: string;
let csv: string;

beforeAll(() => {
  top = newFolder();
  folder = join(top, 'data');
  csv = join(top, 'bars.csv');
  cpSync(fixture, folder, { recursive: true });
  const bars = Array.from({ length: 200_000 }, (_, i) => {
    const time = new Date(Date.UTC(2015, 0, 5) + i * 60_000).toISOString().slice(0, 19).replace('T', ' ');
    return `${time},1200.1,1200.${(i % 8) + 2},1200.0,1200.1,${(i % 90) + 1}`;
  });
  writeFileSync(csv, `time,open,high,low,close,volume\n${bars.join('\n')}\n`);
}, 60_000);

afterAll(() => rmSync(top, { recursive: true, force: true }));

describe('a desk that is ended', () => {
  it(`at ${rounds} random moments of start, import, training, opening and experiments is gone within 5 s, has lost nothing and starts clean`, async () => {
    const random = createRandom(Number(process.env.DESK_SEED ?? 18));
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
        await desk.end();
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
      await last.end();
    }
    expect(kept.checks()).toBeGreaterThan(rounds / 3);
  }, 1_800_000);
});

describe('a desk that is ended in its first start', () => {
  it(`is gone within 5 s at ${firstStarts} random moments of simulating and training, and the next start goes on from there`, async () => {
    const random = createRandom(Number(process.env.DESK_SEED ?? 18) + 1);
    const fresh = join(top, 'fresh');
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
        await desk.end();
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
      await last.end();
    }
  }, 1_800_000);
});

/** What has been acknowledged, held against every later start. */
function createKept() {
  let spread = 1;
  let version = 0;
  let checks = 0;

  return {
    checks: () => checks,
    async check(desk: DrivenDesk): Promise<void> {
      checks += 1;
      const { config, market, models, profiles } = await answer<Snapshot>(desk, 'desk.snapshot', {}).then(
        ({ state }) => state,
      );
      expect(market.datasets).toEqual(
        expect.arrayContaining([expect.objectContaining({ id: 'GBPUSD', bars: gbpBars })]),
      );
      const gold = market.datasets.find(({ id }) => id === 'XAUUSD');
      if (gold) expect(gold.bars).toBe(200_000);
      expect(models.bundles.length).toBeGreaterThanOrEqual(1);
      expect(profiles).toHaveLength(2);
      if (version > 0) {
        expect(config.version).toBe(version);
        expect(config.values.trading.spread_pips).toBe(spread);
      }
      const page = await answer<Page>(desk, 'audit.page', { filter: { outcome: 'accepted' }, limit: 500 });
      expect(page.missing).toEqual([]);
      expect(page.entries[0].version).toBe(config.version);
      spread = Number((spread + 0.01).toFixed(2));
      const changed = await desk.ask('config.update', {
        category: 'trading',
        changes: { spread_pips: spread },
      });
      expect(changed.status).toBe(200);
      version = config.version + 1;
    },
  };
}

const gbpBars = 12_959;

interface Snapshot {
  readonly state: {
    readonly config: {
      readonly version: number;
      readonly values: { readonly trading: { readonly spread_pips: number } };
    };
    readonly market: { readonly datasets: readonly { readonly id: string; readonly bars: number }[] };
    readonly models: { readonly bundles: readonly unknown[] };
    readonly profiles: readonly unknown[];
  };
}

interface Page {
  readonly entries: readonly { readonly version: number }[];
  readonly missing: readonly unknown[];
}

async function answer<T>(
  desk: DrivenDesk,
  name: 'desk.snapshot' | 'audit.page',
  input: Parameters<DrivenDesk['ask']>[1],
): Promise<T> {
  const { status, body } = await desk.ask(name, input as never);
  expect(status, JSON.stringify(body)).toBe(200);
  return (body as { readonly data: T }).data;
}

function expectCleanEnd(
  desk: DrivenDesk,
  { code, ms }: Awaited<ReturnType<DrivenDesk['terminate']>>,
  told: string,
): void {
  expect(ms, told).toBeLessThan(withinMs);
  // Before Electron runs any script the system's own ending holds: nothing has been opened yet.
  if (code !== 'SIGTERM' || ownLines(desk).length > 0) expect(code, told).toBe(0);
  expect(complaintsOf(desk), told).toEqual([]);
}

/** What an interrupted piece of work may leave and the next start has to remove. */
function leftovers(data: string): readonly string[] {
  return readdirSync(data, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /corrupt|fresh|\.tmp|\.new|\.part/.test(name),
  );
}

/** What it said that is no news. */
function complaintsOf(desk: DrivenDesk): readonly string[] {
  return ownLines(desk).filter((line) => !/^(api|ready|prediction|config|info): /.test(line));
}

/** Without what Chromium says of its own processes while they come and go. */
function ownLines(desk: DrivenDesk): readonly string[] {
  return desk.said().filter((line) => !/^\[\d+:\d+\/[\d.]+:ERROR:(?!electron\/)/.test(line));
}

/** Endings come at moments of their own, not at ours. */
function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}
