import { failure, type Result, success } from '../../../shared/result.ts';

/** Whether the models are loaded again after their worker has stopped by itself. */
export interface Revival {
  /** The worker has stopped; counts it. */
  died(reason: string): void;
  /** A failure, with what to do, once the worker has stopped again and again. */
  allowed(): Result<null>;
}

const most = 3;
const withinMs = 60_000;

/** `elapsed` is a monotonic clock, ms. */
export function createRevival(elapsed: () => number): Revival {
  let deaths: readonly number[] = [];
  let allowed: Result<null> = success(null);

  return {
    died(reason) {
      deaths = [...deaths.filter((at) => elapsed() - at < withinMs), elapsed()];
      allowed =
        deaths.length <= most
          ? success(null)
          : failure(
              'internal',
              `The models stopped ${deaths.length} times within a minute and are not started again by themselves. Load them again under Data and models. (${reason})`,
            );
    },
    allowed: () => allowed,
  };
}
