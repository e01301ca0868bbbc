import { z } from 'zod';
import { listOf } from '../columns.ts';
import { exportedSchema } from '../desk.ts';
import { backtestSchema, pointSchema } from '../experiments/backtest.ts';
import { comparisonSchema } from '../experiments/comparison.ts';
import { experimentFileSchema, reproductionSchema } from '../experiments/experiment-file.ts';
import { overfitSchema } from '../experiments/overfit.ts';
import { scopeSchema } from '../experiments/scope.ts';
import { configSourceSchema } from '../experiments/source.ts';
import { triangleSchema } from '../experiments/triangle.ts';
import { versionResultSchema } from '../experiments/version-results.ts';
import { objectives, walkForwardSchema } from '../experiments/walk-forward.ts';
import { datasetIdSchema, nothingSchema, seedSchema, timeSchema } from '../fields.ts';
import { barsSchema } from '../market.ts';
import { api, operation } from './operation.ts';

const subject = { scope: scopeSchema.prefault({}), source: configSourceSchema.prefault({}) };
const steps = z.literal([10, 20, 50, 100]);
/** Experiments run as jobs, which can be cancelled, on data and models that may not exist. */
const failures = ['not-found', 'cancelled'] as const;
const stricter = { source: { changes: { trading: { confidence_threshold: 0.7 } } } };

const nothingEarned = {
  trades: 0,
  wins: 0,
  win_rate: null,
  total_pips: 0,
  mean_pips: null,
  profit_factor: null,
  max_drawdown_pips: 0,
  sharpe: null,
  exposure: 0,
};
/** An experiment file as short as one can be. */
const recorded: z.input<typeof experimentFileSchema> = {
  format: 2,
  saved_at: Date.UTC(2025, 0, 2),
  config: {},
  label: 'current (v1)',
  bundle: { id: 'EURUSD-20240102-000000', hash: '' },
  data: { dataset: 'EURUSD@simulated', symbol: 'EURUSD', hash: '', bars: 0 },
  seed: 1,
  scope: {},
  results: {
    figures: nothingEarned,
    intervals: { win_rate: null, total_pips: null, mean_pips: null, profit_factor: null, sharpe: null },
    trades: [],
  },
};

/** What another configuration would have done. */
export const experimentOperations = {
  'experiments.backtest': operation({
    about:
      'Trades a configuration on stored bars: figures with intervals, curve, trades, by regime and by month.',
    input: z.strictObject({ ...subject, seed: seedSchema }),
    answer: backtestSchema,
    door: api(),
    failures,
    example: stricter,
  }),
  'experiments.point': operation({
    about: 'Figures and curve alone, fast enough to follow a dragged point.',
    input: z.strictObject(subject),
    answer: pointSchema,
    door: api(),
    failures: ['not-found'],
    example: stricter,
  }),
  'experiments.bars': operation({
    about:
      'The 1H bars that experiments stand on, also those that the replay has not reached; the first 5,000.',
    input: z.strictObject({
      ...scopeSchema.pick({ dataset: true, bundle: true }).shape,
      from: timeSchema,
      to: timeSchema,
    }),
    answer: barsSchema,
    door: api(),
    failures: ['not-found'],
    example: { from: Date.UTC(2025, 0, 2), to: Date.UTC(2025, 0, 3) },
  }),
  'experiments.compare': operation({
    about:
      'Two configurations on the same bars: figures, paired intervals of the difference, every flipped decision.',
    input: z.strictObject({
      scope: scopeSchema.prefault({}),
      a: configSourceSchema.prefault({}),
      b: configSourceSchema,
      seed: seedSchema,
    }),
    answer: comparisonSchema,
    door: api(),
    failures,
    example: { b: stricter.source },
  }),
  'experiments.triangle': operation({
    about: 'Every mix of the three weights at once. A newer request ends an older one that still waits.',
    input: z.strictObject({ ...subject, steps: steps.default(100) }),
    answer: triangleSchema,
    door: api(),
    failures,
    example: { steps: 20 },
  }),
  'experiments.overfit': operation({
    about: 'How far the result of a mix can be trusted after so many mixes were looked at.',
    input: z.strictObject({
      ...subject,
      steps: steps.default(100),
      resamples: z.int().min(100).max(10_000).default(1000),
      seed: seedSchema,
    }),
    answer: overfitSchema,
    door: api(),
    failures,
    example: { steps: 10, resamples: 200 },
  }),
  'experiments.walk-forward': operation({
    about: 'Chooses a mix on each window, trades it on the next, and says what the procedure earned.',
    input: z.strictObject({
      ...subject,
      choose_days: z.int().min(7).max(3650).default(180).describe('Dates of trading days, weekends counted.'),
      trade_days: z.int().min(1).max(3650).default(60).describe('The same.'),
      objective: z.enum(objectives).default('total_pips'),
      min_trades: z
        .int()
        .min(1)
        .max(10_000)
        .default(20)
        .describe('Mixes with fewer trades on the choosing window are not chosen.'),
      steps: steps.default(20),
      seed: seedSchema,
    }),
    answer: walkForwardSchema,
    door: api(),
    failures,
    example: { choose_days: 90, trade_days: 30, steps: 10 },
  }),
  'experiments.versions': operation({
    about: 'What each version of the configuration earned while it was in force, beside its predecessor.',
    input: z.strictObject({
      limit: z.int().min(1).max(200).default(50),
      dataset: datasetIdSchema.optional(),
    }),
    answer: listOf(versionResultSchema),
    door: api(),
    failures: ['cancelled'],
    example: { limit: 10 },
  }),
  'experiments.record': operation({
    about: 'An experiment with everything needed to run it again, as the document of an experiment file.',
    input: z.strictObject({ ...subject, seed: seedSchema }),
    answer: experimentFileSchema,
    door: api(),
    failures,
    example: stricter,
  }),
  'experiments.reproduce': operation({
    about: 'Runs a recorded experiment again and says whether it comes out the same to the last bit.',
    input: z.strictObject({ file: experimentFileSchema }),
    answer: reproductionSchema,
    door: api(),
    failures: ['cancelled'],
    example: { file: recorded },
  }),
  'experiments.save': operation({
    about: 'Saves an experiment file where the user says.',
    input: z.strictObject({ ...subject, seed: seedSchema }),
    answer: exportedSchema.nullable(),
    door: 'dialog',
    failures: [...failures, 'not-saved'],
    example: stricter,
  }),
  'experiments.open': operation({
    about: 'Opens an experiment file that the user chooses and runs it again.',
    input: nothingSchema,
    answer: reproductionSchema.nullable(),
    door: 'dialog',
    failures: ['unreadable', 'cancelled'],
    example: {},
  }),
  'experiments.export': operation({
    about: 'Saves trades or curve of a backtest where the user says.',
    input: z.strictObject({ ...subject, what: z.enum(['trades', 'curve']), format: z.enum(['csv', 'json']) }),
    answer: exportedSchema.nullable(),
    door: 'dialog',
    failures: [...failures, 'not-saved'],
    example: { ...stricter, what: 'trades', format: 'csv' },
  }),
} as const;
