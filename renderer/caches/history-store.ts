import { createStore } from 'zustand/vanilla';
import type { CacheName } from '../../shared/caches.ts';
import { deskStore } from '../store.ts';
import type { HitHistory } from './hit-history.ts';
import { withReading } from './hit-history.ts';

type Histories = Readonly<Partial<Record<CacheName, HitHistory>>>;

export const historyStore = createStore<{ readonly histories: Histories }>(() => ({ histories: {} }));

/** Records the hit rates of the caches from now on. Returns a function that stops it. */
export function recordHitRates(): () => void {
  const record = () => {
    const caches = deskStore.getState().mirror?.caches ?? [];
    const { histories } = historyStore.getState();
    const now = Date.now();
    const next = Object.fromEntries(
      caches.map((stats) => [stats.name, withReading(histories[stats.name], stats, now)]),
    ) as Histories;
    if (caches.some(({ name }) => next[name] !== histories[name])) historyStore.setState({ histories: next });
  };
  record();
  return deskStore.subscribe((state, before) => {
    if (state.mirror?.caches !== before.mirror?.caches) record();
  });
}
