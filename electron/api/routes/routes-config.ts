import { z } from 'zod';
import { auditEntrySchema, auditFilterSchema } from '../../../shared/audit.ts';
import { parameterValueSchema } from '../../../shared/config.ts';
import { categories } from '../../../shared/parameters.ts';
import { timeValue, version, wholeNumber } from './query-values.ts';
import { apiRoot, type Route } from './route.ts';
import { answerOf, decisionBody, inputOf } from './route-schemas.ts';

const category = z.enum(categories);
const key = z.string().min(1).max(64);
const config = `${apiRoot}/config`;
const changes = z
  .record(z.string().max(64), parameterValueSchema)
  .describe('Keys with their new values; TradingConfig lists them.');

const historyFilter = {
  outcome: auditFilterSchema.shape.outcome,
  by: auditFilterSchema.shape.by,
  action: auditFilterSchema.shape.action,
  category: category.optional(),
  text: auditFilterSchema.shape.text,
  from: timeValue.optional(),
  to: timeValue.optional(),
};

/** What the history is given as, by the ending of the path. */
const historyFiles: Readonly<Record<string, Route['produces']>> = {
  csv: { 'text/csv': z.string() },
  json: { 'application/json': z.array(auditEntrySchema) },
};

export const configRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: config,
    about: 'The values in force, of all categories.',
    tag: 'Configuration',
    serves: { operation: 'config.get' },
    answer: answerOf('config.get'),
    conditional: 'read',
  },
  {
    method: 'GET',
    path: `${config}/state`,
    about: 'Values with where each comes from, and what is under way.',
    tag: 'Configuration',
    serves: { operation: 'config.state' },
    answer: answerOf('config.state'),
  },
  {
    method: 'GET',
    path: `${config}/history`,
    about: 'Changes and refusals, newest first, a page at a time.',
    tag: 'Configuration',
    serves: {
      operation: 'audit.page',
      input: ({ query: { below, limit, ...filter } }) => ({ filter, below, limit }),
    },
    query: z.strictObject({
      ...historyFilter,
      /** Entries with a smaller id: `older` of the page before. */
      below: wholeNumber(0, Number.MAX_SAFE_INTEGER).optional(),
      limit: wholeNumber(1, 500).optional(),
    }),
    answer: answerOf('audit.page'),
  },
  ...Object.entries(historyFiles).map(
    ([format, produces]): Route => ({
      method: 'GET',
      path: `${config}/history.${format}`,
      about: `Every change and refusal that is found, newest first, as a file of ${format.toUpperCase()}.`,
      tag: 'Configuration',
      serves: { own: 'history-file' },
      query: z.strictObject(historyFilter),
      produces,
    }),
  ),
  {
    method: 'GET',
    path: `${config}/versions/{version}`,
    about: 'The values of one version, exactly.',
    tag: 'Configuration',
    serves: { operation: 'audit.version' },
    params: z.object({ version }),
    answer: answerOf('audit.version'),
  },
  {
    method: 'GET',
    path: `${config}/compare`,
    about: 'What differs between two versions.',
    tag: 'Configuration',
    serves: { operation: 'audit.compare' },
    query: z.strictObject({ from: version, to: version }),
    answer: answerOf('audit.compare'),
  },
  {
    method: 'GET',
    path: `${config}/{category}`,
    about: 'The values in force, of one category.',
    tag: 'Configuration',
    serves: { operation: 'config.category' },
    params: z.object({ category }),
    answer: answerOf('config.category'),
    conditional: 'read',
  },
  {
    method: 'PUT',
    path: `${config}/{category}`,
    about: 'Changes values of one category, all or nothing; the body holds the changes.',
    tag: 'Configuration',
    serves: {
      operation: 'config.update',
      input: ({ params, body }) => ({ category: params.category, changes: body }),
    },
    params: z.object({ category }),
    body: changes,
    answer: answerOf('config.update'),
    conditional: 'write',
  },
  {
    method: 'POST',
    path: `${config}/validate`,
    about: 'Says what changes would do, without doing it; the body holds them by category.',
    tag: 'Configuration',
    serves: { operation: 'config.validate', input: ({ body }) => ({ changes: body }) },
    body: z.record(z.string().max(64), changes),
    answer: answerOf('config.validate'),
  },
  ...['', '/{category}', '/{category}/{key}'].map(
    (place, depth): Route => ({
      method: 'POST',
      path: `${config}/reset${place}`,
      about: ['Clears every saved value.', 'Clears what is saved of a category.', 'Clears one saved value.'][
        depth
      ],
      tag: 'Configuration',
      serves: { operation: 'config.reset' },
      params: [undefined, z.object({ category }), z.object({ category, key })][depth],
      body: decisionBody,
      bodyOptional: true,
      answer: answerOf('config.reset'),
      conditional: 'write',
    }),
  ),
  {
    method: 'POST',
    path: `${config}/reload`,
    about: 'Reads the saved values from disk again.',
    tag: 'Configuration',
    serves: { operation: 'config.reload' },
    answer: answerOf('config.reload'),
  },
  {
    method: 'POST',
    path: `${config}/restore/{version}`,
    about: 'Makes an earlier version, or some of its values, the one in force.',
    tag: 'Configuration',
    serves: { operation: 'audit.restore' },
    params: z.object({ version }),
    body: inputOf('audit.restore').omit({ version: true }),
    bodyOptional: true,
    answer: answerOf('audit.restore'),
    conditional: 'write',
  },
  ...(['undo', 'redo', 'take-bundle'] as const).map(
    (verb): Route => ({
      method: 'POST',
      path: `${config}/${verb}`,
      about: {
        undo: 'Goes back before the latest change.',
        redo: 'Goes forward again after an undo.',
        'take-bundle': 'Takes the values that the open bundle was trained under.',
      }[verb],
      tag: 'Configuration',
      serves: { operation: `config.${verb}` },
      answer: answerOf(`config.${verb}`),
    }),
  ),
];
