import type { AssetMetadata, AssetSettings, Dataset } from '../../../shared/market.ts';
import type { BundleSummary } from '../../../shared/models.ts';
import { failure, type Result, success } from '../../../shared/result.ts';
import { normalSymbol } from '../../../shared/symbols.ts';
import type { AssetService } from '../market/assets/asset-service.ts';
import { barsForFacts, priceFacts } from '../market/assets/price-facts.ts';
import type { MarketStore } from '../market/market-store.ts';
import type { BundleLibrary } from '../models/bundles/bundle-library.ts';

/** What is stored: the datasets and bundles as they were listed last, and what is known of their symbols. */
export interface Catalog {
  /** Reads the lists again, after an import, a training or a removal. */
  refresh(): Promise<void>;
  /** Reads the datasets alone: the simulated market grows by itself. */
  refreshDatasets(): Promise<void>;
  /** How often the lists have been read: what was stored before may have been replaced since. */
  refreshed(): number;
  datasets(): readonly Dataset[];
  dataset(id: string): Result<Dataset>;
  bundles(): readonly BundleSummary[];
  bundle(id: string): Result<BundleSummary>;
  /** A symbol as people read it, with the unit its prices are counted in. */
  metadata(symbol: string): AssetMetadata;
  /** What is known of the symbol of some stored data. */
  asset(symbol: string): Result<AssetMetadata>;
  /** Keeps what the user says about such a symbol; what is left out stays, null goes back to the guess. */
  setAsset(symbol: string, changes: Partial<AssetSettings>): Promise<Result<AssetMetadata>>;
}

export function createCatalog(parts: {
  store: MarketStore;
  library: BundleLibrary;
  assets: AssetService;
  onProblem: (message: string) => void;
}): Catalog {
  const { store, library, assets, onProblem } = parts;
  let datasets: readonly Dataset[] = [];
  let bundles: readonly BundleSummary[] = [];
  let refreshed = 0;
  /** The bars of each dataset whose prices have been looked at. */
  const learned = new Map<string, string>();

  async function refreshDatasets(): Promise<void> {
    datasets = await store.datasets();
  }

  /** What the prices of a dataset tell about its symbol's unit. */
  async function learnPrices(dataset: Dataset): Promise<void> {
    const content = `${dataset.bars} ${dataset.from} ${dataset.to}`;
    if (learned.get(dataset.id) === content) return;
    const newest = await store.lastBars(dataset.id, barsForFacts);
    if (!newest.ok) return;
    learned.set(dataset.id, content);
    assets.learn(dataset.symbol, priceFacts(newest.value, dataset.interval_ms));
  }

  /** A typing error must not be kept as a symbol. */
  function asset(symbol: string): Result<AssetMetadata> {
    const found = datasets.find((dataset) => normalSymbol(dataset.symbol) === normalSymbol(symbol));
    return found
      ? success(assets.metadata(found.symbol))
      : failure('not-found', `There is no market data of ${symbol}.`);
  }

  return {
    async refresh() {
      refreshed += 1;
      await refreshDatasets();
      const listed = await library.list();
      bundles = listed.bundles;
      for (const { id, reason } of listed.broken) onProblem(`Bundle ${id} cannot be used: ${reason}`);
      for (const dataset of datasets) await learnPrices(dataset);
    },
    refreshDatasets,
    refreshed: () => refreshed,
    datasets: () => datasets,
    dataset: (id) => named(datasets, id, `There is no market data named ${id}.`),
    bundles: () => bundles,
    bundle: (id) => named(bundles, id, `There is no bundle ${id}.`),
    metadata: assets.metadata,
    asset,
    async setAsset(symbol, changes) {
      const known = asset(symbol);
      if (!known.ok) return known;
      const settings = { ...known.value.settings, ...changes };
      const saved = await store.saveAssetSettings(normalSymbol(symbol), settings);
      if (!saved.ok) return saved;
      assets.set(symbol, settings);
      return success(assets.metadata(symbol));
    },
  };
}

function named<T extends { readonly id: string }>(all: readonly T[], id: string, missing: string): Result<T> {
  const found = all.find((each) => each.id === id);
  return found ? success(found) : failure('not-found', missing);
}
