import type { Schedule } from '../market/replay.ts';
import type { Database } from './database.ts';

const withinMs = 60_000;

/**
 * Takes what was written out of the log of changes and into the file itself within a minute, so that a damaged log
 * costs a minute at most.
 */
export interface Checkpoints {
  /** Something was written. */
  changed(): void;
  close(): void;
}

export function createCheckpoints(parts: {
  database: Pick<Database, 'work'>;
  schedule: Schedule;
}): Checkpoints {
  const { database, schedule } = parts;
  let cancel: (() => void) | null = null;
  let closed = false;

  function changed(): void {
    if (!closed) cancel ??= schedule(() => void checkpoint(), withinMs);
  }

  async function checkpoint(): Promise<void> {
    cancel = null;
    try {
      await database.work((connection) => connection.run('CHECKPOINT'));
    } catch {
      // An import is writing, or the disk is full: the log keeps everything until it works.
      changed();
    }
  }

  return {
    changed,
    close() {
      closed = true;
      cancel?.();
    },
  };
}
