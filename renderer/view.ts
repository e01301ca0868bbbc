import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

export const views = ['desk', 'data', 'experiments'] as const;
export type View = (typeof views)[number];

export const viewStore = createStore<{ readonly view: View }>(() => ({ view: 'desk' }));

export function useView(): View {
  return useStore(viewStore, (state) => state.view);
}

export function showView(view: View): void {
  viewStore.setState({ view });
}
