import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { Limits } from '../../../../../electron/api/http/limits.ts';
import { startApi, type TestApi, token } from '../api-harness.ts';

interface ServerEvent {
  readonly id: string;
  readonly type: string | null;
  readonly data: unknown;
}

let api: TestApi;
const readers: { leave(): void }[] = [];

async function start(limits: Partial<Limits> = {}): Promise<void> {
  api = await startApi({ limits });
}

afterEach(async () => {
  for (const reader of readers.splice(0)) reader.leave();
  await api.remove();
});

/** Reads the stream over `fetch`, which hands over what has come so far. */
function follow(query = '', headers: Record<string, string> = {}) {
  const events: ServerEvent[] = [];
  const abort = new AbortController();
  const waiting: (() => void)[] = [];
  let ended = false;
  let text = '';
  const take = (block: string) => {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
    const data = field('data');
    events.push({ id: field('id') ?? '', type: field('event') ?? null, data: data && JSON.parse(data) });
  };
  const reading = (async () => {
    const response = await fetch(`${api.address}/api/v1/events${query}`, {
      headers: { Authorization: `Bearer ${token}`, ...headers },
      signal: abort.signal,
    });
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString();
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      blocks.filter((block) => block.includes('id: ')).forEach(take);
      for (const wake of waiting.splice(0)) wake();
    }
  })()
    .catch(() => undefined)
    .finally(() => {
      ended = true;
      for (const wake of waiting.splice(0)) wake();
    });
  const reader = {
    events,
    leave: () => abort.abort(),
    ended: () => reading,
    /** Waits until what has come fulfils `done`. */
    async until(done: (events: readonly ServerEvent[]) => boolean): Promise<readonly ServerEvent[]> {
      while (!done(events) && !ended) await new Promise<void>((resolve) => waiting.push(resolve));
      return events;
    },
    versions: () =>
      events.filter(({ type }) => type === 'config').map(({ data }) => (data as { version: number }).version),
  };
  readers.push(reader);
  return reader;
}

/** Updates one after the other and answers the versions they made. */
async function update(count: number): Promise<number[]> {
  const made: number[] = [];
  for (let i = 0; i < count; i += 1) {
    const { body } = await api.call('PUT', '/api/v1/config/trading', {
      default_tp_pips: 30 + (i % 50) + made.length / 1e4,
    });
    made.push((body.data as unknown as { version: number }).version);
  }
  return made;
}

describe('the event stream', () => {
  it('tells every reader every accepted update, in order, once', async () => {
    await start();
    const all = [follow('?types=config'), follow('?types=config'), follow()];
    for (const reader of all) await reader.until((events) => events.length >= 1);
    const made = await update(30);
    await api.call('PUT', '/api/v1/config/trading', { default_tp_pips: -1 });
    for (const reader of all) {
      await reader.until((events) => events.filter(({ type }) => type === 'config').length >= 30);
      expect(reader.versions()).toEqual(made);
    }
    expect(all[0].events.at(-1)?.data).toMatchObject({
      by: 'api',
      callbacks: expect.any(Array),
      summary: expect.any(String),
    });
  });

  it('goes on after the last event that was seen, whatever kinds were asked for', async () => {
    await start();
    const first = follow('?types=config');
    await first.until((events) => events.length >= 1);
    const seen = await update(3);
    await first.until(() => first.versions().length >= 3);
    first.leave();
    const missed = await update(4);
    const again = follow('?types=config', { 'Last-Event-ID': first.events.at(-1)?.id ?? '' });
    await again.until(() => again.versions().length >= 4);
    expect([...first.versions(), ...again.versions()]).toEqual([...seen, ...missed]);
    expect(again.events.some(({ type }) => type === 'reset')).toBe(false);
  });

  it.each(['1-1', 'nonsense', '', '-', '99999999999999999999-1'])(
    'says so when what came after %s is not known',
    async (id) => {
      await start();
      await update(1);
      const reader = follow('', { 'Last-Event-ID': id });
      const [first] = await reader.until((events) => events.length >= 1);
      expect(first).toMatchObject({ type: 'reset', data: { config_version: 2 } });
    },
  );

  it('says so when too much was missed', async () => {
    await start({ eventsKept: 5 });
    const first = follow('?types=config');
    const [hello] = await first.until((events) => events.length >= 1);
    await update(10);
    const late = follow('?types=config', { 'Last-Event-ID': hello.id });
    expect((await late.until((events) => events.length >= 1))[0].type).toBe('reset');
  });

  it('beats while nothing happens', async () => {
    await start({ heartbeatMs: 5 });
    const response = await fetch(`${api.address}/api/v1/events?types=config`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString();
      if (text.includes('\n:\n\n')) break;
    }
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  });

  it('has a bounded number of readers, and room again once one has gone', async () => {
    await start({ eventReaders: 1 });
    const first = follow();
    await first.until((events) => events.length >= 1);
    const refused = await api.get('/api/v1/events');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '5']);
    first.leave();
    while (api.server.readers() > 0) await pause(1);
    await follow().until((events) => events.length >= 1);
  });

  it('refuses kinds that there are not, and ends with the server', async () => {
    await start();
    expect((await api.get('/api/v1/events?types=config,weather')).status).toBe(400);
    expect((await api.call('HEAD', '/api/v1/events')).status).toBe(200);
    const reader = follow();
    await reader.until((events) => events.length >= 1);
    await api.server.close();
    await reader.ended();
  });
});
