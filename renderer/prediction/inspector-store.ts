import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Prediction } from '../../shared/prediction.ts';
import { call } from '../desk.ts';
import { deskStore } from '../store.ts';

/** A past bar being looked at; `said` is null while asking or where there is a `reason` for none. */
export interface Inspection {
  readonly barTime: number;
  readonly said: Prediction | null;
  readonly reason: string | null;
}

export const inspectionStore = createStore<{ readonly inspection: Inspection | null }>(() => ({
  inspection: null,
}));

export function useInspection(): Inspection | null {
  return useStore(inspectionStore, (state) => state.inspection);
}

/** Asks what the ensemble says at one 1H bar, by its open time, ms UTC. The latest question wins. */
export async function inspectBar(barTime: number): Promise<void> {
  const { inspection } = inspectionStore.getState();
  const isRepeated = inspection?.barTime === barTime;
  const asked: Inspection = { barTime, said: isRepeated ? inspection.said : null, reason: null };
  inspectionStore.setState({ inspection: asked });
  const result = await call('prediction.at', {
    bar_time: barTime,
    // Named, so that the answer is never of data that came into focus meanwhile.
    dataset: deskStore.getState().mirror?.market.active ?? undefined,
  });
  if (inspectionStore.getState().inspection !== asked) return;
  inspectionStore.setState({
    inspection: result.ok
      ? { barTime, said: result.value, reason: null }
      : { barTime, said: null, reason: result.problem.message },
  });
}

export function backToCurrent(): void {
  inspectionStore.setState({ inspection: null });
}
