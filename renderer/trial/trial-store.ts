import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { TrialDraft } from './trial-draft.ts';

interface TrialAsk {
  /** The parameters to begin with ("category.key"); null while the dialog is closed. */
  readonly paths: readonly string[] | null;
  /** Values to begin with where they are not those in force. */
  readonly values: TrialDraft;
}

export const trialStore = createStore<TrialAsk>(() => ({ paths: null, values: {} }));

export function useTrialPaths(): readonly string[] | null {
  return useStore(trialStore, (state) => state.paths);
}

/** Opens the trial dialog; nothing applies before a person says so there. */
export function askTrial(paths: readonly string[], values: TrialDraft = {}): void {
  trialStore.setState({ paths, values });
}

export function closeTrial(): void {
  trialStore.setState({ paths: null, values: {} });
}
