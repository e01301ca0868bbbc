import type { JsonSchema } from './openapi-schemas.ts';

/** One line of a schema written for people. */
export interface SchemaLine {
  readonly depth: number;
  /** The field's name, with a question mark where it may be left out; empty for what has none. */
  readonly name: string;
  /** Its type; named schemas stand as `#Name`. */
  readonly type: string;
  readonly about: string;
}

/** A schema as an outline: one line per field, those of inner objects below it. */
export function schemaLines(schema: JsonSchema, depth = 0, name = ''): SchemaLine[] {
  const about = typeof schema.description === 'string' ? schema.description : '';
  const inner = innerObject(schema);
  const own = { depth, name, type: typeText(schema), about };
  const fields = inner ? fieldLines(inner, name === '' ? depth : depth + 1) : [];
  return name === '' && inner && !about && own.type === 'object' ? fields : [own, ...fields];
}

/** A type in a few words, e.g. `integer 1 to 100`, `"a" | "b"`, `list of #Receipt`. */
export function typeText(schema: JsonSchema): string {
  const { $ref, anyOf, enum: choices, type, items, prefixItems } = schema;
  if (typeof schema.title === 'string') return schema.title;
  if (typeof $ref === 'string') return `#${$ref.split('/').at(-1)}`;
  if ('const' in schema) return JSON.stringify(schema.const);
  if (Array.isArray(choices)) return choices.map((choice) => JSON.stringify(choice)).join(' | ');
  if (Array.isArray(anyOf)) return anyOf.map((each) => typeText(each as JsonSchema)).join(' | ');
  if (Array.isArray(prefixItems)) {
    return `[${prefixItems.map((each) => typeText(each as JsonSchema)).join(', ')}]`;
  }
  if (Array.isArray(type)) return type.join(' | ');
  if (type === 'array') return `list of ${typeText((items ?? {}) as JsonSchema)}`;
  if (type === 'object' && !schema.properties && typeof schema.additionalProperties === 'object') {
    return `{…: ${typeText(schema.additionalProperties as JsonSchema)}}`;
  }
  return `${typeof type === 'string' ? type : 'anything'}${bounds(schema)}`;
}

function fieldLines(schema: JsonSchema, depth: number): SchemaLine[] {
  const required = new Set((schema.required ?? []) as readonly string[]);
  const properties = (schema.properties ?? {}) as Readonly<Record<string, JsonSchema>>;
  return Object.entries(properties).flatMap(([name, field]) =>
    schemaLines(field, depth, required.has(name) ? name : `${name}?`),
  );
}

/** The object whose fields are written below: the schema itself, its items, or what is there beside null. */
function innerObject(schema: JsonSchema): JsonSchema | null {
  if (schema.properties) return schema;
  if (schema.type === 'array' && schema.items) return innerObject(schema.items as JsonSchema);
  if (typeof schema.additionalProperties === 'object' && schema.additionalProperties !== null) {
    return innerObject(schema.additionalProperties as JsonSchema);
  }
  if (Array.isArray(schema.anyOf)) {
    const objects = schema.anyOf
      .map((each) => innerObject(each as JsonSchema))
      .filter((each) => each !== null);
    return objects.length === 1 ? (objects[0] ?? null) : null;
  }
  return null;
}

function bounds(schema: JsonSchema): string {
  const { minimum, maximum, exclusiveMinimum, minLength, maxLength, default: initial } = schema;
  const words: string[] = [];
  if (minimum !== undefined && maximum !== undefined) words.push(`${minimum} to ${maximum}`);
  else if (minimum !== undefined) words.push(`from ${minimum}`);
  else if (exclusiveMinimum !== undefined) words.push(`above ${exclusiveMinimum}`);
  if (minimum === undefined && maximum !== undefined) words.push(`up to ${maximum}`);
  if (minLength !== undefined || maxLength !== undefined) {
    words.push(`${minLength ?? 0} to ${maxLength ?? 'any number of'} characters`);
  }
  if (initial !== undefined && typeof initial !== 'object') words.push(`default ${JSON.stringify(initial)}`);
  return words.length > 0 ? ` ${words.join(', ')}` : '';
}
