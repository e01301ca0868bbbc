import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** The tabs of the activity, in order. */
export const activityTabs = [
  { id: 'callbacks', label: 'Callbacks' },
  { id: 'audit', label: 'Audit trail' },
  { id: 'predictions', label: 'Predictions' },
  { id: 'notices', label: 'Notices' },
  { id: 'jobs', label: 'Jobs' },
] as const;
export type ActivityTab = (typeof activityTabs)[number]['id'];

/** Id of the tab in front; null for the first. */
export const activityTabStore = createStore<{ readonly tab: string | null }>(() => ({ tab: null }));

export function useActivityTab(): string | null {
  return useStore(activityTabStore, (state) => state.tab);
}

export function showActivityTab(tab: string): void {
  activityTabStore.setState({ tab });
}
