import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { failure, messageOf, type Result } from '../../../shared/result.ts';
import type { Engine } from '../../engine/engine.ts';
import { type DoorProblem, refuse } from './replies.ts';

/** Uploaded files, each kept in a private folder of its own until it has been processed. */
export interface Uploads {
  /** Streams the body into a file named `name`, which `take` is given. */
  stream<T>(
    request: IncomingMessage,
    response: ServerResponse,
    file: { name: string; maxBytes: number; timeoutMs: number },
    take: (path: string) => Promise<Result<T>>,
  ): Promise<Result<T> | DoorProblem>;
  /** Writes some small files, one after the other; `take` is given their folder, whose name is `name`. */
  files<T>(
    name: string,
    contents: Iterable<readonly [name: string, content: string]>,
    take: (folder: string) => Promise<Result<T>>,
  ): Promise<Result<T>>;
  /** Waits until nothing is being received; what a job reads is removed when the job ends. */
  close(): Promise<void>;
}

/**
 * Removes what an earlier run left behind, as far as possible. Call it at the start, before anything is received.
 */
export async function sweepUploads(folder: string): Promise<void> {
  await rm(uploadsIn(folder), { recursive: true, force: true }).catch(() => undefined);
}

/** `folder` is the desk's; what is received passes through a folder of its own in it. */
export function createUploads(options: {
  folder: string;
  engine: Pick<Engine, 'onEvent' | 'handlers'>;
  atOnce: number;
}): Uploads {
  const { folder, engine, atOnce } = options;
  const uploads = uploadsIn(folder);
  /** Number of streamed files on disk, whether still being received or being read by a job. */
  let held = 0;
  const receiving = new Set<Promise<unknown>>();

  async function privateFolder(): Promise<string> {
    await mkdir(uploads, { recursive: true, mode: 0o700 });
    return mkdtemp(join(uploads, 'upload-'));
  }

  /** The file is read while the job runs. */
  async function jobEnded(job: number): Promise<void> {
    const jobs = await engine.handlers['jobs.list']({});
    const runs = (list: readonly { id: number; state: string }[]) =>
      list.some(({ id, state }) => id === job && state === 'running');
    if (!jobs.ok || !runs(jobs.value)) return;
    await new Promise<void>((resolve) => {
      const undo = engine.onEvent(({ state }) => {
        if (!state.jobs || runs(state.jobs)) return;
        undo();
        resolve();
      });
    });
  }

  /** Removes the temporary folder from the message: it no longer exists when the message is read. */
  function withoutPlace<T>(result: Result<T>, place: string): Result<T> {
    if (result.ok) return result;
    const { problem } = result;
    return { ok: false, problem: { ...problem, message: problem.message.replaceAll(`${place}/`, '') } };
  }

  /** `removed` is called once the folder has been deleted. */
  async function inPrivate<T>(
    use: (place: string) => Promise<Result<T> | DoorProblem>,
    removed: () => void = () => undefined,
  ): Promise<Result<T> | DoorProblem> {
    let place: string;
    try {
      place = await privateFolder();
    } catch (error) {
      removed();
      return withoutPlace(notWritten(error), uploads);
    }
    // What cannot be removed now is removed at the next start.
    const remove = () =>
      rm(place, { recursive: true, force: true })
        .catch(() => undefined)
        .finally(removed);
    const used = await use(place).catch(notWritten);
    const job = 'ok' in used && used.ok ? jobOf(used.value) : null;
    if (job === null) await remove();
    else void jobEnded(job).then(remove, remove);
    return 'ok' in used ? withoutPlace(used, place) : used;
  }

  /** `close` waits for it. */
  async function received<T>(work: Promise<T>): Promise<T> {
    receiving.add(work);
    try {
      return await work;
    } finally {
      receiving.delete(work);
    }
  }

  return {
    async stream(request, response, { name, maxBytes, timeoutMs }, take) {
      const announced = Number(request.headers['content-length'] ?? 0);
      const large = refuse('too-large', `The upload is over ${Math.round(maxBytes / 1024 / 1024)} MB.`);
      if (announced > maxBytes) return large;
      if (held >= atOnce) {
        return refuse('too-many-requests', `${held} uploads are under way. Try again when one is done.`, {
          headers: { 'Retry-After': '10' },
        });
      }
      held += 1;
      const use = async (place: string) => {
        if (request.headers.expect !== undefined) response.writeContinue();
        const path = join(place, name);
        const bound = boundTo(maxBytes);
        const signal = AbortSignal.timeout(timeoutMs);
        try {
          const file = createWriteStream(path, { flags: 'wx', mode: 0o600 });
          // Keeps the request open when the pipe fails, because the answer is sent on the same socket.
          await pipeline(request.iterator({ destroyOnReturn: false }), bound.stream, file, { signal });
        } catch (error) {
          if (bound.exceeded()) return large;
          if (signal.aborted) return refuse('timeout', 'The upload did not arrive in time.');
          if (request.destroyed) return refuse('invalid', 'The upload was broken off.');
          return notWritten(error);
        }
        return take(path);
      };
      const removed = () => {
        held -= 1;
      };
      return received(inPrivate(use, removed));
    },
    async files(name, contents, take) {
      const use = async (place: string) => {
        const inner = join(place, name);
        await mkdir(inner, { mode: 0o700 });
        for (const [file, content] of contents) {
          await writeFile(join(inner, file), content, { flag: 'wx', mode: 0o600 });
        }
        return take(inner);
      };
      const done = await received(inPrivate(use));
      // `use` never returns a DoorProblem here.
      return done as Exclude<typeof done, DoorProblem>;
    },
    async close() {
      await Promise.allSettled(receiving);
    },
  };
}

function uploadsIn(folder: string): string {
  return join(folder, 'uploads');
}

/** Lets at most `maxBytes` through. */
function boundTo(maxBytes: number): { stream: Transform; exceeded: () => boolean } {
  let size = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      done(size > maxBytes ? new Error('too large') : null, chunk);
    },
  });
  return { stream, exceeded: () => size > maxBytes };
}

function jobOf(value: unknown): number | null {
  const job = typeof value === 'object' && value !== null && 'job' in value ? value.job : null;
  return typeof job === 'number' ? job : null;
}

function notWritten(error: unknown): ReturnType<typeof failure> {
  const why = messageOf(error);
  return failure('not-saved', `The upload could not be kept: ${why}`);
}
