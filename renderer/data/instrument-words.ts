import type { AssetMetadata, Dataset, TradingDay } from '../../shared/market.ts';
import { interval } from '../format.ts';

export const dayNames: Readonly<Record<TradingDay, string>> = {
  utc: 'Midnight UTC',
  'new-york-close': '17:00 in New York',
};

/** The same within a sentence. */
export function spoken(day: TradingDay): string {
  return day === 'utc' ? 'midnight UTC' : '17:00 in New York';
}

const singular: Readonly<Record<AssetMetadata['unit'], string>> = {
  pips: 'pip',
  dollars: 'dollar',
  points: 'point',
};

/** "1 pip = 0.0001" */
export function pipWords({ unit, pip_size }: Pick<AssetMetadata, 'unit' | 'pip_size'>): string {
  const size = pip_size.toLocaleString('en-US', { maximumFractionDigits: 10, useGrouping: false });
  return `1 ${singular[unit]} = ${size}`;
}

/** What is to be known of a dataset beside its name, in a line. */
export function instrumentWords(dataset: Dataset, asset: AssetMetadata): string {
  const words = [pipWords(asset), `days end at ${spoken(dataset.trading_day)}`];
  if (dataset.phase_ms > 0) words.push(phaseWords(dataset));
  if (dataset.has_spread) words.push('with spreads');
  return words.join(' · ');
}

function phaseWords({ phase_ms, interval_ms }: Dataset): string {
  return interval_ms >= 3_600_000
    ? `bars open ${interval(phase_ms)} past the hour, and so do longer ones`
    : `bars open ${interval(phase_ms)} after each full ${interval(interval_ms)}, and so do longer ones`;
}

/** Why another day is offered; null where the data are in the day such a symbol is traded in. */
export function otherDayWords(dataset: Dataset, asset: AssetMetadata): string | null {
  if (dataset.source === 'simulated' || dataset.trading_day === asset.usual_trading_day) return null;
  return asset.usual_trading_day === 'new-york-close'
    ? `${asset.display} is traded in days that end at 17:00 in New York. In days of UTC every week has a sixth one of a few hours on Sunday, which counts as a day for the Daily model and the regime.`
    : `${asset.display} is usually charted in days that end at midnight UTC.`;
}
