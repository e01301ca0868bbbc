import { ChevronsDown, ChevronsUp } from 'lucide-react';
import { useStore } from 'zustand';
import { isTall, layoutStore, toggleTallActivity } from '../layout/layout-store.ts';
import { IconButton } from '../ui/button.tsx';

/** Makes room for the activity, or gives it back. */
export function TallActivity() {
  const tall = useStore(layoutStore, (state) => isTall(state.panels));
  return (
    <IconButton
      small
      label="Tall activity"
      hint={tall ? 'Give the room back' : 'More room for the activity'}
      aria-pressed={tall}
      onClick={toggleTallActivity}
    >
      {tall ? <ChevronsDown /> : <ChevronsUp />}
    </IconButton>
  );
}
