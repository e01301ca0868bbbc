import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { ConfigSource } from '../../shared/experiments/source.ts';
import type { Subject } from './subject/subject.ts';
import { firstSubject } from './subject/subject.ts';

/** The tabs of the screen, in order. */
export const experimentTabNames = [
  { id: 'backtest', label: 'Backtest' },
  { id: 'compare', label: 'A/B' },
  { id: 'triangle', label: 'Weight triangle' },
  { id: 'walk-forward', label: 'Walk-forward' },
  { id: 'shadows', label: 'Shadow' },
  { id: 'versions', label: 'Versions' },
] as const;
export type ExperimentTab = (typeof experimentTabNames)[number]['id'];

/** What the screen of experiments is about: one owner for all its tabs. */
interface ExperimentsState {
  readonly subject: Subject;
  /** Id of the tab in front; the first where nobody chose. */
  readonly tab: string | null;
  /** The other side of an A/B, with a name for it; null until one is set. */
  readonly other: NamedSource | null;
}

export interface NamedSource {
  readonly name: string;
  readonly source: ConfigSource;
}

export const experimentsStore = createStore<ExperimentsState>(() => ({
  subject: firstSubject,
  tab: null,
  other: null,
}));

export function useExperiments<T>(selector: (state: ExperimentsState) => T): T {
  return useStore(experimentsStore, selector);
}

export function setSubject(subject: Subject): void {
  experimentsStore.setState({ subject });
}

export function showTab(tab: string): void {
  experimentsStore.setState({ tab });
}

/** Makes this the B of the A/B. */
export function setOther(other: NamedSource | null): void {
  experimentsStore.setState({ other });
}
