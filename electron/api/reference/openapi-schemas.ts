import { z } from 'zod';
import { float32Column, float64Column, int32Column, uint8Column } from '../../../shared/columns.ts';
import { allParameters } from '../../../shared/parameters.ts';
import { namedAnswers, namedAsks } from './openapi-names.ts';

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
  const components = new Map<string, JsonSchema>();

  function convert(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
    // Inside an object even a schema that has a name itself is written as a reference.
    const { properties, $defs = {} } = z.toJSONSchema(z.object({ it: schema }), {
      io,
      metadata: registries[io],
      unrepresentable: 'any',
      override: ({ zodSchema, jsonSchema }) => tidy(zodSchema, jsonSchema),
    });
    for (const [name, definition] of Object.entries($defs)) {
      components.set(name, withComponentRefs(definition) as JsonSchema);
    }
    return withComponentRefs(properties?.it) as JsonSchema;
  }

  return {
    ask: (schema) => convert(schema, 'input'),
    answer: (schema) => convert(schema, 'output'),
    components: () => Object.fromEntries([...components].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

/** Where the document keeps a named schema. */
export function componentRef(name: string): JsonSchema {
  return { $ref: `#/components/schemas/${name}` };
}

const columns: readonly z.core.$ZodType[] = [float64Column, float32Column, int32Column, uint8Column];

const registries = { input: registryOf(namedAsks), output: registryOf(namedAnswers) };

function registryOf(named: Readonly<Record<string, z.ZodType>>) {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  return registry;
}

/** What each parameter means, from the table of parameters. */
const parameterTexts = new Map<z.core.$ZodType, string>(
  allParameters().map(({ parameter }) => [
    parameter.schema,
    parameter.unit ? `${parameter.description} Unit: ${parameter.unit}.` : parameter.description,
  ]),
);

function tidy(schema: z.core.$ZodType, json: z.core.JSONSchema.BaseSchema): void {
  if (columns.includes(schema)) Object.assign(json, { type: 'array', items: { type: ['number', 'null'] } });
  const description = z.globalRegistry.get(schema)?.description ?? parameterTexts.get(schema);
  if (description !== undefined && json.$ref === undefined) json.description = description;
  // Bounds of what a double can count say nothing to a reader; lists that nobody changes are lists.
  if (json.minimum === Number.MIN_SAFE_INTEGER) delete json.minimum;
  if (json.maximum === Number.MAX_SAFE_INTEGER) delete json.maximum;
  delete json.readOnly;
}

function withComponentRefs(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(withComponentRefs);
  if (json === null || typeof json !== 'object') return json;
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) =>
      key === '$ref' && typeof value === 'string'
        ? [key, value.replace('#/$defs/', '#/components/schemas/')]
        : [key, withComponentRefs(value)],
    ),
  );
}
