import { failure, type Result } from '../../../shared/result.ts';
import type { AuditTrail, NewAuditEntry } from './audit-trail.ts';
import type { ConfigRecorder } from './config-owner.ts';

/** Hands entries to the trail in their order, many at a time when they come fast. */
export type AuditRecorder = ConfigRecorder;

/** A database that fails in a way nobody foresaw must not take the configuration with it. */
function asFailure(error: unknown): Result<null> {
  return failure('not-saved', error instanceof Error ? error.message : String(error));
}

/** Refusals beyond this are dropped while the trail cannot be written; accepted changes never are. */
const mostWaiting = 1000;

export function createAuditRecorder(options: {
  trail: Pick<AuditTrail, 'append'>;
  onProblem: (message: string) => void;
  /** Told every entry, also those that the trail never gets. */
  onAudit?: (entry: NewAuditEntry) => void;
}): AuditRecorder {
  const { trail, onProblem, onAudit } = options;
  let waiting: readonly NewAuditEntry[] = [];
  let writing: Promise<void> | null = null;

  async function write(): Promise<void> {
    try {
      // What is recorded in the same breath goes in one batch.
      await null;
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
      await start();
    },
  };
}
