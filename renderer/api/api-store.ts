import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

const apiStore = createStore<{ readonly shown: boolean }>(() => ({ shown: false }));

export function useApiShown(): boolean {
  return useStore(apiStore, (state) => state.shown);
}

export function showApi(): void {
  apiStore.setState({ shown: true });
}

export function closeApi(): void {
  apiStore.setState({ shown: false });
}
