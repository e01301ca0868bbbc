import { useEffect, useRef, useState } from 'react';
import type { Category } from '../../shared/parameters.ts';
import type { Problem } from '../../shared/result.ts';
import { call } from '../desk.ts';
import { createNewestWins, untilFrame } from '../runs/newest-wins.ts';
import type { SliderInput } from '../ui/slider.tsx';

export type Changes = Readonly<Record<string, number>>;

interface SliderGesture {
  /** What the control shows while it is moved; null when at rest. */
  readonly draft: Changes | null;
  move(changes: Changes, by: SliderInput): void;
}

/**
 * One movement of a slider, by pointer or keyboard: every move is a preview of the running system,
 * letting go commits it as one update, Escape takes it back.
 */
export function useSliderGesture(
  category: Category,
  onProblem: (problem: Problem | null) => void,
): SliderGesture {
  const [draft, setDraft] = usePatientDraft();
  const gesture = useRef<{ cancelled: boolean; unlisten: () => void } | null>(null);
  useEffect(() => () => gesture.current?.unlisten(), []);

  async function end() {
    const ended = gesture.current;
    ended?.unlisten();
    gesture.current = null;
    if (ended?.cancelled) return;
    await previews.settle();
    const result = await call('config.commit', {});
    if (!result.ok) {
      onProblem(result.problem);
      await call('config.cancel', {});
    }
    if (!gesture.current) setDraft.now(null);
  }

  async function cancel() {
    if (!gesture.current || gesture.current.cancelled) return;
    gesture.current.cancelled = true;
    await previews.drop();
    await call('config.cancel', {});
    onProblem(null);
    setDraft.now(null);
  }

  function begin(by: SliderInput) {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      cancel();
    };
    // The key that cancels a drag is let go before the pointer is: each movement ends by its own input.
    const endings = by === 'pointer' ? (['pointerup', 'pointercancel'] as const) : (['keyup'] as const);
    window.addEventListener('keydown', onKeyDown, true);
    window.addEventListener('blur', end);
    for (const ending of endings) window.addEventListener(ending, end);
    return () => {
      window.removeEventListener('keydown', onKeyDown, true);
      window.removeEventListener('blur', end);
      for (const ending of endings) window.removeEventListener(ending, end);
    };
  }

  return {
    draft,
    move(changes, by) {
      if (!gesture.current) {
        onProblem(null);
        gesture.current = { cancelled: false, unlisten: begin(by) };
      }
      if (gesture.current.cancelled) return;
      setDraft.soon(changes);
      previews.ask({ category, changes, onProblem });
    },
  };
}

/**
 * A draft that waits a little for the answer of the running system: painted alone, the moved control would
 * cost a frame of its own and the prediction would come one frame later.
 */
function usePatientDraft(): [
  Changes | null,
  { soon: (changes: Changes) => void; now: (changes: Changes | null) => void },
] {
  const [draft, setDraft] = useState<Changes | null>(null);
  const timer = useRef(0);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const set = useRef({
    soon(changes: Changes) {
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(() => setDraft(changes), patienceMs);
    },
    now(changes: Changes | null) {
      window.clearTimeout(timer.current);
      setDraft(changes);
    },
  });
  return [draft, set.current];
}

/** Well within a frame, and longer than the answer usually takes. */
const patienceMs = 8;

const previews = createNewestWins(
  async (draft: { category: Category; changes: Changes; onProblem: (problem: Problem | null) => void }) => {
    const result = await call('config.preview', { category: draft.category, changes: { ...draft.changes } });
    draft.onProblem(result.ok ? null : result.problem);
  },
  { rest: untilFrame },
);
