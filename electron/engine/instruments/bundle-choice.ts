import type { Dataset } from '../../../shared/market.ts';
import type { BundleSummary } from '../../../shared/models.ts';
import type { Catalog } from './catalog.ts';
import type { Session } from './session.ts';

/** Which bundle goes with which data: what the user chose, and what may be taken without asking. */
export interface BundleChoice {
  /** The bundle used last on this data, or the newest that was trained on it; rather one of the data's own day. */
  suiting(dataset: Dataset): BundleSummary | null;
  /** Trained in the data's own trading day, or let answer in another by the user. */
  mayAnswer(bundle: BundleSummary, dataset: Dataset): boolean;
  /** The user lets a bundle of another trading day answer all the same. */
  agree(bundle: BundleSummary, dataset: Dataset): void;
  /** A bundle answers on a dataset from now on. */
  took(dataset: string, bundle: string): void;
  /** What to keep of it for the next start. */
  kept(): Pick<Session, 'bundles' | 'agreed'>;
}

export function createBundleChoice(parts: {
  catalog: Pick<Catalog, 'bundles'>;
  last: Pick<Session, 'bundles' | 'agreed'>;
}): BundleChoice {
  const { catalog } = parts;
  let { bundles: taken, agreed } = parts.last;

  function mayAnswer(bundle: BundleSummary, { id, trading_day }: Dataset): boolean {
    const allowed = agreed[id];
    return (
      bundle.trading_day === trading_day ||
      (allowed?.bundle === bundle.id && allowed.trading_day === trading_day)
    );
  }

  return {
    mayAnswer,
    suiting(dataset) {
      const bundles = catalog.bundles();
      const last = bundles.find(({ id }) => id === taken[dataset.id]);
      const own = bundles.filter((bundle) => bundle.dataset === dataset.id);
      own.sort((a, b) => (b.trained_at ?? 0) - (a.trained_at ?? 0));
      const wanted = last ? [last, ...own] : own;
      return wanted.find((bundle) => mayAnswer(bundle, dataset)) ?? wanted[0] ?? null;
    },
    agree({ id: bundle }, { id, trading_day }) {
      agreed = { ...agreed, [id]: { bundle, trading_day } };
    },
    took(dataset, bundle) {
      taken = { ...taken, [dataset]: bundle };
    },
    kept: () => ({ bundles: taken, agreed }),
  };
}
