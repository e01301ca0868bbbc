import { describe, expect, it } from 'vitest';
import { createFeed, type SliceReaders } from '../../../electron/engine/feed.ts';
import { createRandom } from '../../../electron/engine/random.ts';
import type { CallbackRun } from '../../../shared/config.ts';
import type { DeskEvent, DeskState } from '../../../shared/desk.ts';
import { createTestClock } from './test-clock.ts';

const slices = ['config', 'prediction', 'caches', 'market', 'replay', 'models', 'jobs', 'about'] as const;

function startFeed() {
  const clock = createTestClock();
  /** Each slice stands for itself by a number that rises when it changes. */
  const values = new Map<string, number>();
  const read = new Proxy({} as SliceReaders, {
    ownKeys: () => [...slices],
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
    get: (_target, slice) => () => values.get(String(slice)) ?? 0,
  });
  const feed = createFeed({ read, now: clock.now, elapsed: clock.elapsed, schedule: clock.schedule });
  const events: { at: number; event: DeskEvent }[] = [];
  feed.subscribe((event) => events.push({ at: clock.elapsed(), event }));
  const change = (...changed: (keyof DeskState)[]) => {
    for (const slice of changed) values.set(slice, (values.get(slice) ?? 0) + 1);
    feed.touch(...changed);
  };
  return { clock, feed, events, change, values };
}

function run(id: number): CallbackRun {
  return {
    id,
    at: 0,
    service: 'test',
    category: 'cache',
    config_version: 1,
    preview: false,
    duration_ms: 0,
    error: null,
  };
}

describe('the feed', () => {
  it('sends what is urged at once and alone, and a storm of it once a frame, the newest last', async () => {
    const { clock, feed, events, values } = startFeed();
    await clock.advance(1000);
    feed.callbacks([run(1)]);
    for (let i = 1; i <= 100; i += 1) {
      values.set('prediction', i);
      feed.urge('prediction');
      if (i === 1)
        expect(events.map(({ event }) => event)).toMatchObject([{ state: { prediction: 1 }, logs: {} }]);
      await clock.advance(1);
    }
    await clock.advance(100);
    expect(events.length).toBeLessThanOrEqual(2 * Math.ceil(200 / 16));
    expect(events.at(-1)?.event.state.prediction).toBe(100);
    expect(events.flatMap(({ event }) => event.logs.callbacks ?? [])).toHaveLength(1);
  });

  it('sends the first change at once, after the task that made it', async () => {
    const { clock, events, change } = startFeed();
    await clock.advance(1000);
    change('config');
    change('market', 'config');
    expect(events).toEqual([]);
    await clock.advance(0);
    expect(events).toEqual([{ at: 1000, event: { sequence: 1, state: { config: 2, market: 1 }, logs: {} } }]);
  });

  it('sends a burst as one event per frame, each with the newest', async () => {
    const { clock, events, change } = startFeed();
    for (let i = 0; i < 100; i += 1) {
      change('replay');
      await clock.advance(1);
    }
    await clock.advance(100);
    expect(events).toHaveLength(8);
    expect(events.map(({ at }) => at)).toEqual([0, 16, 32, 48, 64, 80, 96, 112]);
    expect(events.at(-1)?.event).toMatchObject({ sequence: 8, state: { replay: 100 } });
  });

  it('sends statistics a few times a second, riding along where something else goes', async () => {
    const { clock, events, change } = startFeed();
    for (let i = 0; i < 100; i += 1) {
      change('caches');
      await clock.advance(10);
    }
    await clock.advance(1000);
    expect(events.map(({ at }) => at)).toEqual([0, 200, 400, 600, 800, 1000]);
    expect(events.at(-1)?.event.state).toEqual({ caches: 100 });
    change('caches', 'replay');
    await clock.advance(0);
    expect(events.at(-1)?.event.state).toEqual({ caches: 101, replay: 1 });
  });

  it('does not let waiting statistics hold up what is urgent', async () => {
    const { clock, events, change } = startFeed();
    change('caches');
    await clock.advance(100);
    change('caches');
    await clock.advance(10);
    change('config');
    await clock.advance(0);
    expect(events.at(-1)).toEqual({ at: 110, event: { sequence: 2, state: { config: 1 }, logs: {} } });
    await clock.advance(90);
    expect(events.at(-1)).toEqual({ at: 200, event: { sequence: 3, state: { caches: 2 }, logs: {} } });
  });

  it('sends log entries in order, each once', async () => {
    const { clock, feed, events } = startFeed();
    feed.callbacks([run(1), run(2)]);
    feed.notice('info', 'one');
    feed.callbacks([]);
    feed.callbacks([run(3)]);
    await clock.advance(0);
    feed.notice('error', 'two');
    await clock.advance(100);
    expect(events.map(({ event }) => event.logs)).toEqual([
      {
        callbacks: [run(1), run(2), run(3)],
        notices: [{ id: 1, at: expect.any(Number), level: 'info', message: 'one' }],
      },
      { notices: [{ id: 2, at: expect.any(Number), level: 'error', message: 'two' }] },
    ]);
  });

  it('puts everything into the snapshot once: what waits does not come again', async () => {
    const { clock, feed, events, change } = startFeed();
    feed.notice('info', 'before');
    await clock.advance(50);
    feed.notice('info', 'waiting');
    change('config', 'caches');
    const snapshot = feed.snapshot();
    expect(Object.keys(snapshot.state).sort()).toEqual([...slices].sort());
    expect(snapshot.state).toMatchObject({ config: 1, caches: 1 });
    expect(snapshot.logs.notices.map(({ message }) => message)).toEqual(['before', 'waiting']);
    const later = events.filter(({ event }) => event.sequence > snapshot.sequence);
    expect(later).toEqual([]);
    await clock.advance(1000);
    for (const { event } of events.filter(({ event: { sequence } }) => sequence > snapshot.sequence)) {
      expect(event.logs).toEqual({});
    }
  });

  it('remembers the newest of a long log for a window that opens later', () => {
    const { feed } = startFeed();
    feed.callbacks(Array.from({ length: 500 }, (_, i) => run(i + 1)));
    const { callbacks } = feed.snapshot().logs;
    expect([callbacks.length, callbacks[0].id, callbacks.at(-1)?.id]).toEqual([200, 301, 500]);
  });

  it('ends a subscription with its undo and everything with close', async () => {
    const { clock, feed, events, change } = startFeed();
    const other: DeskEvent[] = [];
    const undo = feed.subscribe((event) => other.push(event));
    change('config');
    feed.flush();
    undo();
    change('config');
    feed.flush();
    expect([events.length, other.length]).toEqual([2, 1]);
    change('config');
    feed.close();
    await clock.advance(1000);
    expect(events).toHaveLength(2);
    expect(clock.waiting()).toBe(0);
  });

  it('loses nothing and doubles nothing, whatever happens in whatever order', async () => {
    const random = createRandom(7);
    const { clock, feed, events, change, values } = startFeed();
    const mirror = new Map<string, number>();
    const heard: number[] = [];
    let sequence = 0;
    let taken = 0;
    let made = 0;
    const take = () => {
      for (; taken < events.length; taken += 1) {
        const { event } = events[taken];
        if (event.sequence <= sequence) continue;
        expect(event.sequence).toBe(sequence + 1);
        sequence = event.sequence;
        for (const [slice, value] of Object.entries(event.state)) mirror.set(slice, Number(value));
        heard.push(...(event.logs.callbacks ?? []).map(({ id }) => id));
      }
    };
    for (let step = 0; step < 5000; step += 1) {
      const dice = random.next();
      if (dice < 0.4) change(slices[random.int(slices.length)]);
      else if (dice < 0.6) {
        made += 1;
        feed.callbacks([run(made)]);
      } else if (dice < 0.65) feed.flush();
      else if (dice < 0.68) {
        take();
        const snapshot = feed.snapshot();
        // The window that asks takes the snapshot whole and drops events that are not newer.
        sequence = snapshot.sequence;
        for (const [slice, value] of Object.entries(snapshot.state)) mirror.set(slice, Number(value));
        const known = heard.at(-1) ?? 0;
        heard.push(...snapshot.logs.callbacks.map(({ id }) => id).filter((id) => id > known));
      } else await clock.advance(random.int(30));
      take();
    }
    await clock.advance(1000);
    take();
    expect([...mirror].sort()).toEqual([...values].sort());
    expect(heard).toEqual(Array.from({ length: made }, (_, i) => i + 1));
    expect(clock.waiting()).toBe(0);
  });
});
