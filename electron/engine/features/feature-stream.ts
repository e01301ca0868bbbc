import type { Bar, Timeframe } from '../../../shared/market.ts';
import type { Periods } from '../market/periods.ts';
import { contextFeatures, contextTimeframes, type Feature, ownFeatures } from './definitions.ts';
import { createIndicatorStream, type Indicators } from './indicators.ts';

/** The one implementation of the features: incremental, for all three timeframes together. */
export interface FeatureStream {
  /**
   * Takes the next closed bar of a timeframe and answers its feature row (see `featureDefinitions`).
   * Bars of one timeframe come oldest first. Of bars that close at the same moment the longest comes
   * first, so that the 1H row sees the 4H bar that closes with it. A longer bar may come early: rows
   * that close before it do not see it. Throws when the order is broken, which is a bug of the caller.
   */
  push(timeframe: Timeframe, bar: Bar): Float32Array;
}

/** A stream that has seen no bar yet; `periods` says when those it will see have closed. */
export function createFeatureStream(periods: Periods): FeatureStream {
  const lanes: Readonly<Record<Timeframe, Lane>> = {
    '1H': createLane('1H', periods),
    '4H': createLane('4H', periods),
    D: createLane('D', periods),
  };
  const readersOf: Readonly<Record<Timeframe, readonly Reader[]>> = {
    '1H': [],
    '4H': lanes['1H'].readers.filter((reader) => reader.timeframe === '4H'),
    D: [...lanes['1H'].readers, ...lanes['4H'].readers].filter((reader) => reader.timeframe === 'D'),
  };

  function push(timeframe: Timeframe, bar: Bar): Float32Array {
    const lane = lanes[timeframe];
    const closes = periods.endOf(timeframe, bar.time);
    if (closes <= lane.closed) throw new Error(`${timeframe} bar ${bar.time} came after a later one`);
    for (const reader of readersOf[timeframe]) {
      if (closes <= reader.lane.closed) {
        throw new Error(`${timeframe} bar ${bar.time} came after a shorter bar that should have seen it`);
      }
    }
    const now = lane.indicators.push(bar);
    const values = evaluate(contextFeatures(timeframe), now, lane.count);
    for (const reader of readersOf[timeframe]) reader.waiting.push({ closes, values });

    const row = new Float32Array(lane.width);
    row.set(evaluate(lane.features, now, lane.count));
    let column = lane.features.length;
    for (const reader of lane.readers) {
      advance(reader, closes);
      row.set(reader.values, column);
      column += reader.values.length;
    }
    lane.closed = closes;
    lane.count += 1;
    return withoutInfinity(row);
  }

  return { push };
}

/** One timeframe: its indicators, and its view of the longer timeframes. */
interface Lane {
  readonly indicators: ReturnType<typeof createIndicatorStream>;
  readonly features: readonly Feature[];
  readonly readers: readonly Reader[];
  readonly width: number;
  /** When the latest bar closed, ms. */
  closed: number;
  /** Bars seen. */
  count: number;
}

/** A longer timeframe as the rows of a shorter one may see it. */
interface Reader {
  readonly timeframe: Timeframe;
  readonly lane: Lane;
  /** Bars pushed but not yet closed at the latest row, oldest first. */
  readonly waiting: { readonly closes: number; readonly values: readonly number[] }[];
  values: readonly number[];
}

function createLane(timeframe: Timeframe, periods: Periods): Lane {
  const readers: Reader[] = [];
  const lane: Lane = {
    indicators: createIndicatorStream(periods),
    features: ownFeatures(timeframe),
    readers,
    width:
      ownFeatures(timeframe).length +
      contextTimeframes[timeframe].reduce((sum, longer) => sum + contextFeatures(longer).length, 0),
    closed: Number.NEGATIVE_INFINITY,
    count: 0,
  };
  for (const longer of contextTimeframes[timeframe]) {
    const values = contextFeatures(longer).map(() => Number.NaN);
    readers.push({ timeframe: longer, lane, waiting: [], values });
  }
  return lane;
}

/** No look-ahead: a bar counts only once it has closed, at the latest together with the row's own bar. */
function advance(reader: Reader, rowCloses: number): void {
  while (reader.waiting.length > 0 && reader.waiting[0].closes <= rowCloses) {
    reader.values = reader.waiting[0].values;
    reader.waiting.shift();
  }
}

function evaluate(features: readonly Feature[], now: Indicators, count: number): number[] {
  return features.map((feature) => (count < feature.warm_up ? Number.NaN : feature.value(now)));
}

/** Missing instead of infinite, also for what overflows only as a 32-bit float. */
function withoutInfinity(row: Float32Array): Float32Array {
  for (let column = 0; column < row.length; column++) {
    if (!Number.isFinite(row[column])) row[column] = Number.NaN;
  }
  return row;
}
