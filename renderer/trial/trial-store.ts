import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Scope } from '../../shared/symbols.ts';
import type { TrialDraft } from './trial-draft.ts';

interface TrialAsk {
  /** The parameters that the dialog starts with ("category.key"); null while it is closed. */
  readonly paths: readonly string[] | null;
  /** Initial values that differ from those in force. */
  readonly values: TrialDraft;
  /** The symbol to try them for; null: all. */
  readonly symbol: Scope;
}

const closed: TrialAsk = { paths: null, values: {}, symbol: null };

export const trialStore = createStore<TrialAsk>(() => closed);

export function useTrialPaths(): readonly string[] | null {
  return useStore(trialStore, (state) => state.paths);
}

/** Opens the trial dialog. Nothing takes effect until the user confirms it there. */
export function askTrial(paths: readonly string[], values: TrialDraft = {}, symbol: Scope = null): void {
  trialStore.setState({ paths, values, symbol });
}

export function closeTrial(): void {
  trialStore.setState(closed);
}
