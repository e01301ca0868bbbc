import { type Bar, type Bars, type PeriodRules, type Timeframe, timeframes } from '../../../shared/market.ts';
import { regimes } from '../../../shared/prediction.ts';
import { closedBarIndex, computeFeatures } from '../features/compute-features.ts';
import { createFeatureStream, type FeatureStream } from '../features/feature-stream.ts';
import type { FeatureTable } from '../features/feature-table.ts';
import type { ClosedBar } from '../market/bar-closer.ts';
import { createPeriods, type Periods } from '../market/periods.ts';
import { scoreRow, type TreeEnsemble } from '../models/trees/tree-ensemble.ts';
import type { Answers } from './answers.ts';
import { dailyRegimes, regimeAt, regimeWindow } from './regime.ts';

/** One model with the names of the features it reads, in the order of its inputs. */
export interface AnalystModel {
  readonly ensemble: TreeEnsemble;
  readonly features: readonly string[];
}

/** Runs the models on bars. It keeps the state of the indicators, so that a new bar needs no past bars. */
export interface Analyst {
  /** One answer per 1H bar that it was created with. */
  readonly history: Answers;
  /** Takes further bars in the order of their closes, longest first; returns one answer per 1H bar among them. */
  append(closed: readonly ClosedBar[]): Answers;
}

/** Reads all bars once. A timeframe with too few bars for its warm-up answers NaN, even for bars appended later. */
export function createAnalyst(
  bars: Readonly<Record<Timeframe, Bars>>,
  models: Readonly<Record<Timeframe, AnalystModel>>,
  rules: PeriodRules,
): Analyst {
  const periods = createPeriods(rules);
  const stream = createFeatureStream(periods);
  const tables = computeFeatures(bars, periods, stream);
  const lanes = byTimeframe((timeframe) => laneOf(tables[timeframe], models[timeframe]));
  const answered = byTimeframe((timeframe) => scoreAll(tables[timeframe], lanes[timeframe].score));
  for (const timeframe of timeframes) lanes[timeframe].latest = answered[timeframe].at(-1) ?? Number.NaN;
  return { history: alignToHours(bars, answered, periods), append: createAppend(stream, lanes, bars.D) };
}

/** The state of one timeframe between bars. */
interface Lane {
  readonly score: Scorer;
  /** False where there were too few bars for the warm-up. */
  readonly warm: boolean;
  latest: number;
}

function laneOf({ names, warm_up, rows }: FeatureTable, model: AnalystModel): Lane {
  return { score: createScorer(model, names), warm: warm_up < rows, latest: Number.NaN };
}

/** A function of its own, so that its closure does not keep the history in memory. */
function createAppend(
  stream: FeatureStream,
  lanes: Readonly<Record<Timeframe, Lane>>,
  days: Bars,
): Analyst['append'] {
  const daily = lastDays(days);
  let regime = regimes.indexOf(regimeAt(columnsOf(daily), daily.length - 1));
  return (closed) => {
    const rows = closed.filter(({ timeframe }) => timeframe === '1H').length;
    const answers = emptyAnswers(rows);
    let row = 0;
    for (const { timeframe, bar } of closed) {
      const features = stream.push(timeframe, bar);
      const lane = lanes[timeframe];
      if (lane.warm) lane.latest = lane.score(features, 0);
      if (timeframe === 'D') {
        daily.push(bar);
        if (daily.length > regimeWindow) daily.shift();
        regime = regimes.indexOf(regimeAt(columnsOf(daily), daily.length - 1));
      }
      if (timeframe !== '1H') continue;
      timeframes.forEach((each, column) => {
        answers.prob_up[column][row] = lanes[each].latest;
      });
      answers.regime[row] = regime;
      row += 1;
    }
    return answers;
  };
}

/** Scores one feature row that starts at `offset` of `values`. */
type Scorer = (values: Float32Array, offset: number) => number;

/** Reorders the columns of a table for the model where their order differs. */
function createScorer({ ensemble, features }: AnalystModel, names: readonly string[]): Scorer {
  if (features.length === names.length && features.every((name, i) => name === names[i])) {
    return (values, offset) => scoreRow(ensemble, values, offset);
  }
  const columns = features.map((name) => names.indexOf(name));
  const row = new Float32Array(columns.length);
  return (values, offset) => {
    for (let i = 0; i < columns.length; i += 1) row[i] = values[offset + columns[i]];
    return scoreRow(ensemble, row, 0);
  };
}

function scoreAll(table: FeatureTable, score: Scorer): Float64Array {
  const answers = new Float64Array(table.rows).fill(Number.NaN);
  const width = table.names.length;
  for (let row = table.warm_up; row < table.rows; row += 1) answers[row] = score(table.values, row * width);
  return answers;
}

/** Per 1H bar, the answers of the last longer bars that have closed by its close. */
function alignToHours(
  bars: Readonly<Record<Timeframe, Bars>>,
  answered: Readonly<Record<Timeframe, Float64Array>>,
  periods: Periods,
): Answers {
  const times = (timeframe: Timeframe) => ({ timeframe, time: bars[timeframe].time });
  const codes = dailyRegimes(bars.D);
  const days = closedBarIndex(times('1H'), times('D'), periods);
  const fourHours = closedBarIndex(times('1H'), times('4H'), periods);
  const pick = (column: Float64Array, index: Int32Array) =>
    Float64Array.from(index, (i) => (i < 0 ? Number.NaN : column[i]));
  return {
    prob_up: [answered['1H'], pick(answered['4H'], fourHours), pick(answered.D, days)],
    regime: Uint8Array.from(days, (i) => (i < 0 ? 0 : codes[i])),
  };
}

function emptyAnswers(rows: number): Answers {
  return {
    prob_up: [new Float64Array(rows), new Float64Array(rows), new Float64Array(rows)],
    regime: new Uint8Array(rows),
  };
}

function lastDays({ high, low, close }: Bars): Pick<Bar, 'high' | 'low' | 'close'>[] {
  const days: Pick<Bar, 'high' | 'low' | 'close'>[] = [];
  for (let i = Math.max(0, close.length - regimeWindow); i < close.length; i += 1) {
    days.push({ high: high[i], low: low[i], close: close[i] });
  }
  return days;
}

function columnsOf(
  days: readonly Pick<Bar, 'high' | 'low' | 'close'>[],
): Pick<Bars, 'high' | 'low' | 'close'> {
  return {
    high: Float64Array.from(days, (day) => day.high),
    low: Float64Array.from(days, (day) => day.low),
    close: Float64Array.from(days, (day) => day.close),
  };
}

function byTimeframe<T>(make: (timeframe: Timeframe) => T): Record<Timeframe, T> {
  return { '1H': make('1H'), '4H': make('4H'), D: make('D') };
}
