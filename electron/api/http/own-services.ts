import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { AuditFilter } from '../../../shared/audit.ts';
import type { ImportAnswers, ImportOptions } from '../../../shared/imports.ts';
import { failure, type Result } from '../../../shared/result.ts';
import type { Engine } from '../../engine/engine.ts';
import { ask } from '../../gateway/gateway.ts';
import type { EventStreams } from '../events/events.ts';
import { maxUploadBytes } from '../routes/own-routes.ts';
import type { OwnService } from '../routes/route.ts';
import type { OwnAnswer, ReadCall } from './answer.ts';
import type { Connections } from './connections.ts';
import type { Limits } from './limits.ts';
import { type DoorProblem, errorReply, type Reply, refuse, safeHeaders, successReply } from './replies.ts';
import type { Uploads } from './uploads.ts';

/** The pages and documents that describe the API. */
export interface DoorPages {
  readonly metrics?: { readonly text: () => Promise<string>; readonly contentType: string };
  /** The OpenAPI document; `address` is where the server listens. */
  readonly openapi?: (address: string) => unknown;
  readonly page?: (address: string) => { readonly html: string; readonly contentSecurityPolicy: string };
}

/** Answers the routes that have no operation, or that pass an uploaded file to one. */
export function createOwnServices(options: {
  engine: Pick<Engine, 'auditText' | 'profileDocument' | 'configMark'>;
  events: EventStreams;
  uploads: Uploads;
  pages: DoorPages;
  limits: Pick<Limits, 'uploadTimeoutMs'>;
  owes: Connections['owes'];
  address: () => string;
  health: () => { ready: boolean; version: string; uptime_seconds: number };
  now: () => number;
}): (call: ReadCall) => ReturnType<OwnAnswer> {
  const { engine, events, uploads, pages, limits, owes, address, now } = options;

  function envelope(data: unknown, status = 200): Reply {
    return successReply(data, { version: engine.configMark().version, at: now(), status });
  }

  function replyTo(result: Result<unknown> | DoorProblem, status?: number): Reply {
    if (!('ok' in result)) return errorReply(result);
    return result.ok ? envelope(result.value, status) : errorReply(result.problem);
  }

  const services: Readonly<Record<OwnService, OwnAnswer>> = {
    health: () => envelope(options.health()),
    async metrics() {
      if (!pages.metrics) return missing('metrics');
      return whole(await pages.metrics.text(), pages.metrics.contentType);
    },
    openapi() {
      if (!pages.openapi) return missing('reference');
      return whole(JSON.stringify(pages.openapi(address())), 'application/json; charset=utf-8');
    },
    docs() {
      if (!pages.page) return missing('reference');
      const { html, contentSecurityPolicy } = pages.page(address());
      return whole(html, 'text/html; charset=utf-8', {
        'Content-Security-Policy': contentSecurityPolicy,
        'Referrer-Policy': 'no-referrer',
      });
    },
    events({ request, response, asked, asker, holds }) {
      if (request.method === 'HEAD') return whole('', 'text/event-stream; charset=utf-8');
      const lastEventId = request.headers['last-event-id'];
      const refused = events.open(response, {
        asker: asker.id,
        types: asked.query.types as string | undefined,
        lastEventId: lastEventId === undefined ? undefined : String(lastEventId),
        holds,
      });
      return refused && errorReply(refused);
    },
    async 'history-file'({ request, response, asked, route }) {
      const filter = asked.query as AuditFilter;
      const format = route.path.endsWith('.csv') ? 'csv' : 'json';
      const type = { csv: 'text/csv', json: 'application/json' }[format];
      const headers = {
        'Content-Disposition': `attachment; filename="audit-trail.${format}"`,
        'Content-Type': `${type}; charset=utf-8`,
      };
      if (request.method === 'HEAD')
        return { status: 200, headers: { ...safeHeaders, ...headers }, body: '' };
      owes(response, streamBytes);
      await stream(response, await engine.auditText(filter, format), headers);
      return null;
    },
    'profile-document'({ asked }) {
      const found = engine.profileDocument(String(asked.params.name));
      if (!found.ok) return errorReply(found.problem);
      return whole(found.value, 'application/json; charset=utf-8');
    },
    async 'profile-upload'({ asked, handlers, asker }) {
      const contents = [['profile.json', JSON.stringify(asked.body)]] as const;
      const take = (folder: string) =>
        ask(handlers, 'profiles.import', { path: `${folder}/profile.json` }, asker);
      return replyTo(await uploads.files('profile', contents, take));
    },
    async 'bundle-upload'({ asked, handlers, asker }) {
      const files = Object.entries(asked.body as Readonly<Record<string, unknown>>);
      if (files.length > mostBundleFiles) {
        return errorReply(refuse('too-large', `A bundle has at most ${mostBundleFiles} files.`));
      }
      const take = (folder: string) => ask(handlers, 'models.import', { path: folder }, asker);
      const taken = await uploads.files('uploaded', asTexts(files), take);
      // A missing file is an error in the upload (422), not a missing route (404).
      const lacks = !taken.ok && taken.problem.code === 'not-found';
      return replyTo(lacks ? failure('unreadable', taken.problem.message) : taken);
    },
    async 'data-upload'({ request, response, asked, handlers, asker, route }) {
      const { symbol, time_zone, ...answers } = asked.query as UploadQuery;
      const parquet = request.headers['content-type']?.includes('parquet');
      const file = {
        name: `${symbol}.${parquet ? 'parquet' : 'csv'}`,
        maxBytes: route.maxBytes ?? maxUploadBytes,
        timeoutMs: limits.uploadTimeoutMs,
      };
      const take = (path: string) =>
        ask(handlers, 'import.run', { path, options: { symbol, time_zone, answers } }, asker);
      return replyTo(await uploads.stream(request, response, file, take), route.status);
    },
  };

  return (call) => {
    const { serves } = call.route;
    return 'own' in serves ? services[serves.own](call) : null;
  };
}

type UploadQuery = Pick<ImportOptions, 'symbol' | 'time_zone'> & ImportAnswers;

const mostBundleFiles = 16;

/** Lazily, so that several large files are not turned into text in one go. */
function* asTexts(files: readonly (readonly [string, unknown])[]): Generator<readonly [string, string]> {
  for (const [name, content] of files) {
    yield [name, typeof content === 'string' ? content : JSON.stringify(content)];
  }
}

function whole(body: string, type: string, more: Readonly<Record<string, string>> = {}): Reply {
  return { status: 200, headers: { ...safeHeaders, 'Content-Type': type, ...more }, body };
}

function missing(what: string): Reply {
  return errorReply(refuse('unavailable', `This desk gives no ${what}.`));
}

/** Upper bound of what a stream buffers. */
const streamBytes = 128 * 1024;

/** Stops when the reader disconnects, and waits while it is slow. */
async function stream(
  response: ServerResponse,
  text: AsyncGenerator<string>,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  response.writeHead(200, { ...safeHeaders, ...headers });
  try {
    await pipeline(Readable.from(text), response);
  } catch {
    response.destroy();
  }
}
