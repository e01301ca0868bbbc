import { failure, messageOf, type Result } from '../../../shared/result.ts';
import type { Schedule } from '../market/replay.ts';
import type { AuditTrail, NewAuditEntry } from './audit-trail.ts';
import type { ConfigRecorder } from './config-owner.ts';

/** Hands entries to the trail in their order, many at a time when they come fast. */
export type AuditRecorder = ConfigRecorder;

/** A database that fails in a way nobody foresaw must not take the configuration with it. */
function asFailure(error: unknown): Result<null> {
  return failure('not-saved', messageOf(error));
}

/** Until it is written an entry is safe in the journal of the config's file, which should stay short. */
const gatherMs = 30;

/** Refusals beyond this are dropped while the trail cannot be written; accepted changes never are. */
const mostWaiting = 1000;

export function createAuditRecorder(options: {
  trail: Pick<AuditTrail, 'append'>;
  onProblem: (message: string) => void;
  /** Told every entry, also those that the trail never gets. */
  onAudit?: (entry: NewAuditEntry) => void;
  /** With it, what comes within `gatherMs` shares a write; without, what is recorded in the same breath. */
  schedule?: Schedule;
}): AuditRecorder {
  const { trail, onProblem, onAudit, schedule } = options;
  let waiting: readonly NewAuditEntry[] = [];
  let writing: Promise<void> | null = null;
  let stopGathering = () => {};

  async function write(): Promise<void> {
    try {
      await gathered();
      while (waiting.length > 0) {
        const batch = waiting;
        const written = await trail.append(batch).catch(asFailure);
        if (!written.ok) {
          onProblem(
            `The audit trail could not be written: ${written.problem.message} It is kept with the config and tried again.`,
          );
          return;
        }
        waiting = waiting.slice(batch.length);
      }
    } finally {
      // At once: what is recorded from here on needs a new round.
      writing = null;
    }
  }

  /** Each write asks the disk to sync, which the config's own saves would have to wait for. */
  async function gathered(): Promise<void> {
    if (!schedule) return;
    await new Promise<void>((resolve) => {
      const cancel = schedule(resolve, gatherMs);
      stopGathering = () => {
        cancel();
        resolve();
      };
    });
  }

  function start(): Promise<void> {
    if (waiting.length === 0) return Promise.resolve();
    writing ??= write();
    return writing;
  }

  return {
    record(entry) {
      onAudit?.(entry);
      const full = waiting.length >= mostWaiting && entry.outcome === 'refused';
      if (!full) waiting = [...waiting, entry];
      void start();
    },
    unconfirmed: () => waiting.filter(({ outcome }) => outcome === 'accepted'),
    async flush() {
      const written = start();
      stopGathering();
      await written;
    },
  };
}
