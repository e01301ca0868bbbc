import type { Dataset, TradingDay } from '../../../../shared/market.ts';
import type { BundleSummary } from '../../../../shared/models.ts';
import { failure } from '../../../../shared/result.ts';

/** The input field that confirms a bundle of another trading day. */
export const confirmTradingDay = 'confirm_trading_day';

const dayEnds: Readonly<Record<TradingDay, string>> = {
  utc: 'at midnight UTC',
  'new-york-close': 'at 17:00 in New York',
};

/** Refuses a bundle that was trained on bars of another trading day, until the user confirms it. */
export function otherTradingDay(bundle: BundleSummary, dataset: Dataset, name: string) {
  return failure(
    'conflict',
    `${daysDiffer(bundle, dataset, name)} Train a new bundle, change the trading day of the data, or confirm that this bundle may be used anyway.`,
    [{ path: confirmTradingDay, message: 'must be true to use a bundle of another trading day' }],
  );
}

/** The same for an experiment, which cannot confirm it: the bundle must first be confirmed on the data itself. */
export function otherTradingDayInExperiment(bundle: BundleSummary, dataset: Dataset, name: string) {
  return failure(
    'conflict',
    `${daysDiffer(bundle, dataset, name)} Train a new bundle, change the trading day of the data, or first use this bundle on the data and confirm it there.`,
  );
}

function daysDiffer(bundle: BundleSummary, dataset: Dataset, name: string): string {
  return `${bundle.id} was trained on trading days that end ${dayEnds[bundle.trading_day]}; those of ${name} end ${dayEnds[dataset.trading_day]}, so its 4H and Daily bars differ.`;
}
