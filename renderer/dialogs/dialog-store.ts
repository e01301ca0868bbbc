import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** Dialogs that need nothing but to be opened. */
export type DialogName = 'about' | 'jump' | 'palette' | 'reset-all' | 'shortcuts';

const dialogStore = createStore<{ readonly open: DialogName | null }>(() => ({ open: null }));

export function useOpenDialog(): DialogName | null {
  return useStore(dialogStore, (state) => state.open);
}

export function openDialog(open: DialogName): void {
  dialogStore.setState({ open });
}

export function closeDialog(): void {
  dialogStore.setState({ open: null });
}
