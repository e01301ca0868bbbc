import { ChevronDown, ChevronRight } from 'lucide-react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { Button } from '../../ui/button.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';

const storageKey = 'ensemble-desk.why';

const openStore = createStore<{ readonly open: boolean }>(() => ({
  open: localStorage.getItem(storageKey) === 'true',
}));

/** Whether a prediction explains itself; remembered. */
export function useWhyOpen(): boolean {
  return useStore(openStore, (state) => state.open);
}

/** Opens and closes what stands behind a decision. */
export function WhyToggle() {
  const open = useWhyOpen();
  return (
    <Tooltip text="How the confidence came about, and the smallest change of weights that flips the decision">
      <Button
        small
        look="quiet"
        className="why-toggle"
        aria-expanded={open}
        onClick={() => {
          localStorage.setItem(storageKey, String(!open));
          openStore.setState({ open: !open });
        }}
      >
        {open ? <ChevronDown /> : <ChevronRight />} Why
      </Button>
    </Tooltip>
  );
}
