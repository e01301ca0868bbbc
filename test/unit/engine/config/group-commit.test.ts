import { describe, expect, it } from 'vitest';
import type { NewAuditEntry } from '../../../../electron/engine/config/audit-trail.ts';
import { createSerialQueue } from '../../../../electron/engine/config/serial-queue.ts';
import { type ConfigOwner, createTradingConfig } from '../../../../electron/engine/config/trading-config.ts';
import { createRandom, type Random } from '../../../../electron/engine/random.ts';
import { categories } from '../../../../shared/parameters.ts';
import type { Result } from '../../../../shared/result.ts';
import { atLength } from '../../../length.ts';
import { byWindow, createMemoryStorage } from './harness.ts';
import { samples } from './reference-config.ts';

const bursts = atLength(1000, 3000);

type Ask = (config: ConfigOwner) => Promise<Result<unknown>>;

/** A configuration that notes everything someone outside can see, in the order in which it is seen. */
function startSeen() {
  const seen: unknown[] = [];
  const journals: (readonly NewAuditEntry[])[] = [];
  const storage = createMemoryStorage();
  const { config } = createTradingConfig({
    store: {
      ...storage,
      async commit(expected, plan) {
        const saved = await storage.commit(expected, plan);
        if (saved.kind === 'saved') journals.push(plan.next.journal ?? []);
        return saved;
      },
    },
    stored: null,
    environment: { trading: { spread_pips: 0.75 } },
    now: () => 0,
    elapsed: () => 0,
    recorder: {
      record: (entry) => seen.push(entry),
      unconfirmed: () => [],
      flush: () => Promise.resolve(),
    },
  });
  for (const category of categories) {
    config.subscribe(category, 'watcher', (values, previous, context) => {
      seen.push({ values, previous, context, inForce: config.values(), stored: config.stored() });
      if (context.version % 5 === 0) throw new Error('no');
    });
  }
  config.onChange((change) => seen.push({ change, state: config.state() }));
  return { config, storage, seen, journals };
}

function randomAsk(random: Random, version: number): Ask {
  const paths = Object.keys(samples);
  const path = paths[random.int(paths.length)];
  const [category, key] = path.split('.');
  const choices: readonly unknown[] = random.next() < 0.15 ? samples[path].bad : samples[path].good;
  const changes = { [key]: choices[random.int(choices.length)] };
  const expected = random.next() < 0.2 ? version + random.int(4) : undefined;
  const author = { by: 'api', name: `writer ${random.int(9)}`, reason: 'burst', expected } as const;
  const dice = random.next();
  if (dice < 0.7) return (config) => config.update(category, changes, author);
  if (dice < 0.85) return (config) => config.reset(category, random.next() < 0.5 ? key : undefined, author);
  if (dice < 0.9) return (config) => config.try({ [category]: changes }, { at: 1 }, author);
  if (dice < 0.95) return (config) => (dice < 0.93 ? config.keep(author) : config.revert(author));
  return (config) => (dice < 0.97 ? config.undo(author) : config.preview(category, changes));
}

describe('changes asked for in one breath', () => {
  it(`are seen from outside exactly as those that wait for one another, in ${bursts} random bursts`, async () => {
    let together = 0;
    for (let seed = 1; seed <= bursts; seed += 1) {
      const one = startSeen();
      const all = startSeen();
      const random = createRandom(seed);
      for (let burst = 0; burst < 3; burst += 1) {
        const fails = random.next() < 0.2;
        one.storage.writesFail = all.storage.writesFail = fails;
        const ownSeed = random.int(1e9);
        const count = 2 + random.int(8);
        const asks = () => {
          const own = createRandom(ownSeed);
          return Array.from({ length: count }, () => randomAsk(own, burst * 4 + 1));
        };
        const answers: Result<unknown>[] = [];
        // What is drawn while asking is drawn in the same order by both.
        for (const ask of asks()) answers.push(await ask(one.config));
        const burstAnswers = await Promise.all(asks().map((ask) => ask(all.config)));
        expect(burstAnswers, `seed ${seed}`).toEqual(answers);
        expect(all.seen, `seed ${seed}`).toEqual(one.seen);
        expect(all.config.state(), `seed ${seed}`).toEqual(one.config.state());
        expect(all.journals.flat(), `seed ${seed}`).toEqual(one.journals.flat());
        const { journal: _all, ...held } = all.storage.held ?? {};
        const { journal: _one, ...expected } = one.storage.held ?? {};
        expect(held, `seed ${seed}`).toEqual(expected);
      }
      if (all.storage.writes < one.storage.writes) together += 1;
      expect(all.storage.writes).toBeLessThanOrEqual(one.storage.writes);
    }
    expect(together).toBeGreaterThan(0.83 * bursts);
  }, 120_000);

  it('are saved once, with an entry for each', async () => {
    const { config, storage, journals } = startSeen();
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, i) => config.update('trading', { spread_pips: 1 + i / 10 }, byWindow)),
    );
    expect(answers.map((answer) => answer.ok && answer.value.version)).toEqual(
      Array.from({ length: 16 }, (_, i) => i + 2),
    );
    expect(storage.writes).toBe(1);
    expect(journals[0].map(({ version }) => version)).toEqual(Array.from({ length: 16 }, (_, i) => i + 2));
    expect(storage.held).toMatchObject({ version: 17, values: { trading: { spread_pips: 2.5 } } });
  });

  it('are all refused when the disk refuses, each with the reason it would have had alone', async () => {
    const { config, storage, seen } = startSeen();
    storage.writesFail = true;
    const before = config.state();
    const codes = await Promise.all([
      config.update('trading', { spread_pips: 1 }, byWindow),
      config.update('trading', { spread_pips: -1 }, byWindow),
      // Not stale: version 2 never came about.
      config.update('trading', { spread_pips: 2 }, { by: 'api', expected: 1 }),
      config.update('trading', { spread_pips: 3 }, { by: 'api', expected: 2 }),
      config.reset(undefined, undefined, byWindow),
    ]);
    expect(codes.map((answer) => (answer.ok ? answer.value : answer.problem.code))).toEqual([
      'not-saved',
      'invalid',
      'not-saved',
      'stale',
      null,
    ]);
    expect(config.state()).toEqual(before);
    expect(storage.held).toBeNull();
    expect(seen).toHaveLength(4);
    expect(seen).toMatchObject(Array(4).fill({ outcome: 'refused', version: 1 }));
  });

  it('come after the whole of what was asked before, also when a callback asks', async () => {
    const { config } = startSeen();
    const order: number[] = [];
    const inner: Promise<Result<unknown>>[] = [];
    config.subscribe('trading', 'asker', ({ spread_pips }) => {
      order.push(spread_pips);
      expect(config.values().trading.spread_pips).toBe(spread_pips);
      if (spread_pips === 1) inner.push(config.update('trading', { spread_pips: 9 }, byWindow));
    });
    await Promise.all([1, 2, 3].map((spread_pips) => config.update('trading', { spread_pips }, byWindow)));
    await Promise.all(inner);
    expect(order).toEqual([1, 2, 3, 9]);
  });

  it('do not fail with the one whose listener throws', async () => {
    const { config } = startSeen();
    config.onChange(({ receipt }) => {
      if (receipt?.version === 3) throw new Error('a bug');
    });
    const ends = await Promise.allSettled(
      [1, 2, 3].map((spread_pips) => config.update('trading', { spread_pips }, byWindow)),
    );
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(config.version()).toBe(4);
  });

  it('wait for the trail when it lacks too many, and go on when it cannot be written', async () => {
    let lacking = 256;
    let written: () => void = () => undefined;
    const { config } = createTradingConfig({
      store: createMemoryStorage(),
      stored: null,
      environment: {},
      now: () => 0,
      elapsed: () => 0,
      recorder: {
        record: () => undefined,
        unconfirmed: () => Array(lacking).fill(null),
        flush: () =>
          new Promise((resolve) => {
            written = resolve;
          }),
      },
    });
    const asked = config.update('trading', { spread_pips: 1 }, byWindow);
    for (let i = 0; i < 20; i += 1) await Promise.resolve();
    expect(config.version()).toBe(1);
    written();
    expect((await asked).ok).toBe(true);
    lacking = 255;
    expect((await config.update('trading', { spread_pips: 2 }, byWindow)).ok).toBe(true);
  });
});

describe('the queue', () => {
  it('opens members that stand next to each other together, and tasks by themselves', async () => {
    const opened: string[][] = [];
    const { alone, together } = createSerialQueue(async (members: readonly string[]) => {
      opened.push([...members]);
      return members.map((member) => () => member);
    });
    const done = await Promise.all([
      together('a'),
      together('b'),
      alone(() => opened.push(['alone'])),
      together('c'),
    ]);
    expect(opened).toEqual([['a', 'b'], ['alone'], ['c']]);
    expect(done).toEqual(['a', 'b', 2, 'c']);
  });

  it('fails the member alone whose opening throws', async () => {
    const { together } = createSerialQueue(async (members: readonly number[]) => {
      if (members.includes(2)) throw new Error('a bug');
      return members.map((member) => () => member);
    });
    const ends = await Promise.allSettled([1, 2, 3].map(together));
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});
