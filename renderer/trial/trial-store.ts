import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { TrialDraft } from './trial-draft.ts';

interface TrialAsk {
  /** The parameters that the dialog starts with ("category.key"); null while it is closed. */
  readonly paths: readonly string[] | null;
  /** Initial values that differ from those in force. */
  readonly values: TrialDraft;
}

export const trialStore = createStore<TrialAsk>(() => ({ paths: null, values: {} }));

export function useTrialPaths(): readonly string[] | null {
  return useStore(trialStore, (state) => state.paths);
}

/** Opens the trial dialog. Nothing takes effect until the user confirms it there. */
export function askTrial(paths: readonly string[], values: TrialDraft = {}): void {
  trialStore.setState({ paths, values });
}

export function closeTrial(): void {
  trialStore.setState({ paths: null, values: {} });
}
