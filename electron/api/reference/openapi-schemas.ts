import { z } from 'zod';
import { columnSchemas } from '../../../shared/columns.ts';
import { allParameters } from '../../../shared/parameters.ts';
import { timeTitle } from '../routes/text-values.ts';

export type JsonSchema = { readonly [key: string]: unknown };

/** Turns the desk's schemas into JSON schemas; what has a name is written once and referred to. */
export interface SchemaBook {
  /** As it is asked for: what has a default may be left out. */
  ask(schema: z.ZodType): JsonSchema;
  /** As it is answered: everything is there. Columns of numbers are lists with null for NaN. */
  answer(schema: z.ZodType): JsonSchema;
  /** The named schemas that were referred to so far, by name. */
  components(): Readonly<Record<string, JsonSchema>>;
}

export function createSchemaBook(): SchemaBook {
  const named = { input: namedSchemas('input'), output: namedSchemas('output') };
  const asked = askedOtherwise(named);
  const used = new Map<string, JsonSchema>();

  /** Leads references to where the document keeps what has a name, and puts that there. */
  function referred(json: unknown, io: 'input' | 'output'): unknown {
    if (Array.isArray(json)) return json.map((each) => referred(each, io));
    if (json === null || typeof json !== 'object') return json;
    if ('$ref' in json) return reference(String(json.$ref).split('/').at(-1) ?? '', io);
    return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, referred(value, io)]));
  }

  function reference(id: string, io: 'input' | 'output'): JsonSchema {
    const name = io === 'input' && asked.has(id) ? `${id}Ask` : id;
    if (!used.has(name)) {
      // Noted before it is whole: it may refer to itself.
      used.set(name, {});
      used.set(name, referred(named[io][id], io) as JsonSchema);
    }
    return componentRef(name);
  }

  function convert(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
    // Inside an object even a schema that has a name itself is written as a reference.
    const { properties } = z.toJSONSchema(z.object({ it: schema }), conversion(io));
    return referred(properties?.it, io) as JsonSchema;
  }

  return {
    ask: (schema) => convert(schema, 'input'),
    answer: (schema) => convert(schema, 'output'),
    components: () => Object.fromEntries([...used].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

/** Where the document keeps a named schema. */
export function componentRef(name: string): JsonSchema {
  return { $ref: `#/components/schemas/${name}` };
}

function conversion(io: 'input' | 'output') {
  return {
    io,
    unrepresentable: 'any',
    override: (each: { zodSchema: z.core.$ZodType; jsonSchema: z.core.JSONSchema.BaseSchema }) =>
      tidy(each.zodSchema, each.jsonSchema),
  } as const;
}

type NamedSchemas = Readonly<Record<string, JsonSchema>>;

/** Every schema that has an `id`. */
function namedSchemas(io: 'input' | 'output'): NamedSchemas {
  const { schemas } = z.toJSONSchema(z.globalRegistry, conversion(io));
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $schema, $id, id: _, ...schema }]) => [id, schema]),
  );
}

/** Names of what is asked for in another form than it is answered in, as where a default may be left out. */
function askedOtherwise(named: { readonly input: NamedSchemas; readonly output: NamedSchemas }) {
  const found = new Set<string>();
  const texts = Object.keys(named.input).map((id) => [id, JSON.stringify(named.input[id])] as const);
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const [id, text] of texts) {
      const other = text !== JSON.stringify(named.output[id]);
      if (other || [...found].some((each) => text.includes(`"$ref":"${each}"`))) found.add(id);
    }
  }
  return found;
}

/** What each parameter means, from the table of parameters. */
const parameterTexts = new Map<z.core.$ZodType, string>(
  allParameters().map(({ parameter }) => [
    parameter.schema,
    parameter.unit ? `${parameter.description} Unit: ${parameter.unit}.` : parameter.description,
  ]),
);

const columns: readonly z.core.$ZodType[] = columnSchemas;

function tidy(schema: z.core.$ZodType, json: z.core.JSONSchema.BaseSchema): void {
  if (columns.includes(schema)) Object.assign(json, { type: 'array', items: { type: ['number', 'null'] } });
  const description = z.globalRegistry.get(schema)?.description ?? parameterTexts.get(schema);
  if (description !== undefined && json.$ref === undefined) json.description = description;
  if (json.title === timeTitle) {
    // The zone and the time of day may be left out, which no format of JSON schema says.
    Object.assign(json, {
      type: undefined,
      anyOf: [
        { type: 'integer', minimum: -8.64e15, maximum: 8.64e15 },
        { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}([Tt].+)?$' },
      ],
    });
  }
  // Bounds of what a double can count say nothing to a reader; lists that nobody changes are lists.
  if (json.minimum === Number.MIN_SAFE_INTEGER) delete json.minimum;
  if (json.maximum === Number.MAX_SAFE_INTEGER) delete json.maximum;
  delete json.readOnly;
}
