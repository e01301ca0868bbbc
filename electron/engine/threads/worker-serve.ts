import { parentPort } from 'node:worker_threads';
import { z } from 'zod';
import { failure, type Result } from '../../../shared/result.ts';
import type { Progress, WorkerReply } from './worker-calls.ts';

const requestSchema = z.object({ id: z.int(), body: z.unknown() });

/**
 * Answers the requests to this worker. An exception becomes an `internal` failure with its stack. `handOver` returns
 * the buffers of a result that the worker no longer needs: they are transferred instead of copied.
 */
export function serve<Body>(
  bodySchema: z.ZodType<Body>,
  handle: (body: Body, onProgress: Progress) => Promise<Result<unknown>> | Result<unknown>,
  handOver: (result: Result<unknown>) => ArrayBuffer[] = () => [],
): void {
  const port = parentPort;
  if (!port) throw new Error('This file is the entry point of a worker.');
  const post = (reply: WorkerReply, moved: ArrayBuffer[] = []) => port.postMessage(reply, moved);

  port.on('message', async (message: unknown) => {
    const { id, body } = requestSchema.parse(message);
    try {
      const onProgress: Progress = (share, text) => post({ id, progress: { share, message: text } });
      const result = await handle(bodySchema.parse(body), onProgress);
      post({ id, result }, handOver(result));
    } catch (bug) {
      post({
        id,
        result: failure('internal', bug instanceof Error ? (bug.stack ?? bug.message) : String(bug)),
      });
    }
  });
}
