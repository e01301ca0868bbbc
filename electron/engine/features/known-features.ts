import type { Timeframe } from '../../../shared/market.ts';
import { featureDefinitions } from './definitions.ts';

/** The names of the features the desk can compute, per timeframe, in the order of the tables' columns. */
export function knownFeatures(): Record<Timeframe, readonly string[]> {
  const names = (timeframe: Timeframe) => featureDefinitions(timeframe).map(({ name }) => name);
  return { '1H': names('1H'), '4H': names('4H'), D: names('D') };
}
