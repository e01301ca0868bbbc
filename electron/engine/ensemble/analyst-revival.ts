import { failure, type Result } from '../../../shared/result.ts';

/** Brings the models back after their worker has stopped by itself. */
export interface Revival {
  /** Loads them anew unless the worker stops again and again; says what has happened and what came of it. */
  bringBack(reason: string): Promise<Result<unknown>>;
}

const most = 3;
const withinMs = 60_000;

export function createRevival(options: {
  /** Loads what is open into a new worker. */
  reload: () => Promise<Result<unknown>>;
  /** Monotonic clock, ms. */
  elapsed: () => number;
  onProblem: (message: string) => void;
}): Revival {
  const { reload, elapsed, onProblem } = options;
  let deaths: readonly number[] = [];

  return {
    async bringBack(reason) {
      deaths = [...deaths.filter((at) => elapsed() - at < withinMs), elapsed()];
      if (deaths.length > most) {
        const message = `The models stopped ${deaths.length} times within a minute and are not started again by themselves. Load them again under Data and models. (${reason})`;
        onProblem(message);
        return failure('internal', message);
      }
      const loaded = await reload();
      onProblem(
        loaded.ok
          ? `The models had stopped and were started again; nothing is lost. (${reason})`
          : `The models have stopped and could not be started again: load them again under Data and models. (${loaded.problem.message})`,
      );
      return loaded;
    },
  };
}
