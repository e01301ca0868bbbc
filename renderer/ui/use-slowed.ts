import { useEffect, useRef, useState } from 'react';
import type { DeskMirror } from '../store.ts';
import { deskNow, deskStore } from '../store.ts';

const spacingMs = 120;

/**
 * As `useDesk`, for what may change hundreds of times a second and is read by eye: the first change
 * shows at once, those that follow together, at most so often.
 */
export function useSlowed<T>(selector: (mirror: DeskMirror) => T): T {
  const read = useRef(selector);
  read.current = selector;
  const [value, setValue] = useState(() => selector(deskNow()));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let changed = false;
    const show = () => setValue(() => read.current(deskNow()));
    const rest = () => {
      timer = undefined;
      if (changed) take();
    };
    const take = () => {
      changed = false;
      show();
      timer = setTimeout(rest, spacingMs);
    };
    const unsubscribe = deskStore.subscribe((state, before) => {
      if (!state.mirror || (before.mirror && read.current(state.mirror) === read.current(before.mirror)))
        return;
      if (timer === undefined) take();
      else changed = true;
    });
    show();
    return () => {
      unsubscribe();
      clearTimeout(timer);
    };
  }, []);
  return value;
}
