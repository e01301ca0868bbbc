import { z } from 'zod';
import type { CreateDocumentOptions } from 'zod-openapi';
import { columnSchemas } from '../../../shared/columns.ts';
import { allParameters } from '../../../shared/parameters.ts';
import { timeTitle } from '../routes/text-values.ts';
import type { OpenApi } from './openapi-types.ts';

/** Any JSON schema. */
export type JsonSchema = { readonly [key: string]: unknown };

const answerSuffix = 'Answer';

type Override = NonNullable<CreateDocumentOptions['override']>;

/** Options for turning the desk's schemas into JSON schemas. */
export const schemaOptions: CreateDocumentOptions = {
  override: (context) => {
    asItIsMeant(context);
    described(context);
  },
  outputIdSuffix: answerSuffix,
  allowEmptySchema: { custom: true },
};

/**
 * Columns are lists of numbers with null for NaN. A parameter that is parsed from text has the type it is parsed
 * to.
 */
const asItIsMeant: Override = ({ zodSchema, jsonSchema }) => {
  if (columns.includes(zodSchema)) {
    Object.assign(jsonSchema, { type: 'array', items: { type: ['number', 'null'] } });
  }
  if (zodSchema instanceof z.ZodPipe && zodSchema.in instanceof z.ZodPipe) {
    for (const key of ['type', 'pattern', 'maxLength'] as const) delete jsonSchema[key];
    const { $schema, ...meant } = z.toJSONSchema(zodSchema.out);
    Object.assign(jsonSchema, jsonSchema.title === timeTitle ? timeJson : meant);
  }
};

const described: Override = ({ zodSchema, jsonSchema }) => {
  const description = parameterTexts.get(zodSchema);
  if (description !== undefined) jsonSchema.description = description;
  // Bounds of the safe integers and `readOnly` tell a reader nothing.
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  delete jsonSchema.readOnly;
};

/** No format of JSON schema allows the zone and the time of day to be left out. */
const timeJson = {
  anyOf: [
    { type: 'integer', minimum: -8.64e15, maximum: 8.64e15 },
    { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}([Tt].+)?$' },
  ],
};

const columns: readonly z.core.$ZodType[] = columnSchemas;

/** What each parameter means, from the table of parameters. */
const parameterTexts = new Map<z.core.$ZodType, string>(
  allParameters().map(({ parameter }) => [
    parameter.schema,
    parameter.unit ? `${parameter.description} Unit: ${parameter.unit}.` : parameter.description,
  ]),
);

/**
 * A schema that is used in inputs and in answers can differ between them, for example where a default may be left
 * out. It then has two names: `Name` in answers and `NameAsk` in inputs.
 */
export function withPlainAnswerNames(document: object): OpenApi {
  const { components } = document as OpenApi;
  const names = new Map<string, string>();
  for (const name of Object.keys(components.schemas)) {
    const plain = name.slice(0, -answerSuffix.length);
    if (name.endsWith(answerSuffix) && plain in components.schemas)
      names.set(plain, `${plain}Ask`).set(name, plain);
  }
  const renamed = (name: string) => names.get(name) ?? name;
  const schemas = Object.entries(components.schemas)
    .map(([name, schema]) => [renamed(name), schema] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const whole = { ...document, components: { ...components, schemas: Object.fromEntries(schemas) } };
  return JSON.parse(JSON.stringify(whole), (key, value) =>
    key === '$ref' ? value.replace(/(?<=schemas\/)\w+$/, renamed) : value,
  );
}
