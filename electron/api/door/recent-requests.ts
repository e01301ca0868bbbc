import type { ApiRequest } from '../../../shared/api.ts';
import type { Schedule } from '../../engine/market/replay.ts';

/** The newest requests for the eye. A client that asks without pause makes a few updates a second, not thousands. */
export interface RecentRequests {
  add(request: Omit<ApiRequest, 'id'>): void;
  /** Newest first, at most 50. */
  list(): ApiRequest[];
  /** Tells soon that something has changed, with whatever else changes meanwhile. */
  changed(): void;
  close(): void;
}

export function createRecentRequests(options: { schedule: Schedule; onChange: () => void }): RecentRequests {
  const { schedule, onChange } = options;
  const ring: ApiRequest[] = [];
  let last = 0;
  let resting: (() => void) | null = null;
  let waiting = false;

  /** The first is told at once, those that follow once the rest is over. */
  function changed(): void {
    if (resting) {
      waiting = true;
      return;
    }
    waiting = false;
    onChange();
    resting = schedule(() => {
      resting = null;
      if (waiting) changed();
    }, restMs);
  }

  return {
    add(request) {
      last += 1;
      ring[last % remembered] = { ...request, id: last };
      changed();
    },
    list: () => ring.filter(Boolean).sort((a, b) => b.id - a.id),
    changed,
    close() {
      resting?.();
    },
  };
}

const remembered = 50;
const restMs = 250;
