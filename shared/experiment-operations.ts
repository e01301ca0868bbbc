import { z } from 'zod';
import { listOf } from './columns.ts';
import { receiptSchema } from './config.ts';
import { backtestSchema, pointSchema } from './experiments/backtest.ts';
import { comparisonSchema } from './experiments/comparison.ts';
import { experimentFileSchema, reproductionSchema } from './experiments/experiment-file.ts';
import { overfitSchema } from './experiments/overfit.ts';
import { scopeSchema } from './experiments/scope.ts';
import { shadowStateSchema } from './experiments/shadows.ts';
import { configSourceSchema } from './experiments/source.ts';
import { triangleSchema } from './experiments/triangle.ts';
import { versionResultSchema } from './experiments/version-results.ts';
import { objectives, walkForwardSchema } from './experiments/walk-forward.ts';
import { whySchema } from './experiments/why.ts';
import { barsSchema } from './market.ts';
import { operation } from './operation.ts';

const time = z.number().int().min(-8.64e15).max(8.64e15);
const seed = z
  .int()
  .min(0)
  .max(2 ** 31 - 1)
  .default(1);

const subject = { scope: scopeSchema.prefault({}), source: configSourceSchema.prefault({}) };
const steps = z.literal([10, 20, 50, 100]);
const shadowName = z.string().trim().min(1).max(80);

/** What can be asked of the experiments, of candidates, and of a decision. */
export const experimentOperations = {
  'experiments.backtest': operation(
    'Trades a configuration on stored bars: figures with intervals, curve, trades, by regime and by month.',
    z.strictObject({ ...subject, seed }),
    backtestSchema,
  ),
  'experiments.point': operation(
    'Figures and curve alone, fast enough to follow a dragged point.',
    z.strictObject(subject),
    pointSchema,
  ),
  'experiments.bars': operation(
    'The 1H bars that experiments stand on, also those that the replay has not reached; the first 5,000.',
    z.strictObject({ ...scopeSchema.pick({ dataset: true, bundle: true }).shape, from: time, to: time }),
    barsSchema,
  ),
  'experiments.compare': operation(
    'Two configurations on the same bars: figures, paired intervals of the difference, every flipped decision.',
    z.strictObject({
      scope: scopeSchema.prefault({}),
      a: configSourceSchema.prefault({}),
      b: configSourceSchema,
      seed,
    }),
    comparisonSchema,
  ),
  'experiments.triangle': operation(
    'Every mix of the three weights at once. A newer request ends an older one that still waits.',
    z.strictObject({ ...subject, steps: steps.default(100) }),
    triangleSchema,
  ),
  'experiments.overfit': operation(
    'How far the result of a mix can be trusted after so many mixes were looked at.',
    z.strictObject({
      ...subject,
      steps: steps.default(100),
      resamples: z.int().min(100).max(10_000).default(1000),
      seed,
    }),
    overfitSchema,
  ),
  'experiments.walk-forward': operation(
    'Chooses a mix on each window, trades it on the next, and says what the procedure earned.',
    z.strictObject({
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
      seed,
    }),
    walkForwardSchema,
  ),
  'experiments.versions': operation(
    'What each version of the configuration earned while it was in force, beside its predecessor.',
    z.strictObject({ limit: z.int().min(1).max(200).default(50) }),
    listOf(versionResultSchema),
  ),
  'experiments.record': operation(
    'An experiment with everything needed to run it again, as the document of an experiment file.',
    z.strictObject({ ...subject, seed }),
    experimentFileSchema,
  ),
  'experiments.reproduce': operation(
    'Runs a recorded experiment again and says whether it comes out the same to the last bit.',
    z.strictObject({ file: experimentFileSchema }),
    reproductionSchema,
  ),
  'experiments.save': operation(
    'Saves an experiment file where the user says.',
    z.strictObject({ ...subject, seed }),
    z.object({ path: z.string() }).nullable(),
  ),
  'experiments.open': operation(
    'Opens an experiment file that the user chooses and runs it again.',
    z.strictObject({}),
    reproductionSchema.nullable(),
  ),
  'experiments.export': operation(
    'Saves trades or curve of a backtest where the user says.',
    z.strictObject({ ...subject, what: z.enum(['trades', 'curve']), format: z.enum(['csv', 'json']) }),
    z.object({ path: z.string() }).nullable(),
  ),
  'prediction.why': operation(
    'Why a decision fell as it did, and the smallest change of weights that would flip it.',
    z.strictObject({ bar_time: time.optional() }),
    whySchema,
  ),
  'shadows.add': operation(
    'Lets a candidate score every closed bar beside the active configuration.',
    z.strictObject({ name: shadowName, source: configSourceSchema }),
    shadowStateSchema,
  ),
  'shadows.remove': operation(
    'Takes a candidate away.',
    z.strictObject({ id: z.int().min(1) }),
    shadowStateSchema,
  ),
  'shadows.promote': operation(
    'Makes a candidate the active configuration: one audited update.',
    z.strictObject({ id: z.int().min(1), reason: z.string().trim().max(500).optional() }),
    receiptSchema.nullable(),
  ),
  'shadows.restart': operation(
    'Lets active configuration and candidates begin again at the present bar.',
    z.strictObject({}),
    shadowStateSchema,
  ),
} as const;
