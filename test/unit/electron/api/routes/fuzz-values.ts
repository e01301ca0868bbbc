import type { JsonSchema } from '../../../../../electron/api/reference/openapi-schemas.ts';
import type { Random } from '../../../../../electron/engine/random.ts';
import { allParameters, parameters } from '../../../../../shared/parameters.ts';

/** Values of fields that mean something, by the field's name, so that many questions are taken. */
export type Known = Readonly<Record<string, readonly unknown[]>>;

/** A value that fits a schema, more or less: texts of fields in `known` are taken from there. */
export function valueFor(
  schema: JsonSchema,
  random: Random,
  context: { components: Readonly<Record<string, JsonSchema>>; known: Known; name?: string },
): unknown {
  const { components, known, name = '' } = context;
  const {
    $ref,
    const: constant,
    enum: choices,
    anyOf,
    minimum,
    maximum,
    exclusiveMinimum,
    maxLength,
  } = schema;
  if (typeof $ref === 'string')
    return valueFor(components[$ref.split('/').at(-1) ?? ''] ?? {}, random, context);
  const pool = known[name];
  if (pool && random.next() < 0.8) return one(pool, random);
  if (constant !== undefined) return constant;
  if (Array.isArray(choices)) return one(choices, random);
  if (Array.isArray(anyOf)) return valueFor(one(anyOf, random) as JsonSchema, random, context);
  const type = Array.isArray(schema.type) ? one(schema.type, random) : schema.type;
  if (type === 'object') return objectFor(schema, random, context);
  if (type === 'array') {
    const item = (schema.items ?? {}) as JsonSchema;
    return Array.from({ length: random.int(4) }, () => valueFor(item, random, context));
  }
  if (type === 'integer' || type === 'number') {
    const low =
      typeof minimum === 'number' ? minimum : typeof exclusiveMinimum === 'number' ? exclusiveMinimum : -10;
    const high = Math.min(typeof maximum === 'number' ? maximum : 1000, low + 1e6);
    const value = random.next() < 0.2 ? one([low, high], random) : low + random.next() * (high - low);
    return type === 'integer' ? Math.round(value) : value;
  }
  if (type === 'boolean') return random.next() < 0.5;
  if (type === 'string')
    return oddText(random).slice(0, typeof maxLength === 'number' ? maxLength : 40) || 'x';
  return leastExample(schema, components);
}

function objectFor(
  schema: JsonSchema,
  random: Random,
  context: { components: Readonly<Record<string, JsonSchema>>; known: Known; name?: string },
): unknown {
  const { properties, additionalProperties, required = [] } = schema;
  if (!properties && typeof additionalProperties === 'object')
    return changesFor(additionalProperties as JsonSchema, random);
  const fields = Object.entries((properties ?? {}) as Readonly<Record<string, JsonSchema>>).filter(
    ([name]) => (required as readonly string[]).includes(name) || random.next() < 0.5,
  );
  return Object.fromEntries(
    fields.map(([name, field]) => [name, valueFor(field, random, { ...context, name })]),
  );
}

/** Changes of parameters, of one category or by category: mostly real names and values near what is valid. */
function changesFor(inner: JsonSchema, random: Random): unknown {
  const category = one(Object.keys(parameters) as (keyof typeof parameters)[], random);
  return inner.type === 'object'
    ? { [category]: categoryChanges(category, random) }
    : categoryChanges(category, random);
}

export function categoryChanges(category: string, random: Random): Record<string, unknown> {
  if (category === 'model' && random.next() < 0.5) {
    const weight_1h = Math.round(random.next() * 100) / 100;
    const weight_4h = Math.round(random.next() * (1 - weight_1h) * 100) / 100;
    return { weight_1h, weight_4h, weight_daily: 1 - weight_1h - weight_4h };
  }
  const own = allParameters().filter((each) => each.category === category);
  const chosen = own.filter(() => random.next() < 0.4);
  return Object.fromEntries(
    chosen.map(({ key, parameter }) => {
      const { min, max } = parameter.slider;
      const value = min + random.next() * (max - min) * (random.next() < 0.1 ? 3 : 1);
      if (parameter.kind === 'boolean') return [key, random.next() < 0.5];
      return [key, parameter.kind === 'integer' ? Math.round(value) : value];
    }),
  );
}

/** The text of a JSON value after something has happened to it. */
export function spoiled(value: unknown, random: Random): string {
  const text = JSON.stringify(value) ?? '';
  switch (random.int(9)) {
    case 0:
      return text.slice(0, random.int(text.length + 1));
    case 1:
      return text.replace(
        /-?\d+(\.\d+)?/,
        one(['1e400', '-1e400', 'NaN', 'Infinity', '99999999999999999999', '-0', '1e-400', '0x10'], random),
      );
    case 2:
      return deep(random);
    case 3:
      return text.replace('{', '{"__proto__":{"x":1},').replace(',}', '}');
    case 4:
      return text
        .replace(
          '{',
          one(['{"constructor":{"prototype":{}},', '{"toString":1,', '{"":null,', '{"\\u0000":1,'], random),
        )
        .replace(',}', '}');
    case 5:
      return `${text}${one([text, ']', '\u0000', ' ', '//', '\ufeff'], random)}`;
    case 6:
      return one(['', 'null', '[]', '0', '"x"', 'true', '{}', '\ufeff{}', '{"a":1,"a":2}'], random);
    default:
      return JSON.stringify(withOddLeaf(value, random)) ?? 'null';
  }
}

function deep(random: Random): string {
  const depth = one([10, 1000, 20_000], random);
  return random.next() < 0.5
    ? '['.repeat(depth) + ']'.repeat(depth)
    : `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
}

function withOddLeaf(value: unknown, random: Random): unknown {
  if (value === null || typeof value !== 'object' || random.next() < 0.2) return oddValue(random);
  const entries = Object.entries(value);
  if (entries.length === 0) return oddValue(random);
  const at = random.int(entries.length);
  const changed = entries.flatMap(([key, inner], i) => {
    if (i !== at) return [[key, inner] as const];
    if (random.next() < 0.15) return [];
    return [[random.next() < 0.15 ? oddText(random) : key, withOddLeaf(inner, random)] as const];
  });
  return Array.isArray(value) ? changed.map(([, inner]) => inner) : Object.fromEntries(changed);
}

export function oddValue(random: Random): unknown {
  return one(oddValues, random) ?? oddText(random);
}

const oddValues: readonly unknown[] = [
  null,
  undefined,
  true,
  false,
  0,
  -0,
  -1,
  1,
  0.1 + 0.2,
  1e308,
  -1e308,
  5e-324,
  2 ** 31,
  2 ** 53,
  2 ** 53 + 2,
  -(2 ** 63),
  '',
  ' ',
  '0',
  '1',
  'NaN',
  'true',
  [],
  {},
  [[]],
  [null],
  { a: { b: { c: {} } } },
  { length: 5 },
  JSON.parse('{"then":1}'),
  { toJSON: 1 },
  { valueOf: 1 },
  '__proto__',
  'constructor',
  'hasOwnProperty',
  '../../etc/passwd',
  '/etc/passwd',
  '/dev/zero',
  'a\u0000b',
];

export function oddText(random: Random): string {
  return one(oddTexts, random).repeat(random.next() < 0.05 ? 300 : 1);
}

const oddTexts = [
  'a',
  'Calm',
  'ünïcödé',
  '日本語',
  '😀',
  '\ud800',
  '\u202e',
  'a\u0000b',
  '\n',
  '\r\n\r\n',
  '<script>',
  "'; drop table x; --",
  '%',
  '%2e%2e%2f',
  '..',
  '.',
  '/',
  '\\',
  'con',
  '$' + '{x}',
  '{{x}}',
  '-1',
  '1e5',
  'null',
  'undefined',
  '٣',
  'İ',
  'ß',
  '\u0301',
];

export function one<T>(list: readonly T[], random: Random): T {
  return list[random.int(list.length)];
}

/** The least that fits a schema, required fields alone. */
function leastExample(schema: JsonSchema, components: Readonly<Record<string, JsonSchema>>): unknown {
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
