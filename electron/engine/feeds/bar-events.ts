import type { BarEvent, SourceState } from './bar-source.ts';

/** The subscribers of one source, and its state. */
export interface BarEvents {
  subscribe(listener: (event: BarEvent) => void): () => void;
  tell(event: BarEvent): void;
  state(): SourceState;
  stop(because: string): void;
}

export function createBarEvents(): BarEvents {
  const listeners = new Set<(event: BarEvent) => void>();
  let state: SourceState = { name: 'replay' };

  function tell(event: BarEvent): void {
    for (const listener of [...listeners]) listener(event);
  }

  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    tell,
    state: () => state,
    stop(because) {
      if (state.name === 'stopped') return;
      state = { name: 'stopped', because };
      tell({ kind: 'state', state });
    },
  };
}
