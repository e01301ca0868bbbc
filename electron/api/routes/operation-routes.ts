import { z } from 'zod';
import { startedSchema } from '../../../shared/fields.ts';
import { entryOf, type OperationName, operationNames } from '../../../shared/operations/index.ts';
import type { OwnRoute } from '../../../shared/operations/operation.ts';
import { type Asked, apiRoot, type Route, type RouteExample, type RouteTag } from './route.ts';
import { asText } from './text-values.ts';

/** Makes the routes from the table of operations: each operation's own, then one by name for every operation. */
export function operationRoutes(): readonly Route[] {
  const outside = operationNames.filter(isServedOutside);
  return [...outside.flatMap(ownRoutes), ...outside.map(routeByName)];
}

/** False for what the window alone may ask for. */
export function isServedOutside(name: OperationName): boolean {
  return typeof entryOf(name).door !== 'string';
}

function ownRoutes(name: OperationName): Route[] {
  const { door } = entryOf(name);
  return typeof door === 'string' ? [] : door.routes.map((own) => routeOf(name, own));
}

function routeByName(name: OperationName): Route {
  const route = routeOf(name, { at: `POST /operations/${name}` });
  const { input, example: body } = entryOf(name);
  return {
    ...route,
    // Also without fields, so that generated clients keep their signature when a field is added.
    body: input,
    bodyOptional: takesNothing(input),
    tag: 'Every operation',
    status: 200,
    example: { params: {}, query: {}, body },
  };
}

function routeOf(name: OperationName, own: OwnRoute): Route {
  const { about, input, answer, failures, example } = entryOf(name);
  const [method, path] = own.at.split(' ') as [Route['method'], string];
  const parts = placesOf(own, method, path, input);
  const { params, query, body } = schemasOf(own, parts, input);
  const changes = 'expected_version' in input.shape;
  const conditional = own.tagged ? 'read' : changes && method !== 'GET' ? 'write' : undefined;
  const split = (asked: Fields) => splitInput(own, parts, asked);
  return {
    method,
    path: apiRoot + path,
    about: own.about ?? about,
    tag: tags[name.split('.')[0] as Subject],
    serves: { operation: name, input: (asked) => joinInput(own, parts, asked), split },
    params,
    query,
    body,
    bodyOptional: body && takesNothing(body),
    answer,
    status: answer === startedSchema ? 202 : 200,
    conditional,
    failures,
    example: split(placeable(parts, example)) ?? undefined,
  };
}

/** Names of an input's fields, by where a request has them. */
interface Places {
  readonly path: readonly string[];
  readonly query: readonly string[];
  /** Fields of the field that is spread over the query. */
  readonly spread: readonly string[];
  readonly body: readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;

function placesOf(own: OwnRoute, method: Route['method'], path: string, input: z.ZodObject): Places {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, field]) => field);
  const others = Object.keys(input.shape).filter((field) => !inPath.includes(field));
  if (method === 'GET' || method === 'DELETE') {
    const spread = own.spread === undefined ? [] : Object.keys(spreadSchema(own, input).shape);
    return { path: inPath, query: others.filter((field) => field !== own.spread), spread, body: [] };
  }
  const query = own.query ?? [];
  const body = own.body === undefined ? others.filter((field) => !query.includes(field)) : [own.body].flat();
  return { path: inPath, query, spread: [], body };
}

function spreadSchema(own: OwnRoute, input: z.ZodObject): z.ZodObject {
  let schema = input.shape[own.spread ?? ''] as z.ZodType;
  while (!(schema instanceof z.ZodObject)) schema = (schema as z.ZodPrefault<z.ZodType>).unwrap();
  return schema;
}

function schemasOf(
  own: OwnRoute,
  { path, query, spread, body }: Places,
  input: z.ZodObject,
): Pick<Route, 'params' | 'query' | 'body'> {
  const text = (fields: readonly string[], of: z.ZodObject) =>
    Object.fromEntries(fields.map((field) => [field, asText(of.shape[field] as z.ZodType)]));
  const inQuery = {
    ...(spread.length > 0 && text(spread, spreadSchema(own, input))),
    ...text(query, input),
  };
  const whole = typeof own.body === 'string' ? (input.shape[own.body] as z.ZodType) : picked(input, body);
  return {
    // A field in the path is always present, even if the operation does not require it.
    params: path.length > 0 ? z.object(text(path, input.required())) : undefined,
    query: Object.keys(inQuery).length > 0 ? z.strictObject(inQuery) : undefined,
    body: body.length > 0 ? whole : undefined,
  };
}

function picked(input: z.ZodObject, fields: readonly string[]): z.ZodObject {
  if (fields.length === Object.keys(input.shape).length) return input;
  return z.strictObject(Object.fromEntries(fields.map((field) => [field, input.shape[field] as z.ZodType])));
}

/** The input of the operation from the parts of a request. */
function joinInput(own: OwnRoute, { spread }: Places, { params, query, body }: Asked): unknown {
  const fields = typeof own.body === 'string' ? { [own.body]: body } : (body as object | undefined);
  if (own.spread === undefined) return { ...fields, ...query, ...params };
  const flat = Object.keys(query).filter((field) => spread.includes(field));
  const others = Object.keys(query).filter((field) => !spread.includes(field));
  return { ...params, ...pick(query, others), [own.spread]: pick(query, flat) };
}

/** The reverse; null where the request has no place for a part of the input. */
function splitInput(own: OwnRoute, places: Places, input: Fields): RouteExample | null {
  const { path, query, spread, body } = places;
  const { [own.spread ?? '']: inner, ...others } = input;
  const flat: Fields = own.spread === undefined ? input : { ...others, ...(inner as object | undefined) };
  const placed = new Set([...path, ...query, ...spread, ...body, 'reason']);
  if (path.some((field) => flat[field] === undefined)) return null;
  if (Object.keys(flat).some((field) => !placed.has(field))) return null;
  return {
    params: pick(flat, path),
    query: pick(flat, [...query, ...spread]),
    ...(body.length > 0 && { body: typeof own.body === 'string' ? flat[own.body] : pick(flat, body) }),
  };
}

/** The fields of an input that the request has a place for. */
function placeable({ path, query, spread, body }: Places, input: Fields): Fields {
  return spread.length > 0 ? input : pick(input, [...path, ...query, ...body]);
}

function takesNothing(body: z.ZodType): boolean {
  return body.safeParse({}).success;
}

function pick(from: Fields, fields: readonly string[]): Fields {
  return Object.fromEntries(
    fields.filter((field) => from[field] !== undefined).map((field) => [field, from[field]]),
  );
}

type Subject = OperationName extends `${infer S}.${string}` ? S : never;

/** Where the reference lists the routes of each subject. */
const tags: Readonly<Record<Subject, RouteTag>> = {
  desk: 'The door',
  api: 'The door',
  config: 'Configuration',
  audit: 'Configuration',
  trial: 'Trials and profiles',
  profiles: 'Trials and profiles',
  prediction: 'Predictions',
  caches: 'Caches',
  market: 'Market data',
  instruments: 'Market data',
  import: 'Market data',
  models: 'Models',
  jobs: 'Jobs',
  replay: 'Replay',
  experiments: 'Experiments',
  shadows: 'Experiments',
};
