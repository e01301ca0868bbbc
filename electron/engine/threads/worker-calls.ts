import type { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { failure, type Problem, type Result } from '../../../shared/result.ts';

/** The workers, by the name of their entry file. */
export type WorkerName = 'analyst' | 'training' | 'laboratory';
export type StartWorker = (name: WorkerName) => Worker;

/** A request to a worker, and its replies. */
export interface WorkerRequest {
  readonly id: number;
  readonly body: unknown;
}
export type WorkerReply =
  | { readonly id: number; readonly result: Result<unknown> }
  | { readonly id: number; readonly progress: { readonly share: number; readonly message: string } };

/** Calls to one worker. Every call ends: if the worker dies, its running calls fail. */
export interface WorkerCalls {
  call<T>(body: unknown, answer: z.ZodType<T>, onProgress?: Progress): Promise<Result<T>>;
  /** Ends the worker at once; running calls end as `cancelled`. */
  end(): Promise<void>;
  alive(): boolean;
  /** True once it has stopped by itself. */
  died(): boolean;
}

const ended = failure('cancelled', 'The work was ended.');
const stoppedByItself = 'The worker stopped before it had answered. Try again: a new one will be started.';

export type Progress = (share: number, message: string) => void;

const replySchema = z.union([
  z.object({
    id: z.int(),
    result: z.union([
      z.object({ ok: z.literal(true), value: z.unknown() }),
      z.object({ ok: z.literal(false), problem: z.custom<Problem>(isProblem) }),
    ]),
  }),
  z.object({ id: z.int(), progress: z.object({ share: z.number(), message: z.string() }) }),
]);

/** `onDeath` is called with the reason when the worker stops by itself. */
export function createWorkerCalls(worker: Worker, onDeath: (reason: string) => void = () => {}): WorkerCalls {
  interface Pending {
    readonly resolve: (result: Result<unknown>) => void;
    readonly onProgress?: Progress;
  }
  const pending = new Map<number, Pending>();
  let lastId = 0;
  let alive = true;
  let died = false;

  function settle(id: number, result: Result<unknown>): void {
    pending.get(id)?.resolve(result);
    pending.delete(id);
  }

  function end(result: Result<never>): void {
    alive = false;
    for (const id of [...pending.keys()]) settle(id, result);
  }

  function die(message: string): void {
    const first = alive;
    died ||= first;
    end(failure('internal', message));
    if (first) onDeath(message);
  }

  const begun = new Promise<void>((resolve) => {
    for (const event of ['online', 'error', 'exit']) worker.once(event, () => resolve());
  });
  worker.on('message', (message: unknown) => {
    const parsed = replySchema.safeParse(message);
    if (!parsed.success) {
      // Later messages could not be matched to their calls.
      die('A worker sent an unknown message.');
      void worker.terminate();
      return;
    }
    const reply = parsed.data;
    if ('progress' in reply)
      pending.get(reply.id)?.onProgress?.(reply.progress.share, reply.progress.message);
    else settle(reply.id, reply.result);
  });
  worker.on('error', (error) => die(`A worker stopped: ${error.message}`));
  // `end` clears `alive` first, so an exit while alive means that the worker stopped by itself.
  worker.on('exit', () => (alive ? die(stoppedByItself) : end(ended)));

  async function call<T>(body: unknown, answer: z.ZodType<T>, onProgress?: Progress): Promise<Result<T>> {
    if (!alive) return failure('internal', 'The worker is not running.');
    lastId += 1;
    const id = lastId;
    const result = await new Promise<Result<unknown>>((resolve) => {
      pending.set(id, onProgress ? { resolve, onProgress } : { resolve });
      worker.postMessage({ id, body } satisfies WorkerRequest);
    });
    if (!result.ok) return result;
    const parsed = answer.safeParse(result.value);
    if (parsed.success) return { ok: true, value: parsed.data };
    return failure(
      'internal',
      `A worker sent an answer that does not fit its schema: ${z.prettifyError(parsed.error)}`,
    );
  }

  return {
    call,
    alive: () => alive,
    died: () => died,
    async end() {
      alive = false;
      // If a worker is ended while its runtime starts, Electron prints an error on the terminal.
      await begun;
      await worker.terminate();
    },
  };
}

function isProblem(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as Problem).code === 'string' &&
    typeof (value as Problem).message === 'string'
  );
}
