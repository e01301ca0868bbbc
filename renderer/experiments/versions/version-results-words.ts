import type { VersionResult } from '../../../shared/experiments/version-results.ts';
import { isWeightPath, labelOf } from '../../config/parameter-words.ts';
import { count, isoMinute } from '../../format.ts';
import type { Difference } from '../candidates/shadow-words.ts';
import { differenceOf } from '../candidates/shadow-words.ts';
import { figureText, leastTrades } from '../figures/metrics.ts';

/** What a row of the versions' results shows. */
export interface VersionRow {
  readonly key: string;
  readonly version: number;
  readonly from: string;
  readonly to: string;
  readonly bars: string;
  /** Labels of what it changed; a sentence where that is nothing. */
  readonly changed: string;
  readonly trades: string;
  readonly winRate: string;
  readonly pips: string;
  /** Null where there was none. */
  readonly predecessor: { readonly version: number; readonly pips: string } | null;
  readonly difference: Difference | null;
  /** The data, where it is not what is open. */
  readonly elsewhere: string | null;
}

export function versionRow(result: VersionResult, openData: string | null): VersionRow {
  const { version, from, to, bars, figures, predecessor, predecessor_figures: before, dataset } = result;
  return {
    // A span begins where no other does: each bar closes under one version.
    key: `${version} ${dataset} ${result.bundle} ${from} ${to}`,
    version,
    from: isoMinute(from).replace('T', ' '),
    to: isoMinute(to).replace('T', ' '),
    bars: count(bars),
    changed: changedWords(result),
    trades: figureText('trades', figures.trades),
    winRate: figureText('win_rate', figures.win_rate),
    pips: figureText('total_pips', figures.total_pips),
    predecessor:
      predecessor !== null && before
        ? { version: predecessor, pips: figureText('total_pips', before.total_pips) }
        : null,
    difference: before && differenceOf(before, figures),
    elsewhere: dataset === openData ? null : dataset,
  };
}

/** What a version changed, the three weights as one. */
export function changedWords({
  changed,
  predecessor,
}: Pick<VersionResult, 'changed' | 'predecessor'>): string {
  if (predecessor === null) return 'the first on record';
  const others = changed.filter((path) => !isWeightPath(path)).map(labelOf);
  const all = others.length < changed.length ? ['Weights', ...others] : others;
  return all.length > 0 ? all.join(', ') : 'no value';
}

/** How much of it can mean something. */
export function versionsNote(results: readonly VersionResult[]): string {
  const telling = results.filter(
    ({ figures, predecessor_figures: before }) =>
      before !== null && Math.min(figures.trades, before.trades) >= leastTrades,
  ).length;
  const which =
    telling === 0
      ? `No version here has ${leastTrades} trades beside ${leastTrades} of its predecessor yet: none of these differences says anything.`
      : `${telling} of ${results.length} have at least ${leastTrades} trades on both sides; the others are too few to say anything.`;
  return `${which} Even then it is one stretch of one market: no proof that a change was good.`;
}
