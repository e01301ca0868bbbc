import type { Schedule } from '../market/replay.ts';
import type { ConfigOwner } from './config-owner.ts';

const lookMs = 1000;

/**
 * Takes back what is on trial once its time has come. The wall clock is looked at again and again rather
 * than waited for, because it can jump and the machine can sleep. Returns its undo.
 */
export function watchTrial(config: ConfigOwner, now: () => number, schedule: Schedule): () => void {
  let stop: (() => void) | null = null;

  function look(): void {
    stop = null;
    const trial = config.trial();
    if (!trial) return;
    if (now() < trial.revert_at) {
      stop = schedule(look, lookMs);
      return;
    }
    void config.revert({ by: 'timer', reason: `The trial of v${trial.version} ended` }).then((reverted) => {
      // A disk that refuses now may take it later.
      if (!reverted.ok && !stop) stop = schedule(look, lookMs);
    });
  }

  const unsubscribe = config.onChange(() => {
    if (config.trial() && !stop) look();
  });
  look();
  return () => {
    unsubscribe();
    stop?.();
  };
}
