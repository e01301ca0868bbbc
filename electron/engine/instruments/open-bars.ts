import type { Bars, Dataset } from '../../../shared/market.ts';
import { hourMs } from '../../../shared/market.ts';
import { type Result, success } from '../../../shared/result.ts';
import type { BarSource } from '../feeds/bar-source.ts';
import { createRecordedSource } from '../feeds/recorded-source.ts';
import { lastIndexAtOrBefore, viewBars } from '../market/bars.ts';
import type { MarketStore, Series } from '../market/market-store.ts';
import { createSimulatedSource } from '../market/simulator/simulated-market.ts';

/** A stored dataset with the source of the bars that follow. */
export interface OpenedBars extends Series {
  /** The newest base bars: the period under way in each timeframe began among them. */
  readonly recent: Bars;
  readonly source: BarSource;
  /** The dataset is described anew: more of it may have been stored. */
  described(dataset: Dataset): Promise<void>;
  save(): Promise<Result<null>>;
  /** Open time of the first base bar that is kept, ms UTC; older ones are stored no more. */
  keptFrom(): number;
  stop(because: string): void;
}

/** The day on which clocks go back. */
const longestDayMs = 25 * hourMs;

export async function openBars(store: MarketStore, id: string): Promise<Result<OpenedBars>> {
  const series = await store.loadSeries(id);
  if (!series.ok) return series;
  const { dataset } = series.value;
  const newest = await store.lastBars(id, Math.ceil(longestDayMs / dataset.interval_ms));
  if (!newest.ok) return newest;
  const recent = viewBars(newest.value, 0, lastIndexAtOrBefore(newest.value, dataset.to) + 1);
  if (dataset.source === 'simulated') {
    const source = await createSimulatedSource(store, dataset);
    const { save, stop, keptFrom } = source;
    // It is stored by itself: nothing is stored that it has not told.
    return success({
      ...series.value,
      recent,
      source,
      save,
      stop,
      keptFrom,
      described: async () => undefined,
    });
  }
  const source = createRecordedSource(store, dataset);
  return success({
    ...series.value,
    recent,
    source,
    save: async () => success(null),
    keptFrom: () => dataset.from,
    stop: source.stop,
    described: source.stored,
  });
}
