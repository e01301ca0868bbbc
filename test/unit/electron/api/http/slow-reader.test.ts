import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createEventStreams } from '../../../../../electron/api/events/events.ts';
import type { Engine } from '../../../../../electron/engine/engine.ts';

type Listener = Parameters<Engine['onConfig']>[0];

/** An engine as far as the streams follow it, which says what it is told to say. */
function talkingEngine() {
  const listeners = new Set<Listener>();
  const engine: Pick<Engine, 'onEvent' | 'onPrediction' | 'onConfig' | 'configMark'> & {
    askers: Pick<Engine['askers'], 'stays'>;
  } = {
    askers: { stays: () => () => undefined },
    onEvent: () => () => undefined,
    onPrediction: () => () => undefined,
    onConfig(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    configMark: () => ({ version: 1, preview: false }),
  };
  const receipt = { at: 0, by: 'api', changes: [], symbols: null, callbacks: [], summary: '' } as const;
  return {
    engine,
    say(version: number, reason: string) {
      const change = { receipt: { ...receipt, version, reason }, runs: [], preview: false };
      for (const listener of listeners) listener(change);
    },
  };
}

it('drops a reader that does not read, and keeps no other waiting', async () => {
  const { engine, say } = talkingEngine();
  let dropped = 0;
  const streams = createEventStreams({
    engine,
    start: 1,
    limits: { eventReaders: 10, eventsKept: 1000, eventBytesKept: 2_000_000, heartbeatMs: 1000 },
    onReaders: () => undefined,
    onDropped: () => {
      dropped += 1;
    },
  });
  const server = createServer((_request, response) => {
    streams.open(response, { types: undefined, lastEventId: undefined, asker: 'a', holds: () => true });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const ask = () => {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    return socket;
  };

  const lazy = ask().pause();
  const seen: number[] = [];
  let text = '';
  const good = ask().on('data', (chunk) => {
    const blocks = (text + chunk).split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const id = /^id: 1-(\d+)\nevent: config$/m.exec(block);
      if (id) seen.push(Number(id[1]));
    }
  });
  while (streams.readers() < 2) await turn();

  let said = 0;
  while (dropped === 0 && said < 20_000) {
    said += 1;
    say(said, 'x'.repeat(20_000));
    await turn();
  }
  expect(dropped).toBe(1);
  expect(streams.readers()).toBe(1);
  while (seen.length < said) await turn();
  expect(seen).toEqual(Array.from({ length: said }, (_, i) => i + 1));

  lazy.destroy();
  streams.close();
  good.destroy();
  server.close();
});
