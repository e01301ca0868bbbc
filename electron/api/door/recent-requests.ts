import type { ApiRequest } from '../../../shared/api.ts';
import type { Schedule } from '../../engine/market/replay.ts';

/** The newest requests, for the panel. Changes are announced a few times a second at most. */
export interface RecentRequests {
  add(request: Omit<ApiRequest, 'id'>): void;
  /** Newest first, at most 50. */
  list(): ApiRequest[];
  /** Announces a change soon, together with others that follow. */
  changed(): void;
  close(): void;
}

export function createRecentRequests(options: { schedule: Schedule; onChange: () => void }): RecentRequests {
  const { schedule, onChange } = options;
  const ring: ApiRequest[] = [];
  let last = 0;
  let resting: (() => void) | null = null;
  let waiting = false;

  /** The first change is announced at once, later ones after a pause. */
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
