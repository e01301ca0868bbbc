import type { Schedule } from '../market/replay.ts';
import type { ConfigOwner } from './config-owner.ts';

const lookMs = 1000;
/** What a crash may add to a trial's time. */
const saveEveryMs = 10_000;
/** The wall clock is corrected a little all the time. */
const shiftMs = 1000;

/**
 * Takes back what is on trial once its time has come. Clocks are looked at again and again rather than waited for,
 * because the wall clock can jump and the machine can sleep. `onShift` is told when the wall clock has jumped, which
 * moves the moment that a duration comes to. Returns its undo, which saves what is left.
 */
export function watchTrial(
  config: ConfigOwner,
  clocks: { now: () => number; elapsed: () => number; schedule: Schedule; onShift?: () => void },
): () => Promise<void> {
  const { now, elapsed, schedule, onShift = () => undefined } = clocks;
  let stop: (() => void) | null = null;
  let saved = elapsed();
  let offset = now() - elapsed();

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
    const version = config.trial()?.version;
    void config.revert({ by: 'timer', reason: `The trial of v${version} ended` }).then((reverted) => {
      // A disk that refuses now may take it later.
      if (!reverted.ok && !stop) stop = schedule(look, lookMs);
    });
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
