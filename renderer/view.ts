import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

export type View = 'desk' | 'data' | 'experiments';

const viewStore = createStore<{ readonly view: View }>(() => ({ view: 'desk' }));

export function useView(): View {
  return useStore(viewStore, (state) => state.view);
}

export function showView(view: View): void {
  viewStore.setState({ view });
}
