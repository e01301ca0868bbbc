import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { leaseMs } from '../../../electron/engine/config/preview-lease.ts';
import { createWorkerPool } from '../../../electron/engine/laboratory/laboratory-pool.ts';
import { createTriangleQueue } from '../../../electron/engine/laboratory/laboratory-triangle.ts';
import { type Asker, windowAsker } from '../../../shared/asker.ts';
import { failure } from '../../../shared/result.ts';
import { settle } from './test-clock.ts';
import { createTestEngine, type TestEngine, valueIn } from './test-engine.ts';

// Two askers at once: what one began is its own.

const notebook: Asker = { id: 'client:notebook', by: 'api', name: 'notebook' };
const script: Asker = { id: 'client:script', by: 'api', name: 'script' };

describe('a preview', () => {
  let desk: TestEngine;
  beforeEach(async () => {
    desk = await createTestEngine({});
    await desk.open();
  });
  afterEach(() => desk.remove());

  const as = (asker: Asker) => desk.engine().handlersFor(asker);
  const spread = async () => (await desk.state()).config.values.trading.spread_pips;
  const show = (asker: Asker, spread_pips: number) =>
    as(asker)['config.preview']({ category: 'trading', changes: { spread_pips } });
  const notices = async () =>
    valueIn(await desk.handlers()['desk.snapshot']({})).logs.notices.map(({ message }) => message);

  it('is nobody else’s to show, save or take back', async () => {
    valueIn(await show(notebook, 3));
    for (const other of [windowAsker, script]) {
      for (const asked of [show(other, 4), as(other)['config.commit']({}), as(other)['config.cancel']({})]) {
        const refused = await asked;
        expect(refused).toMatchObject({ ok: false, problem: { code: 'conflict' } });
        expect(refused.ok ? '' : refused.problem.message).toContain('notebook (API)');
      }
    }
    expect(await spread()).toBe(3);
    expect(valueIn(await as(notebook)['config.commit']({}))).toMatchObject({ version: 2, by: 'api' });
    const page = valueIn(await desk.handlers()['audit.page']({ filter: {}, limit: 1 }));
    expect(page.entries[0]).toMatchObject({ by: 'api', author: 'notebook' });
    valueIn(await show(windowAsker, 4));
  });

  it('for one symbol is shown and saved for that symbol alone', async () => {
    const preview = (category: string, changes: Record<string, number>) =>
      as(notebook)['config.preview']({ category, changes, symbol: 'USDJPY' });
    expect(await preview('cache', { ohlcv_cache_max_size: 5 })).toMatchObject({ ok: false });
    valueIn(await preview('trading', { spread_pips: 3 }));
    expect(await spread()).toBe(0.5);
    valueIn(await as(notebook)['config.commit']({}));
    const { values, symbols } = (await desk.state()).config;
    expect([values.trading.spread_pips, symbols.USDJPY]).toEqual([0.5, { trading: { spread_pips: 3 } }]);
  });

  it('is given to one of two who ask at the same moment', async () => {
    const both = await Promise.all([show(notebook, 3), show(script, 4)]);
    expect(both.map(({ ok }) => ok)).toEqual([true, false]);
    expect(await spread()).toBe(3);
  });

  it('of a client ends when nothing was heard of it for so long, and it is told', async () => {
    valueIn(await show(notebook, 3));
    await desk.clock.advance(leaseMs - 1);
    desk.engine().askers.heard(notebook.id);
    // What others ask renews nothing.
    await desk.clock.advance(leaseMs - 1);
    desk.engine().askers.heard(script.id);
    expect(await spread()).toBe(3);
    await desk.clock.advance(1);
    await settle();
    expect(await spread()).toBe(0.5);
    expect((await notices()).some((message) => message.includes('notebook (API) ended'))).toBe(true);
    const late = await as(notebook)['config.commit']({});
    expect(late).toMatchObject({ ok: false, problem: { code: 'conflict' } });
    expect((await desk.state()).config.version).toBe(1);
    valueIn(await show(script, 4));
  });

  it('of a client lasts while it reads the events, and its time begins when it ends', async () => {
    const end = desk.engine().askers.stays(notebook.id);
    valueIn(await show(notebook, 3));
    await desk.clock.advance(10 * leaseMs);
    expect(await spread()).toBe(3);
    end();
    await desk.clock.advance(leaseMs - 1);
    expect(await spread()).toBe(3);
    await desk.clock.advance(1);
    await settle();
    expect(await spread()).toBe(0.5);
  });

  it('of the window lasts as long as its page', async () => {
    valueIn(await show(windowAsker, 3));
    await desk.clock.advance(100 * leaseMs);
    expect(await spread()).toBe(3);
    desk.engine().askers.left(windowAsker.id);
    await settle();
    expect(await spread()).toBe(0.5);
  });
});

describe('work', () => {
  /** The real pool, whose workers wait for a material that never comes. */
  function setUp() {
    const pool = createWorkerPool(
      (name) => new Worker(new URL(`../../../electron/workers/${name}.ts`, import.meta.url)),
    );
    const neverThere = () => new Promise<never>(() => undefined);
    return { pool, neverThere };
  }

  it('of one asker is overtaken by what it asks later, and that of another is not', async () => {
    const { pool, neverThere } = setUp();
    const triangle = createTriangleQueue({ ...pool, run: () => new Promise(() => undefined) });
    const request = { steps: 10 } as Parameters<typeof triangle>[2];
    const ended: string[] = [];
    const ask = (asker: string, name: string) =>
      void triangle('key', neverThere, request, { asker }).then(() => ended.push(name));
    ask('a', 'a under way');
    ask('a', 'a first');
    ask('b', 'b first');
    ask('a', 'a second');
    await settle();
    expect(ended).toEqual(['a first']);
    ask('b', 'b second');
    await settle();
    expect(ended).toEqual(['a first', 'b first']);
    await pool.close();
  });

  it('of one asker fills no more than its share of the queue', async () => {
    const { pool, neverThere } = setUp();
    const refused: string[] = [];
    const ask = (asker: string) =>
      void pool
        .run({ lane: 'long', key: 'key', material: neverThere, asker }, {}, {} as never)
        .then((result) => {
          if (!result.ok) refused.push(asker);
        });
    for (let i = 0; i < 3000; i += 1) ask('greedy');
    await settle();
    const greedy = refused.length;
    expect(greedy).toBeGreaterThan(2900);
    ask('modest');
    await settle();
    expect(refused.filter((asker) => asker === 'modest')).toEqual([]);
    await pool.close();
  });

  it('is begun by turns, however much one of those who wait has asked for', async () => {
    const begun: string[] = [];
    const { pool } = setUp();
    const ask = (asker: string) =>
      pool.run(
        {
          lane: 'long',
          key: 'key',
          asker,
          material: async () => {
            begun.push(asker);
            return failure('unreadable', 'enough was seen');
          },
        },
        {},
        {} as never,
      );
    await Promise.all([...Array.from({ length: 20 }, () => ask('greedy')), ask('modest'), ask('third')]);
    expect(begun).toHaveLength(22);
    expect([...begun.slice(0, 4)].sort()).toEqual(['greedy', 'greedy', 'modest', 'third']);
    await pool.close();
  });
});
