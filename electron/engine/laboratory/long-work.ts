import type { Asker } from '../../../shared/asker.ts';
import { failure, type Result } from '../../../shared/result.ts';
import type { Jobs } from '../jobs.ts';
import type { Schedule } from '../market/replay.ts';
import type { CallOptions } from './laboratory.ts';

export type Work<T> = (call: CallOptions) => Promise<Result<T>>;
export type RunWork = <T>(label: string, asker: Asker, work: Work<T>) => Promise<Result<T>>;

/** Work that is done sooner is over before anybody could read that it runs. */
export const momentMs = 500;

/**
 * Runs work that mostly takes a moment. What is not done by then becomes a job on the way, so that it is seen
 * and can be cancelled, unless there are too many of them already.
 */
export function createLongWork({
  jobs,
  schedule,
}: {
  readonly jobs: Pick<Jobs, 'run' | 'full'>;
  readonly schedule: Schedule;
}): RunWork {
  return async (label, asker, work) => {
    if (asker.gone?.aborted) return abandoned;
    const abort = new AbortController();
    // Nobody is left to be told: what answers on the same request ends with it.
    asker.gone?.addEventListener('abort', () => abort.abort(), { once: true });
    let tell: CallOptions['onProgress'];
    const ended = work({
      signal: abort.signal,
      onProgress: (share, message) => tell?.(share, message),
      asker: asker.id,
    });
    if (!(await lastsLonger(ended, schedule))) return ended;
    if (jobs.full(asker)) return ended;
    return jobs.run(
      'experiment',
      label,
      ({ signal, report }) => {
        tell = report;
        signal.addEventListener('abort', () => abort.abort(), { once: true });
        return ended;
      },
      asker,
    ).ended;
  };
}

const abandoned = failure('cancelled', 'Nobody waits for the answer any more.');

function lastsLonger(ended: Promise<unknown>, schedule: Schedule): Promise<boolean> {
  return new Promise((resolve) => {
    const forget = schedule(() => resolve(true), momentMs);
    const over = () => {
      forget();
      resolve(false);
    };
    ended.then(over, over);
  });
}
