import { ChevronsDown, ChevronsUp } from 'lucide-react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { IconButton } from '../ui/button.tsx';

const storageKey = 'ensemble-desk.tall-activity';

const sizeStore = createStore<{ readonly tall: boolean }>(() => ({
  tall: localStorage.getItem(storageKey) === 'true',
}));

/** Whether the activity takes more than half of the window; remembered. */
export function useTallActivity(): boolean {
  return useStore(sizeStore, (state) => state.tall);
}

/** Makes room for the activity, or gives it back. */
export function ActivitySize() {
  const tall = useTallActivity();
  return (
    <IconButton
      small
      label="Tall activity"
      hint={tall ? 'Give the room back' : 'More room for the activity'}
      aria-pressed={tall}
      onClick={() => {
        localStorage.setItem(storageKey, String(!tall));
        sizeStore.setState({ tall: !tall });
      }}
    >
      {tall ? <ChevronsDown /> : <ChevronsUp />}
    </IconButton>
  );
}
