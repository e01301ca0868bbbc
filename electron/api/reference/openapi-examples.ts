import type { OperationName } from '../../../shared/operations.ts';
import type { Route } from '../routes/route.ts';
import type { JsonSchema } from './openapi-schemas.ts';
import type { OpenApiParameter } from './openapi-types.ts';

/** A body for a route: one that says something where there is one, else the least that its schema takes. */
export function bodyExample(
  route: Route,
  schema: JsonSchema,
  components: Readonly<Record<string, JsonSchema>>,
): unknown {
  const byPath = pathExamples[`${route.method} ${route.path}`];
  if (byPath !== undefined) return byPath;
  const whole = 'operation' in route.serves ? operationExamples[route.serves.operation] : undefined;
  return whole ?? leastExample(schema, components);
}

/** A line for a shell that asks for it. With `file` the body is a file of that name. */
export function curlLine(asked: {
  method: string;
  url: string;
  body?: unknown;
  contentType?: string;
  file?: boolean;
  withoutToken?: boolean;
}): string {
  const { method, url, body, contentType, file, withoutToken } = asked;
  const parts = [method === 'GET' ? 'curl' : `curl -X ${method}`, quoted(url)];
  if (!withoutToken) parts.push('-H "Authorization: Bearer $TOKEN"');
  if (contentType !== undefined) parts.push(`-H "Content-Type: ${contentType}"`);
  if (body !== undefined) parts.push(`-d ${quoted(JSON.stringify(body))}`);
  else if (file) parts.push('--data-binary @FILE');
  return parts.join(' ');
}

/** A path with its parameters filled in, and the query that must be there. */
export function exampleUrl(path: string, parameters: readonly OpenApiParameter[]): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => parameterExamples[name] ?? name);
  const asked = parameters
    .filter(({ in: place, required }) => place === 'query' && required)
    .map(({ name }) => `${name}=${parameterExamples[name] ?? name}`);
  return asked.length > 0 ? `${filled}?${asked.join('&')}` : filled;
}

const parameterExamples: Readonly<Record<string, string>> = {
  category: 'cache',
  key: 'prediction_cache_ttl_seconds',
  version: '1',
  from: '1',
  to: '2',
  name: 'predictions',
  bar_time: '2024-01-02T12:00Z',
  symbol: 'EURUSD',
  dataset: 'EURUSD@simulated',
  bundle: 'EURUSD-20240102-000000',
  job: '1',
};

function quoted(text: string): string {
  return /^[\w:/.-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

const weights = { weight_1h: 0.5, weight_4h: 0.4, weight_daily: 0.1 };
const path = '/home/me/EURUSD_M5.csv';
const options = { symbol: 'EURUSD', time_zone: 'UTC' };
const source = { from: 'current', changes: { trading: { confidence_threshold: 0.7 } } };

/** Where the body is a part of the operation's input. */
const pathExamples: Readonly<Record<string, unknown>> = {
  'PUT /api/v1/config/{category}': { prediction_cache_ttl_seconds: 120 },
  'POST /api/v1/config/validate': { model: weights },
  'POST /api/v1/profiles/import': {
    kind: 'ensemble-desk-profile',
    schema_version: 1,
    profile: {
      name: 'Calm',
      saved_at: 1_704_153_600_000,
      values: { trading: { confidence_threshold: 0.7 } },
    },
  },
  'POST /api/v1/models/upload': { 'ensemble.json': {}, '1H.json': {}, '4H.json': {}, 'D.json': {} },
};

const operationExamples: { readonly [N in OperationName]?: unknown } = {
  'config.update': {
    category: 'cache',
    changes: { prediction_cache_ttl_seconds: 120 },
    reason: 'Calm hours',
  },
  'config.preview': { category: 'model', changes: weights },
  'config.validate': { changes: { model: weights } },
  'audit.page': { filter: { outcome: 'refused' }, limit: 20 },
  'trial.begin': { changes: { trading: { confidence_threshold: 0.7 } }, until: { minutes: 30 } },
  'profiles.save': { name: 'Calm' },
  'prediction.what-if': {
    components: {
      '1H': { direction: 1, confidence: 0.72 },
      '4H': { direction: 1, confidence: 0.64 },
      D: { direction: 0, confidence: 0.55 },
    },
    weights: { '1H': 0.6, '4H': 0.3, D: 0.1 },
    agreement_bonus: 0.05,
  },
  'market.chart': { timeframe: '1H', bars: 500 },
  'import.inspect': { path },
  'import.run': { path, options },
  'models.train': { dataset: 'EURUSD@simulated', settings: { '1H': { max_depth: 4 } } },
  'replay.step': { bars: 1 },
  'replay.speed': { speed: 10 },
  'replay.jump': { to: 1_704_153_600_000 },
  'experiments.backtest': { source },
  'experiments.point': { source },
  'experiments.bars': { from: 1_704_153_600_000, to: 1_704_240_000_000 },
  'experiments.compare': { b: source },
  'shadows.add': { name: 'Stricter', source },
};

/** The least that fits a schema, required fields alone. */
export function leastExample(schema: JsonSchema, components: Readonly<Record<string, JsonSchema>>): unknown {
  const { $ref, const: constant, enum: choices, anyOf, default: initial } = schema;
  if (typeof $ref === 'string')
    return leastExample(components[$ref.split('/').at(-1) ?? ''] ?? {}, components);
  if (initial !== undefined) return initial;
  if (constant !== undefined) return constant;
  if (Array.isArray(choices)) return choices[0];
  if (Array.isArray(anyOf)) return leastExample(anyOf[0] as JsonSchema, components);
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === 'object') {
    const properties = (schema.properties ?? {}) as Readonly<Record<string, JsonSchema>>;
    const required = (schema.required ?? []) as readonly string[];
    return Object.fromEntries(
      required.map((name) => [name, leastExample(properties[name] ?? {}, components)]),
    );
  }
  if (type === 'array') return exampleList(schema, components);
  if (type === 'integer' || type === 'number') return typeof schema.minimum === 'number' ? schema.minimum : 1;
  if (type === 'boolean') return true;
  return type === 'string' ? 'text' : null;
}

function exampleList(schema: JsonSchema, components: Readonly<Record<string, JsonSchema>>): unknown[] {
  const { prefixItems, items, minItems } = schema;
  if (Array.isArray(prefixItems))
    return prefixItems.map((each) => leastExample(each as JsonSchema, components));
  const length = typeof minItems === 'number' ? minItems : 0;
  return Array.from({ length }, () => leastExample((items ?? {}) as JsonSchema, components));
}
