import { type Bars, type Timeframe, timeframes } from '../../../../shared/market.ts';
import type { ModelFigures, TrainingSettings } from '../../../../shared/models.ts';
import type { SplitPart } from '../../../../shared/prediction.ts';
import { failure, type Result, success } from '../../../../shared/result.ts';
import type { FeatureTable } from '../../features/feature-table.ts';
import type { Periods } from '../../market/periods.ts';
import { scoreRow, type TreeEnsemble } from '../trees/tree-ensemble.ts';
import { confidenceBuckets, partFigures, type ScoredRows } from './figures.ts';
import { labelBars, labelHorizon } from './labels.ts';
import { type SplitTimes, splitRows, splitTimes } from './splits.ts';
import { type LabelledRows, trainModel } from './trainer.ts';

export interface TrainingJob {
  readonly bars: Readonly<Record<Timeframe, Bars>>;
  /** When the bars open and close. */
  readonly periods: Periods;
  /** One row per bar of the same timeframe. */
  readonly features: Readonly<Record<Timeframe, FeatureTable>>;
  readonly settings: Readonly<Record<Timeframe, TrainingSettings>>;
  readonly seed: number;
  /** `share` is the completed share, 0…1, ascending. */
  readonly onProgress?: (share: number, message: string) => void;
  readonly isCancelled?: () => boolean;
}

export interface TrainedBundleModel {
  readonly ensemble: TreeEnsemble;
  readonly settings: TrainingSettings;
  readonly figures: ModelFigures;
}

export interface TrainedBundle {
  readonly seed: number;
  readonly split_times: SplitTimes;
  readonly models: Readonly<Record<Timeframe, TrainedBundleModel>>;
}

/** The labelled rows of one timeframe by part: what its model is trained and evaluated on. */
export interface TrainingData {
  readonly table: FeatureTable;
  readonly parts: Readonly<Record<SplitPart, LabelledRows>>;
  readonly ambiguous: number;
}

/** Fewest labelled rows of each part, in every timeframe. */
export const fewestRows: Readonly<Record<SplitPart, number>> = { train: 50, validation: 10, test: 10 };

/**
 * Labels, splits, trains and evaluates the three models. Fails, and says what is missing, where a timeframe has too few
 * labelled rows or labels of one direction only. The seed determines everything random.
 */
export function trainBundle(job: TrainingJob): Result<TrainedBundle> {
  const times = splitTimes(job.bars['1H']);
  const prepared = prepareTrainingData(job, times);
  if (!prepared.ok) return prepared;
  const work = timeframes.map((timeframe) => effort(prepared.value[timeframe], job.settings[timeframe]));
  const total = work.reduce((sum, each) => sum + each, 0);
  let done = 0;

  const models: Partial<Record<Timeframe, TrainedBundleModel>> = {};
  for (const [index, timeframe] of timeframes.entries()) {
    const data = prepared.value[timeframe];
    const settings = job.settings[timeframe];
    const trained = trainModel({
      table: data.table,
      train: data.parts.train,
      validation: data.parts.validation,
      settings,
      seed: job.seed + index,
      isCancelled: job.isCancelled,
      onRound: (round, rounds, loss) =>
        job.onProgress?.(
          (done + (work[index] * round) / rounds) / total,
          `${timeframe} model: round ${round} of ${rounds}, validation log loss ${loss.toFixed(4)}`,
        ),
    });
    if (!trained.ok) {
      const { code, message } = trained.problem;
      return failure(code, code === 'cancelled' ? message : `${timeframe} model: ${message}`);
    }
    done += work[index];
    const { ensemble } = trained.value;
    models[timeframe] = { ensemble, settings, figures: evaluate(ensemble, data, labelHorizon[timeframe]) };
  }
  return success({
    seed: job.seed,
    split_times: times,
    models: models as Record<Timeframe, TrainedBundleModel>,
  });
}

/** The labelled rows of every timeframe by part; fails where there are too few. */
export function prepareTrainingData(
  job: Pick<TrainingJob, 'bars' | 'periods' | 'features'>,
  times: SplitTimes,
): Result<Record<Timeframe, TrainingData>> {
  const prepared = {
    '1H': trainingDataOf('1H', job, times),
    '4H': trainingDataOf('4H', job, times),
    D: trainingDataOf('D', job, times),
  };
  const problems = timeframes.flatMap((timeframe) => shortages(timeframe, prepared[timeframe]));
  if (problems.length === 0) return success(prepared);
  return failure(
    'conflict',
    `There is too little data to train on: ${problems.map(({ message }) => message).join('; ')}. Load a longer history.`,
    problems,
  );
}

function trainingDataOf(
  timeframe: Timeframe,
  job: Pick<TrainingJob, 'bars' | 'periods' | 'features'>,
  times: SplitTimes,
): TrainingData {
  const bars = job.bars[timeframe];
  const table = job.features[timeframe];
  const labels = labelBars(bars, timeframe, job.periods);
  const rows = splitRows(bars.time, labels, table.warm_up, times);
  const labelled = (part: SplitPart): LabelledRows => ({
    rows: rows[part],
    labels: Uint8Array.from(rows[part], (row) => labels.label[row]),
  });
  return {
    table,
    parts: { train: labelled('train'), validation: labelled('validation'), test: labelled('test') },
    ambiguous: labels.ambiguous,
  };
}

function shortages(timeframe: Timeframe, { parts }: TrainingData): { path: string; message: string }[] {
  const problems: { path: string; message: string }[] = [];
  for (const part of ['train', 'validation', 'test'] as const) {
    const { length } = parts[part].rows;
    if (length >= fewestRows[part]) continue;
    const message = `${timeframe} has ${length} labelled rows for ${part}, ${fewestRows[part]} are needed`;
    problems.push({ path: `${timeframe}.${part}`, message });
  }
  const { labels } = parts.train;
  const ups = labels.reduce((sum, label) => sum + label, 0);
  if (problems.length === 0 && (ups === 0 || ups === labels.length)) {
    const message = `all ${labels.length} labelled rows of ${timeframe} are ${ups === 0 ? 'down' : 'up'}, both directions are needed`;
    problems.push({ path: `${timeframe}.train`, message });
  }
  return problems;
}

function effort({ table, parts }: TrainingData, settings: TrainingSettings): number {
  return parts.train.rows.length * table.names.length * settings.num_boost_round * settings.max_depth;
}

function evaluate(
  ensemble: TreeEnsemble,
  { table, parts, ambiguous }: TrainingData,
  horizon: number,
): ModelFigures {
  const width = table.names.length;
  const scored = (part: SplitPart): ScoredRows => {
    const { rows: bars, labels } = parts[part];
    const scores = Float64Array.from(bars, (row) => scoreRow(ensemble, table.values, row * width));
    return { scores, labels, bars, horizon };
  };
  const test = scored('test');
  return {
    train: partFigures(scored('train')),
    validation: partFigures(scored('validation')),
    test: partFigures(test),
    buckets: confidenceBuckets(test),
    trees: ensemble.roots.length,
    features: ensemble.featureCount,
    ambiguous,
  };
}
