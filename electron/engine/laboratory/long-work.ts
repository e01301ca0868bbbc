import type { Asker } from '../../../shared/asker.ts';
import { failure, type Result } from '../../../shared/result.ts';
import type { Jobs } from '../jobs.ts';
import type { Schedule } from '../market/replay.ts';
import type { CallOptions } from './laboratory.ts';

export type Work<T> = (call: CallOptions) => Promise<Result<T>>;
export type RunWork = <T>(label: string, asker: Asker, work: Work<T>) => Promise<Result<T>>;

/** Shorter work ends before a user could notice that it runs. */
export const momentMs = 500;

/**
 * Runs work that is mostly short. If it takes longer than `momentMs` it becomes a job, which is visible and can be
 * cancelled, unless too many jobs are running.
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
    // Work that answers a request ends with that request.
    const leave = () => abort.abort();
    asker.gone?.addEventListener('abort', leave, { once: true });
    let tell: CallOptions['onProgress'];
    const ended = work({
      signal: abort.signal,
      onProgress: (share, message) => tell?.(share, message),
      asker: asker.id,
    });
    // A window stays for weeks, and would keep every answer as long.
    const forget = () => asker.gone?.removeEventListener('abort', leave);
    ended.then(forget, forget);
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

const abandoned = failure('cancelled', 'Cancelled, because the client left before the answer.');

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
