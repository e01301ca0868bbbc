import type { Problem } from '../../../shared/result.ts';
import type { Schedule } from '../market/replay.ts';
import type { ConfigOwner } from './config-owner.ts';

const lookMs = 1000;
/** An end that cannot be saved is tried again after a second, then after twice as long each time, up to this. */
const longestWaitMs = 60_000;
/** What a crash may add to a trial's time. */
const saveEveryMs = 10_000;
/** The wall clock is corrected a little all the time. */
const shiftMs = 1000;

/**
 * Takes back what is on trial once its time has come. Clocks are looked at again and again rather than waited for,
 * because the wall clock can jump and the machine can sleep. `onShift` is told when the wall clock has jumped, which
 * moves the moment that a duration comes to; `onRefused`, once for each trial, when its end cannot be saved. Returns its
 * undo, which saves what is left.
 */
export function watchTrial(
  config: ConfigOwner,
  options: {
    now: () => number;
    elapsed: () => number;
    schedule: Schedule;
    onShift?: () => void;
    onRefused?: (problem: Problem) => void;
  },
): () => Promise<void> {
  const { now, elapsed, schedule, onShift = () => undefined, onRefused = () => undefined } = options;
  let stop: (() => void) | null = null;
  let saved = elapsed();
  let offset = now() - elapsed();
  /** The trial whose end was refused last, and how long to wait before it is tried again. */
  let refused: { readonly version: number; readonly waitMs: number } | null = null;

  function look(): void {
    stop = null;
    const left = config.trialLeft();
    if (left === null) return;
    noteShift();
    if (left > 0) {
      if (elapsed() - saved >= saveEveryMs) {
        saved = elapsed();
        void config.saveTrialLeft();
      }
      stop = schedule(look, Math.min(lookMs, left));
      return;
    }
    void end(config.trial()?.version ?? 0);
  }

  async function end(version: number): Promise<void> {
    const repeated = refused?.version === version;
    const reverted = await config.revert({ by: 'timer', reason: `The trial of v${version} ended`, repeated });
    if (reverted.ok) return;
    const waitMs = repeated ? Math.min(longestWaitMs, 2 * (refused?.waitMs ?? lookMs)) : lookMs;
    refused = { version, waitMs };
    if (!repeated) onRefused(reverted.problem);
    // A disk that refuses now may take it later.
    stop ??= schedule(look, waitMs);
  }

  function noteShift(): void {
    const shifted = Math.abs(now() - elapsed() - offset) > shiftMs;
    offset = now() - elapsed();
    if (shifted) onShift();
  }

  const unsubscribe = config.onChange(() => {
    if (config.trial() && !stop) look();
  });
  look();
  return async () => {
    unsubscribe();
    stop?.();
    await config.saveTrialLeft();
  };
}
