import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Reproduction } from '../../../shared/experiments/experiment-file.ts';
import { callOrToast } from '../../desk.ts';
import { showToast } from '../../ui/toast-store.ts';
import type { Subject } from '../subject/subject.ts';
import { scopeOf, sourceOf } from '../subject/subject.ts';

interface CheckState {
  /** A file is being chosen or run again. */
  readonly busy: boolean;
  readonly found: Reproduction | null;
}

const checkStore = createStore<CheckState>(() => ({ busy: false, found: null }));

export function useExperimentCheck(): CheckState {
  return useStore(checkStore);
}

/** Lets the user choose an experiment file and runs it again; what was found before stays until it is there. */
export async function openExperiment(): Promise<void> {
  if (checkStore.getState().busy) return;
  checkStore.setState({ busy: true });
  const found = await callOrToast('experiments.open', {});
  checkStore.setState(found ? { busy: false, found } : { busy: false });
}

export function forgetCheck(): void {
  checkStore.setState({ found: null });
}

export async function saveExperiment(subject: Subject): Promise<void> {
  const written = await callOrToast('experiments.save', {
    scope: scopeOf(subject),
    source: sourceOf(subject),
  });
  if (written) showToast('info', `The experiment was written to ${written.path}.`);
}

export async function exportBacktest(
  subject: Subject,
  what: 'trades' | 'curve',
  format: 'csv' | 'json',
): Promise<void> {
  const written = await callOrToast('experiments.export', {
    scope: scopeOf(subject),
    source: sourceOf(subject),
    what,
    format,
  });
  if (written)
    showToast('info', `The ${what === 'trades' ? 'trades were' : 'curve was'} written to ${written.path}.`);
}
