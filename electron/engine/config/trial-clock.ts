import type { StoredTrial } from './config-store.ts';

/** When a trial ends: a moment by the wall clock; a duration by the monotonic clock, which nobody sets. */
export interface TrialClock {
  /** A trial is in force from now on, or none. */
  follow(trial: StoredTrial | null): void;
  /** What is left of it, ms; 0 or less when it is over. */
  left(trial: StoredTrial): number;
  /** The trial as it is saved and shown now: with what is left, and the moment that comes to. */
  stamped(trial: StoredTrial): StoredTrial;
}

export function createTrialClock(now: () => number, elapsed: () => number): TrialClock {
  let measured: { version: number; left: number; at: number } | null = null;

  function left(trial: StoredTrial): number {
    if (trial.left_ms === null) return trial.revert_at - now();
    if (measured?.version !== trial.version) return trial.left_ms;
    return measured.left - (elapsed() - measured.at);
  }

  return {
    left,
    follow(trial) {
      if (!trial || trial.left_ms === null) measured = null;
      else if (measured?.version !== trial.version)
        measured = { version: trial.version, left: trial.left_ms, at: elapsed() };
    },
    stamped(trial) {
      if (trial.left_ms === null) return trial;
      const rest = Math.max(0, left(trial));
      return { ...trial, left_ms: rest, revert_at: now() + rest };
    },
  };
}
