import { failure, messageOf, type Result } from '../../../shared/result.ts';
import type { Experiments } from '../experiments/create-experiments.ts';
import type { Schedule } from '../market/replay.ts';
import type { Instruments } from './instruments.ts';
import type { SessionStorage } from './session.ts';

const everyMs = 30_000;

/** Saves every half minute what would be a pity to lose in a crash, and once more at the end. */
export function keepSession(parts: {
  instruments: Pick<Instruments, 'session' | 'save' | 'forgetOldBars'>;
  storage: SessionStorage;
  experiments: Pick<Experiments, 'save' | 'candidates'>;
  schedule: Schedule;
  onProblem: (message: string) => void;
}): { leave(): void; end(): Promise<void> } {
  const { instruments, storage, experiments, schedule, onProblem } = parts;
  let stop = again();

  function again(): () => void {
    return schedule(() => {
      savePlace();
      void saveRest().then(instruments.forgetOldBars);
      stop = again();
    }, everyMs);
  }

  function savePlace(): void {
    storage.save({ ...instruments.session(), shadows: experiments.candidates() });
  }

  async function saveRest(): Promise<void> {
    tell('Simulated bars', await kept(instruments.save));
    tell('The record of versions', await kept(experiments.save));
  }

  /** One that throws must not keep the others from being saved. */
  function kept(save: () => Promise<Result<null>>): Promise<Result<null>> {
    return save().catch((error: unknown) => failure('not-saved', messageOf(error)));
  }

  function tell(what: string, saved: Result<null>): void {
    if (!saved.ok) onProblem(`${what} could not be stored: ${saved.problem.message}`);
  }

  return {
    /** Where the user left off, before the replay is stopped. */
    leave() {
      stop();
      savePlace();
    },
    end: saveRest,
  };
}
