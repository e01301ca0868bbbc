import { z } from 'zod';
import { listOf } from '../columns.ts';
import { whySchema } from '../experiments/why.ts';
import { ofOpenDataset, timeSchema, versionSchema } from '../fields.ts';
import { byTimeframe } from '../market.ts';
import { directionSchema, predictionSchema, regimes, whatIfSchema } from '../prediction.ts';
import { api, operation } from './operation.ts';

const fraction = z.number().min(0).max(1);
const namedComponent = z.strictObject({ direction: directionSchema, confidence: fraction });

/** What the ensemble says, and why. */
export const predictionOperations = {
  'prediction.latest': operation({
    about: 'The prediction at the present bar.',
    input: z.strictObject(ofOpenDataset),
    answer: predictionSchema,
    door: api('GET /predictions/latest'),
    failures: ['not-found', 'conflict'],
    example: {},
  }),
  'prediction.list': operation({
    about:
      'What a version of the configuration says at closed bars, newest first; the one in force unless another is named.',
    input: z.strictObject({
      from: timeSchema.optional(),
      to: timeSchema.optional(),
      version: versionSchema.optional(),
      limit: z.int().min(1).max(5000).default(100),
      ...ofOpenDataset,
    }),
    answer: listOf(predictionSchema),
    door: api('GET /predictions'),
    failures: ['not-found', 'conflict'],
    example: { limit: 24 },
  }),
  'prediction.at': operation({
    about: 'The prediction at one past bar under the configuration in force.',
    input: z.strictObject({ bar_time: timeSchema, ...ofOpenDataset }),
    answer: predictionSchema,
    door: api('GET /predictions/{bar_time}'),
    failures: ['not-found', 'conflict'],
    example: { bar_time: Date.UTC(2025, 0, 2, 12) },
  }),
  'prediction.what-if': operation({
    about:
      'Combines components, weights, bonus and threshold that are named; what is left out comes from the configuration and the present bar.',
    input: z.strictObject({
      components: byTimeframe(namedComponent).strict().optional(),
      weights: byTimeframe(fraction).strict().optional(),
      agreement_bonus: fraction.optional(),
      regime: z
        .enum(regimes)
        .optional()
        .describe('Named, the weights are tilted by it first; left out, they are taken as effective.'),
      confidence_threshold: fraction.optional(),
      ...ofOpenDataset,
    }),
    answer: whatIfSchema,
    door: api('POST /predictions/what-if'),
    failures: ['not-found', 'conflict'],
    example: {
      components: {
        '1H': { direction: 1, confidence: 0.72 },
        '4H': { direction: 1, confidence: 0.64 },
        D: { direction: 0, confidence: 0.55 },
      },
      weights: { '1H': 0.6, '4H': 0.3, D: 0.1 },
      agreement_bonus: 0.05,
    },
  }),
  'prediction.why': operation({
    about: 'Why a decision fell as it did, and the smallest change of weights that would flip it.',
    input: z.strictObject({ bar_time: timeSchema.optional(), ...ofOpenDataset }),
    answer: whySchema,
    door: api(),
    failures: ['not-found', 'conflict'],
    example: {},
  }),
} as const;
