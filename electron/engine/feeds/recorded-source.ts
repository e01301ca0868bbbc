import type { Dataset } from '../../../shared/market.ts';
import type { MarketStore } from '../market/market-store.ts';
import { createBarEvents } from './bar-events.ts';
import type { BarSource } from './bar-source.ts';

/** Stored bars. Further ones come when more of the same data is imported. */
export interface RecordedSource extends BarSource {
  /** The dataset as it is described now. Bars added at the end are told; anything else is told as a correction. */
  stored(dataset: Dataset): Promise<void>;
  /** None come any more. */
  stop(because: string): void;
}

export function createRecordedSource(store: Pick<MarketStore, 'baseBars'>, opened: Dataset): RecordedSource {
  const events = createBarEvents();
  let known = opened;
  let looking: Promise<void> = Promise.resolve();

  async function look(dataset: Dataset): Promise<void> {
    const before = known;
    if (dataset.bars === before.bars && dataset.from === before.from && dataset.to === before.to) return;
    const added = await store.baseBars(dataset.id, before.to + 1, Number.POSITIVE_INFINITY);
    if (!added.ok) return events.stop(added.problem.message);
    known = dataset;
    const count = added.value.time.length;
    if (before.bars + count === dataset.bars && before.has_spread === dataset.has_spread)
      events.tell({ kind: 'bars', bars: added.value });
    else events.tell({ kind: 'correction', from: dataset.from });
  }

  return {
    subscribe: events.subscribe,
    state: events.state,
    history: (from, to) => store.baseBars(opened.id, from, to),
    stored(dataset) {
      const next = () => look(dataset);
      looking = looking.then(next, next);
      return looking;
    },
    stop: events.stop,
  };
}
