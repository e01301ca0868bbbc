import type { Bar, Bars, Timeframe } from '../../../shared/market.ts';
import { barAt } from '../market/bars.ts';
import type { Periods } from '../market/periods.ts';
import { closedBarIndex } from './closed-bar-index.ts';
import {
  contextFeatures,
  contextTimeframes,
  type FeatureDefinition,
  featureDefinitions,
  ownFeatures,
} from './definitions.ts';
import { createFeatureStream, type FeatureStream } from './feature-stream.ts';
import type { FeatureTable } from './feature-table.ts';

export { closedBarIndex } from './closed-bar-index.ts';

/**
 * The feature rows of all bars, computed by running the stream over them. Pass a new stream to push further bars to it
 * afterwards.
 *
 * `warm_up` of a table is the first row at which all features of its own timeframe and of every longer timeframe it
 * reads are warmed up; the number of rows where there is none. Later rows may still hold missing values, where a formula
 * divides by zero.
 */
export function computeFeatures(
  bars: Readonly<Record<Timeframe, Bars>>,
  periods: Periods,
  stream: FeatureStream = createFeatureStream(periods),
): Record<Timeframe, FeatureTable> {
  const table = (timeframe: Timeframe) => emptyTable(timeframe, bars, periods);
  const tables = { '1H': table('1H'), '4H': table('4H'), D: table('D') };
  forEachByClose(bars, periods, (timeframe, index, bar) => {
    const row = stream.push(timeframe, bar);
    tables[timeframe].values.set(row, index * row.length);
  });
  return tables;
}

const longestFirst = ['D', '4H', '1H'] as const;

/** Visits all bars in the order of their closes; of bars that close at the same time, the longest first. */
function forEachByClose(
  bars: Readonly<Record<Timeframe, Bars>>,
  periods: Periods,
  visit: (timeframe: Timeframe, index: number, bar: Bar) => void,
): void {
  const next = { '1H': 0, '4H': 0, D: 0 };
  const closeOf = (timeframe: Timeframe) =>
    next[timeframe] < bars[timeframe].time.length
      ? periods.endOf(timeframe, bars[timeframe].time[next[timeframe]])
      : Number.POSITIVE_INFINITY;

  const closes = { '1H': closeOf('1H'), '4H': closeOf('4H'), D: closeOf('D') };

  let remaining = longestFirst.reduce((sum, timeframe) => sum + bars[timeframe].time.length, 0);
  for (; remaining > 0; remaining--) {
    let first: Timeframe = 'D';
    for (const timeframe of longestFirst) if (closes[timeframe] < closes[first]) first = timeframe;
    visit(first, next[first], barAt(bars[first], next[first]));
    next[first] += 1;
    closes[first] = closeOf(first);
  }
}

function emptyTable(
  timeframe: Timeframe,
  bars: Readonly<Record<Timeframe, Bars>>,
  periods: Periods,
): FeatureTable {
  const names = featureDefinitions(timeframe).map((definition) => definition.name);
  const rows = bars[timeframe].time.length;
  return {
    names,
    rows,
    values: new Float32Array(rows * names.length),
    warm_up: firstCompleteRow(timeframe, bars, periods),
  };
}

function firstCompleteRow(
  timeframe: Timeframe,
  bars: Readonly<Record<Timeframe, Bars>>,
  periods: Periods,
): number {
  const { time } = bars[timeframe];
  let row = longestWarmUp(ownFeatures(timeframe));
  for (const longer of contextTimeframes[timeframe]) {
    const closed = closedBarIndex(
      { timeframe, time },
      { timeframe: longer, time: bars[longer].time },
      periods,
    );
    const first = closed.findIndex((index) => index >= longestWarmUp(contextFeatures(longer)));
    row = Math.max(row, first === -1 ? time.length : first);
  }
  return Math.min(row, time.length);
}

function longestWarmUp(features: readonly FeatureDefinition[]): number {
  return Math.max(...features.map((feature) => feature.warm_up));
}
