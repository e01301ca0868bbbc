import type { Bar, Timeframe } from '../../../shared/market.ts';
import type { Periods } from '../market/periods.ts';
import { contextFeatures, contextTimeframes, type Feature, ownFeatures } from './definitions.ts';
import { createIndicatorStream, type Indicators } from './indicators.ts';

/** The only implementation of the features: incremental, for all three timeframes together. */
export interface FeatureStream {
  /**
   * Takes the next closed bar of a timeframe and returns its feature row (see `featureDefinitions`). Bars of one
   * timeframe must come oldest first, and of bars that close at the same time the longest first, so that the 1H row sees
   * the 4H bar that closes with it. A longer bar may come early: rows that close before it do not see it. Throws where
   * the order is broken, which is a bug of the caller.
   */
  push(timeframe: Timeframe, bar: Bar): Float32Array;
}

/** A stream without bars; `periods` says when a bar closes. */
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

/** One timeframe: its indicators and its readers of the longer timeframes. */
interface Lane {
  readonly indicators: ReturnType<typeof createIndicatorStream>;
  readonly features: readonly Feature[];
  readonly readers: readonly Reader[];
  readonly width: number;
  /** Close time of the latest bar, ms UTC. */
  closed: number;
  /** Bars seen. */
  count: number;
}

/** The values of a longer timeframe that the rows of a shorter one may see. */
interface Reader {
  readonly timeframe: Timeframe;
  readonly lane: Lane;
  /** Bars that were pushed but had not closed by the latest row, oldest first. */
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

/** Prevents look-ahead: a longer bar is visible only if it closes no later than the row's own bar. */
function advance(reader: Reader, rowCloses: number): void {
  while (reader.waiting.length > 0 && reader.waiting[0].closes <= rowCloses) {
    reader.values = reader.waiting[0].values;
    reader.waiting.shift();
  }
}

function evaluate(features: readonly Feature[], now: Indicators, count: number): number[] {
  return features.map((feature) => (count < feature.warm_up ? Number.NaN : feature.value(now)));
}

/** Replaces infinite values, among them those that overflow only as 32-bit floats, by missing ones (NaN). */
function withoutInfinity(row: Float32Array): Float32Array {
  for (let column = 0; column < row.length; column++) {
    if (!Number.isFinite(row[column])) row[column] = Number.NaN;
  }
  return row;
}
