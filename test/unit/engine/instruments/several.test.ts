import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom, type Random } from '../../../../electron/engine/random.ts';
import { dayMs } from '../../../../shared/market.ts';
import { createTestEngine, type TestEngine, valueIn } from '../test-engine.ts';
import { csvStart, datasets, startDesk } from './three-datasets.ts';

type Name = (typeof datasets)[number];

/** What is done with one dataset; `beside` is about the others and must change nothing of it. */
type Move =
  | { readonly kind: 'open' | 'close' | 'focus'; readonly dataset: Name }
  | { readonly kind: 'step'; readonly dataset: Name; readonly bars: number }
  | { readonly kind: 'jump'; readonly dataset: Name; readonly share: number }
  /** Several datasets have bars at these moments. */
  | { readonly kind: 'meet'; readonly dataset: Name; readonly time: number };

const full = process.env.DESK_FULL === '1';
const seeds = full ? [1, 2, 3, 4, 5, 6] : [1, 2];
const moves = full ? 200 : 60;

let desk: TestEngine;
beforeAll(async () => {
  desk = await startDesk();
  // Its files are whole once it has ended.
  await desk.engine().close();
}, 120_000);
afterAll(() => rm(desk.folder, { recursive: true, force: true }));

describe('several datasets in use', () => {
  it.each(seeds)(
    'each say and show what they do when they are used alone, seed %i',
    async (seed) => {
      const script = randomMoves(createRandom(seed));
      const together = await play(await copyOf(), script, datasets);
      for (const dataset of datasets) {
        const alone = await play(
          await copyOf(),
          script.filter((move) => move.dataset === dataset),
          [dataset],
        );
        expect(together[dataset]).toEqual(alone[dataset]);
        expect(together[dataset].length).toBeGreaterThan(5);
      }
    },
    240_000,
  );
});

/** Another desk on a copy of the same data. */
async function copyOf(): Promise<TestEngine> {
  const session = desk.session();
  return createTestEngine({}, { data: desk.folder, last: { ...session, dataset: 'GBPUSD', open: [] } });
}

function randomMoves(random: Random): Move[] {
  const open = new Set<Name>(['GBPUSD']);
  return Array.from({ length: moves }, (): Move => {
    const dataset = datasets[random.int(datasets.length)];
    if (!open.has(dataset)) {
      open.add(dataset);
      return { kind: 'open', dataset };
    }
    const dice = random.next();
    if (dice < 0.12 && dataset !== 'GBPUSD') {
      open.delete(dataset);
      return { kind: 'close', dataset };
    }
    if (dice < 0.25) return { kind: 'focus', dataset };
    if (dice < 0.35) return { kind: 'jump', dataset, share: random.next() };
    if (dice < 0.6) return { kind: 'meet', dataset, time: csvStart + (30 + 2 * random.int(4)) * dayMs };
    return { kind: 'step', dataset, bars: random.int(12) - 3 };
  });
}

/** Plays the moves and tells, per dataset, what was seen of it after each of its own. */
async function play(
  on: TestEngine,
  script: readonly Move[],
  of: readonly Name[],
): Promise<Record<Name, unknown[]>> {
  const seen: Record<Name, unknown[]> = { 'EURUSD@simulated': [], GBPUSD: [], USDCHF: [] };
  try {
    await on.start();
    valueIn(await on.handlers()['replay.pause']({}));
    for (const move of script) {
      await perform(on, move);
      if (move.kind !== 'close' && of.includes(move.dataset))
        seen[move.dataset].push(await look(on, move.dataset));
    }
    return seen;
  } finally {
    await on.remove();
  }
}

async function perform(on: TestEngine, move: Move): Promise<void> {
  const { dataset } = move;
  const ask = on.handlers();
  if (move.kind === 'step') valueIn(await ask['replay.step']({ bars: move.bars, dataset }));
  else if (move.kind === 'jump') {
    const { from, to } = valueIn(await ask['replay.state']({ dataset }));
    const time = Math.round(Number(from) + move.share * (Number(to) - Number(from)));
    valueIn(await ask['replay.jump']({ to: time, dataset }));
  } else if (move.kind === 'meet') valueIn(await ask['replay.jump']({ to: move.time, dataset }));
  else valueIn(await ask[`instruments.${move.kind}`]({ dataset }));
}

async function look(on: TestEngine, dataset: Name): Promise<unknown> {
  const ask = on.handlers();
  const prediction = await ask['prediction.latest']({ dataset });
  const { index, bar_time, bars } = valueIn(await ask['replay.state']({ dataset }));
  const chart = valueIn(await ask['market.chart']({ timeframe: '4H', bars: 40, dataset }));
  const { confidence, trade } = valueIn(await ask['market.chart']({ timeframe: '1H', bars: 40, dataset }));
  return {
    prediction: prediction.ok ? { ...prediction.value, cached: false } : prediction.problem.message,
    place: [index, bar_time, bars],
    signals: [confidence, trade],
    bars: chart.bars,
  };
}
