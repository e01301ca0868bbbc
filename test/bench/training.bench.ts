import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { computeFeatures } from '../../electron/engine/features/compute-features.ts';
import { partFigures } from '../../electron/engine/models/training/figures.ts';
import { labelHorizon } from '../../electron/engine/models/training/labels.ts';
import { splitTimes } from '../../electron/engine/models/training/splits.ts';
import {
  prepareTrainingData,
  type TrainingData,
} from '../../electron/engine/models/training/train-bundle.ts';
import { trainModel } from '../../electron/engine/models/training/trainer.ts';
import { scoreRow, type TreeEnsemble } from '../../electron/engine/models/trees/tree-ensemble.ts';
import { writeModel } from '../../electron/engine/models/trees/xgboost-json.ts';
import { type Timeframe, timeframes } from '../../shared/market.ts';
import { defaultTrainingSettings, type PartFigures } from '../../shared/models.ts';
import { utcPeriods } from '../unit/engine/market/utc-periods.ts';
import { type Figure, median } from './figure.ts';
import { readRealMarket } from './real-market.ts';

/**
 * Trains the three models on the real file beside XGBoost's hist: same rows, settings and one thread
 * each, the two in turn, another seed each time. Both sides count binning (DMatrix) and the validation
 * log loss of every round.
 */
export async function run(): Promise<Figure[]> {
  const bars = await readRealMarket();
  if (!bars) throw new Error('../shared/data/EURUSD_5min.parquet is missing.');
  const prepared = prepareTrainingData(
    { bars, periods: utcPeriods, features: computeFeatures(bars, utcPeriods) },
    splitTimes(bars['1H']),
  );
  if (!prepared.ok) throw new Error(prepared.problem.message);
  const folder = mkdtempSync(join(tmpdir(), 'training-bench-'));
  const xgboost = startXgboost();
  try {
    const files = handOver(folder, prepared.value);
    const trained = await trainInTurn(prepared.value, files, xgboost);
    return [timeFigure(trained), ...(await modelFigures(folder, prepared.value, files, trained, xgboost))];
  } finally {
    await xgboost.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

const runs = 5;
const trainedSchema = z.object({ seconds: z.number(), log_loss: z.number(), accuracy: z.number() });

type Files = Record<Timeframe, Readonly<Record<string, string | number>>>;

interface Trained {
  readonly ours: Side;
  readonly theirs: Side;
  readonly ensembles: Record<Timeframe, TreeEnsemble>;
}

interface Side {
  /** Milliseconds of all three models, per run. */
  readonly times: number[];
  readonly logLoss: Record<Timeframe, number[]>;
  /** On the test part. */
  readonly accuracy: Record<Timeframe, number[]>;
}

async function trainInTurn(
  prepared: Record<Timeframe, TrainingData>,
  files: Files,
  xgboost: Xgboost,
): Promise<Trained> {
  const ours = emptySide();
  const theirs = emptySide();
  const ensembles: Partial<Record<Timeframe, TreeEnsemble>> = {};
  for (let seed = 1; seed <= runs; seed++) {
    let ourTime = 0;
    let theirTime = 0;
    for (const timeframe of timeframes) {
      const { table, parts } = prepared[timeframe];
      const settings = defaultTrainingSettings[timeframe];
      const started = performance.now();
      const model = trainModel({ table, train: parts.train, validation: parts.validation, settings, seed });
      ourTime += performance.now() - started;
      if (!model.ok) throw new Error(model.problem.message);
      ours.logLoss[timeframe].push(model.value.validationLogLoss.at(-1) ?? Number.NaN);
      ensembles[timeframe] = model.value.ensemble;
      const { accuracy } = testFigures(model.value.ensemble, prepared[timeframe], timeframe);
      ours.accuracy[timeframe].push(accuracy);

      const { num_boost_round: rounds, early_stopping_rounds: _, ...parameters } = settings;
      const job = { kind: 'train', ...files[timeframe], seed, rounds, parameters };
      const answer = trainedSchema.parse(await xgboost.ask(job));
      theirTime += answer.seconds * 1000;
      theirs.logLoss[timeframe].push(answer.log_loss);
      theirs.accuracy[timeframe].push(answer.accuracy);
    }
    ours.times.push(ourTime);
    theirs.times.push(theirTime);
  }
  return { ours, theirs, ensembles: ensembles as Record<Timeframe, TreeEnsemble> };
}

function emptySide(): Side {
  return { times: [], logLoss: { '1H': [], '4H': [], D: [] }, accuracy: { '1H': [], '4H': [], D: [] } };
}

function testScores(ensemble: TreeEnsemble, { table, parts }: TrainingData): Float64Array {
  const width = table.names.length;
  return Float64Array.from(parts.test.rows, (row) => scoreRow(ensemble, table.values, row * width));
}

function testFigures(ensemble: TreeEnsemble, data: TrainingData, timeframe: Timeframe): PartFigures {
  const { rows: bars, labels } = data.parts.test;
  return partFigures({
    scores: testScores(ensemble, data),
    labels,
    bars,
    horizon: labelHorizon[timeframe],
  });
}

function timeFigure({ ours, theirs }: Trained): Figure {
  const yardstick = { name: 'XGBoost hist, one thread', median: median(theirs.times), runs: theirs.times };
  const ratio = median(ours.times) / yardstick.median;
  return {
    name: 'training the three models on the real file',
    unit: 'ms',
    median: median(ours.times),
    runs: ours.times,
    yardstick,
    ratio,
    target: 'ratio at most 3',
    met: ratio <= 3,
    note: 'the first run includes the compiler warming up',
  };
}

async function modelFigures(
  folder: string,
  prepared: Record<Timeframe, TrainingData>,
  files: Files,
  { ours, theirs, ensembles }: Trained,
  xgboost: Xgboost,
): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const timeframe of timeframes) {
    const yardstick = {
      name: 'XGBoost hist',
      median: median(theirs.logLoss[timeframe]),
      runs: theirs.logLoss[timeframe],
    };
    const ratio = median(ours.logLoss[timeframe]) / yardstick.median;
    figures.push({
      name: `validation log loss of the ${timeframe} model`,
      unit: 'nats',
      median: median(ours.logLoss[timeframe]),
      runs: ours.logLoss[timeframe],
      yardstick,
      ratio,
      target: 'ratio at most 1.01',
      met: ratio <= 1.01,
    });

    const { table } = prepared[timeframe];
    const width = table.names.length;
    const scores = testScores(ensembles[timeframe], prepared[timeframe]);
    const model = join(folder, `${timeframe}.json`);
    const out = join(folder, `${timeframe}.out`);
    writeFileSync(model, writeModel(ensembles[timeframe]));
    await xgboost.ask({ kind: 'predict', model, rows: files[timeframe].test, columns: width, out });
    const answers = new Float32Array(new Uint8Array(readFileSync(out)).buffer);
    let worst = answers.length === scores.length ? 0 : Number.POSITIVE_INFINITY;
    answers.forEach((answer, row) => {
      worst = Math.max(worst, Math.abs(answer - scores[row]));
    });
    figures.push({
      name: `largest difference to XGBoost scoring our ${timeframe} model`,
      unit: 'probability',
      median: worst,
      runs: [worst],
      target: 'at most 1e-6 on every test row',
      met: worst <= 1e-6,
      note: `${scores.length} rows`,
    });

    const test = testFigures(ensembles[timeframe], prepared[timeframe], timeframe);
    figures.push({
      name: `test accuracy of the ${timeframe} model`,
      unit: 'share',
      median: median(ours.accuracy[timeframe]),
      runs: ours.accuracy[timeframe],
      yardstick: {
        name: 'XGBoost hist',
        median: median(theirs.accuracy[timeframe]),
        runs: theirs.accuracy[timeframe],
      },
      target: 'reported; far above 0.55 would be a leak',
      met: median(ours.accuracy[timeframe]) <= 0.55,
      note:
        `last run: 95 % interval ${test.accuracy_low.toFixed(3)} to ${test.accuracy_high.toFixed(3)}, ${test.rows} rows, ` +
        `base rate ${test.base_rate.toFixed(3)}, log loss ${test.log_loss.toFixed(4)}`,
    });
  }
  return figures;
}

/** Writes the rows of every part as 32-bit floats and the labels as bytes. */
function handOver(folder: string, prepared: Record<Timeframe, TrainingData>): Files {
  const write = (timeframe: Timeframe): Readonly<Record<string, string | number>> => {
    const { table, parts } = prepared[timeframe];
    const width = table.names.length;
    const files: Record<string, string | number> = { columns: width };
    for (const part of ['train', 'validation', 'test'] as const) {
      const { rows, labels } = parts[part];
      const matrix = new Float32Array(rows.length * width);
      rows.forEach((row, i) => {
        matrix.set(table.values.subarray(row * width, (row + 1) * width), i * width);
      });
      files[part] = join(folder, `${timeframe}.${part}.f32`);
      files[`${part}_labels`] = join(folder, `${timeframe}.${part}.u8`);
      writeFileSync(files[part], matrix);
      writeFileSync(files[`${part}_labels`], labels);
    }
    return files;
  };
  return { '1H': write('1H'), '4H': write('4H'), D: write('D') };
}

interface Xgboost {
  ask(job: object): Promise<unknown>;
  end(): Promise<void>;
}

function startXgboost(): Xgboost {
  const script = join(dirname(fileURLToPath(import.meta.url)), 'xgboost-training.py');
  const child = spawn('/usr/bin/python3', [script], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, OMP_NUM_THREADS: '1' },
  });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = new Promise<void>((resolve) => {
    child.on('close', () => resolve());
    child.on('error', () => resolve());
  });
  return {
    async ask(job) {
      child.stdin.write(`${JSON.stringify(job)}\n`);
      const answer = await answers.next();
      if (answer.done)
        throw new Error('XGBoost gave no answer; is python3-xgboost installed for /usr/bin/python3?');
      return JSON.parse(answer.value);
    },
    async end() {
      child.stdin.end();
      await ended;
    },
  };
}
