import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { failure, type Result } from '../../shared/result.ts';
import type { Engine } from '../engine/engine.ts';
import { type DoorProblem, refuse } from './replies.ts';

/** Files from outside, each in a private folder of its own for as long as it is being taken. */
export interface Uploads {
  /** Streams the body into a file named `name`, which `take` is given. */
  stream<T>(
    request: IncomingMessage,
    response: ServerResponse,
    file: { name: string; maxBytes: number; timeoutMs: number },
    take: (path: string) => Promise<Result<T>>,
  ): Promise<Result<T> | DoorProblem>;
  /** Writes some small files; `take` is given their folder, whose name is `name`. */
  files<T>(
    name: string,
    contents: Readonly<Record<string, string>>,
    take: (folder: string) => Promise<Result<T>>,
  ): Promise<Result<T>>;
  /** Removes everything. */
  close(): Promise<void>;
}

/** `folder` belongs to the uploads alone: what lies there from before is removed. */
export function createUploads(options: {
  folder: string;
  engine: Pick<Engine, 'onEvent' | 'handlers'>;
  atOnce: number;
}): Uploads {
  const { folder, engine, atOnce } = options;
  let under = 0;
  let swept: Promise<unknown> | null = null;

  async function privateFolder(): Promise<string> {
    swept ??= rm(folder, { recursive: true, force: true });
    await swept;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return mkdtemp(join(folder, 'upload-'));
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

  /** What is said of a place that is gone by then helps nobody. */
  function withoutPlace<T>(result: Result<T>, place: string): Result<T> {
    if (result.ok) return result;
    const { problem } = result;
    return { ok: false, problem: { ...problem, message: problem.message.replaceAll(`${place}/`, '') } };
  }

  async function inPrivate<T>(
    use: (place: string) => Promise<Result<T> | DoorProblem>,
  ): Promise<Result<T> | DoorProblem> {
    let place: string;
    try {
      place = await privateFolder();
    } catch (error) {
      return notWritten(error);
    }
    const remove = () => rm(place, { recursive: true, force: true });
    try {
      const used = await use(place);
      const job = 'ok' in used && used.ok ? jobOf(used.value) : null;
      if (job === null) await remove();
      else void jobEnded(job).then(remove, remove);
      return 'ok' in used ? withoutPlace(used, place) : used;
    } catch (error) {
      await remove();
      return notWritten(error);
    }
  }

  return {
    async stream(request, response, { name, maxBytes, timeoutMs }, take) {
      const announced = Number(request.headers['content-length'] ?? 0);
      const large = refuse('too-large', `The upload is over ${Math.round(maxBytes / 1024 / 1024)} MB.`);
      if (announced > maxBytes) return large;
      if (under >= atOnce) {
        return refuse('too-many-requests', `${under} uploads are under way. Try again when one is done.`, {
          headers: { 'Retry-After': '10' },
        });
      }
      under += 1;
      try {
        return await inPrivate(async (place) => {
          if (request.headers.expect !== undefined) response.writeContinue();
          const path = join(place, name);
          const bound = boundTo(maxBytes);
          const signal = AbortSignal.timeout(timeoutMs);
          try {
            const file = createWriteStream(path, { flags: 'wx', mode: 0o600 });
            // What is left of the body is not cut off with the pipe: the answer goes out on the same socket.
            await pipeline(request.iterator({ destroyOnReturn: false }), bound.stream, file, { signal });
          } catch (error) {
            if (bound.exceeded()) return large;
            if (signal.aborted) return refuse('timeout', 'The upload did not arrive in time.');
            return notWritten(error);
          }
          return take(path);
        });
      } finally {
        under -= 1;
      }
    },
    async files(name, contents, take) {
      const done = await inPrivate(async (place) => {
        const inner = join(place, name);
        await mkdir(inner, { mode: 0o700 });
        for (const [file, content] of Object.entries(contents)) {
          await writeFile(join(inner, file), content, { flag: 'wx', mode: 0o600 });
        }
        return take(inner);
      });
      // Only a stream is refused by the door itself.
      return done as Exclude<typeof done, DoorProblem>;
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
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
  const why = error instanceof Error ? error.message : String(error);
  return failure('not-saved', `The upload could not be kept: ${why}`);
}
