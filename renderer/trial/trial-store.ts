import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** The trial dialog: closed, or open with the parameters to begin with ("category.key"). */
export const trialStore = createStore<{ readonly paths: readonly string[] | null }>(() => ({ paths: null }));

export function useTrialPaths(): readonly string[] | null {
  return useStore(trialStore, (state) => state.paths);
}

export function askTrial(paths: readonly string[]): void {
  trialStore.setState({ paths });
}

export function closeTrial(): void {
  trialStore.setState({ paths: null });
}
