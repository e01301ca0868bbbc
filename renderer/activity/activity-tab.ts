import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** Id of the tab in front; null for the first. */
export const activityTabStore = createStore<{ readonly tab: string | null }>(() => ({ tab: null }));

export function useActivityTab(): string | null {
  return useStore(activityTabStore, (state) => state.tab);
}

export function showActivityTab(tab: string): void {
  activityTabStore.setState({ tab });
}
