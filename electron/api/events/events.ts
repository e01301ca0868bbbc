import type { ServerResponse } from 'node:http';
import type { Engine } from '../../engine/engine.ts';
import type { Limits } from '../http/limits.ts';
import { type DoorProblem, refuse, safeHeaders, toJson } from '../http/replies.ts';
import { type EventType, eventTypes } from '../routes/own-routes.ts';
import { createEventLog } from './event-log.ts';

/** Server-sent events: one log, and any number of readers, each with a position of its own in it. */
export interface EventStreams {
  /**
   * Answers with a stream, or says why not. `types` and `lastEventId` are as the asker sent them; `holds` tells
   * whether what let it in still does.
   */
  open(
    response: ServerResponse,
    asked: {
      types: string | undefined;
      lastEventId: string | undefined;
      /** Who reads: it is there for as long as it does. */
      asker: string;
      holds: () => boolean;
    },
  ): DoorProblem | null;
  readers(): number;
  /** Ends the streams of readers that would no longer be admitted. */
  endUninvited(): void;
  /** Ends every stream. */
  close(): void;
}

interface Reader {
  readonly response: ServerResponse;
  /** Null: every kind. */
  readonly types: ReadonlySet<EventType> | null;
  /** Number of the next event it gets. */
  next: number;
  /** The socket's buffer is full; further events stay in the log until it drains. */
  full: boolean;
  readonly holds: () => boolean;
}

/**
 * Follows the engine from now on. Every accepted update and every prediction is an event of its own, in
 * order; a reader that falls further behind than the log reaches is dropped. `start` tells this log's ids
 * from those of earlier ones.
 */
export function createEventStreams(options: {
  engine: Pick<Engine, 'onEvent' | 'onPrediction' | 'onConfig' | 'configMark'> & {
    readonly askers: Pick<Engine['askers'], 'stays'>;
  };
  start: number;
  limits: Pick<Limits, 'eventReaders' | 'eventsKept' | 'eventBytesKept' | 'heartbeatMs'>;
  onReaders: (readers: number) => void;
  onDropped: () => void;
}): EventStreams {
  const { engine, start, limits, onReaders, onDropped } = options;
  const log = createEventLog<EventType>({ entries: limits.eventsKept, bytes: limits.eventBytesKept });
  const readers = new Set<Reader>();

  function publish(type: EventType, data: unknown): void {
    const text = toJson(data);
    log.add(type, (n) => Buffer.from(`id: ${start}-${n}\nevent: ${type}\ndata: ${text}\n\n`));
    for (const reader of readers) pump(reader);
  }

  function pump(reader: Reader): void {
    if (reader.next < log.oldest()) {
      remove(reader);
      reader.response.destroy();
      onDropped();
      return;
    }
    while (!reader.full && reader.next <= log.newest()) {
      const { type, bytes } = log.at(reader.next);
      reader.next += 1;
      if (reader.types === null || reader.types.has(type)) reader.full = !reader.response.write(bytes);
    }
  }

  function remove(reader: Reader): void {
    if (readers.delete(reader)) onReaders(readers.size);
  }

  /** The number after the last one seen; null when what came after it is not all known. */
  function resumeAt(lastEventId: string): number | null {
    const [, run, n] = /^(\d{1,16})-(\d{1,15})$/.exec(lastEventId) ?? [];
    const next = Number(n) + 1;
    const known = Number(run) === start && next >= log.oldest() && next <= log.newest() + 1;
    return known ? next : null;
  }

  const undo = [
    engine.onConfig(({ receipt }) => {
      if (receipt) publish('config', receipt);
    }),
    engine.onPrediction((prediction) => publish('prediction', prediction)),
    engine.onEvent(({ state, logs }) => {
      if (state.caches) publish('caches', state.caches);
      if (state.jobs) publish('jobs', state.jobs);
      for (const notice of logs.notices ?? []) publish('notice', notice);
    }),
  ];

  const heartbeat = setInterval(() => {
    for (const { response, full } of readers) if (!full) response.write(':\n\n');
  }, limits.heartbeatMs);
  heartbeat.unref();

  return {
    readers: () => readers.size,
    open(response, { types, lastEventId, asker, holds }) {
      const wanted = types === undefined ? null : new Set(types.split(','));
      const unknown = [...(wanted ?? [])].find((type) => !(eventTypes as readonly string[]).includes(type));
      if (unknown !== undefined) {
        return refuse('invalid', `There are no events of type "${unknown}".`, {
          details: [{ path: 'types', message: `must be some of ${eventTypes.join(',')}` }],
        });
      }
      if (readers.size >= limits.eventReaders) {
        return refuse('too-many-requests', `${readers.size} readers follow the events already.`, {
          headers: { 'Retry-After': '5' },
        });
      }
      // Not chunked: the stream ends with the connection, and each event is one packet.
      response.removeHeader('Transfer-Encoding');
      response.writeHead(200, {
        ...safeHeaders,
        'Content-Type': 'text/event-stream; charset=utf-8',
        Connection: 'close',
      });
      const resumed = lastEventId === undefined ? null : resumeAt(lastEventId);
      const next = resumed ?? log.newest() + 1;
      const id = `id: ${start}-${next - 1}\n`;
      const missed = lastEventId !== undefined && resumed === null;
      const { version } = engine.configMark();
      response.write(
        `retry: 2000\n${id}${missed ? `event: reset\ndata: {"config_version":${version}}\n` : ''}\n`,
      );
      const reader: Reader = { response, types: wanted as Set<EventType> | null, next, full: false, holds };
      readers.add(reader);
      onReaders(readers.size);
      response.on('drain', () => {
        reader.full = false;
        if (readers.has(reader)) pump(reader);
      });
      response.on('close', engine.askers.stays(asker));
      response.on('close', () => remove(reader));
      response.on('error', () => remove(reader));
      pump(reader);
      return null;
    },
    endUninvited() {
      for (const reader of readers) {
        if (reader.holds()) continue;
        remove(reader);
        // Destroyed instead of ended, so that buffered events are not sent either.
        reader.response.destroy();
      }
    },
    close() {
      for (const end of undo) end();
      clearInterval(heartbeat);
      for (const { response } of readers) response.end();
      readers.clear();
    },
  };
}
