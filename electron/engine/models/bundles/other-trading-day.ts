import type { Dataset, TradingDay } from '../../../../shared/market.ts';
import type { BundleSummary } from '../../../../shared/models.ts';
import { failure } from '../../../../shared/result.ts';

/** Where the input of an operation says that it may be done all the same. */
export const confirmTradingDay = 'confirm_trading_day';

const dayEnds: Readonly<Record<TradingDay, string>> = {
  utc: 'at midnight UTC',
  'new-york-close': 'at 17:00 in New York',
};

/** A bundle has learned from 4H and Daily bars of other days than those it is to answer on: the user decides. */
export function otherTradingDay(bundle: BundleSummary, dataset: Dataset, name: string) {
  return failure(
    'conflict',
    `${daysDiffer(bundle, dataset, name)} Train anew, change the day of the data, or confirm that it may answer all the same.`,
    [{ path: confirmTradingDay, message: 'must be true for a bundle of another trading day to answer' }],
  );
}

/** The same of an experiment, which names bars and bundle and has nowhere to confirm: it is confirmed where it answers. */
export function otherTradingDayInExperiment(bundle: BundleSummary, dataset: Dataset, name: string) {
  return failure(
    'conflict',
    `${daysDiffer(bundle, dataset, name)} Train anew, change the day of the data, or let it answer on this data first and confirm that there.`,
  );
}

function daysDiffer(bundle: BundleSummary, dataset: Dataset, name: string): string {
  return `${bundle.id} was trained in days that end ${dayEnds[bundle.trading_day]}; those of ${name} end ${dayEnds[dataset.trading_day]}, so its 4H and Daily bars are others.`;
}
