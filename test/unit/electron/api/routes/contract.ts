import { z } from 'zod';
import type { JsonSchema } from '../../../../../electron/api/reference/openapi-schemas.ts';
import type { OpenApi, OpenApiResponse } from '../../../../../electron/api/reference/openapi-types.ts';
import type { HttpAnswer } from '../http-client.ts';

/** Compares answers with what the document says of them. */
export interface Contract {
  /** What is wrong with an answer to `method path` (the document's path), in words; null when it is as documented. */
  check(method: string, path: string, answer: HttpAnswer): string | null;
  /** Every "METHOD path status type" of the document. */
  documented(): string[];
  /** Those that `check` has seen. */
  seen(): ReadonlySet<string>;
}

export function createContract(document: OpenApi): Contract {
  const seen = new Set<string>();
  const compiled = new Map<JsonSchema, z.ZodType>();
  const $defs = localRefs(document.components.schemas) as Record<string, JsonSchema>;

  function resolve(response: OpenApiResponse | { readonly $ref: string }): OpenApiResponse {
    if (!('$ref' in response)) return response;
    return document.components.responses[response.$ref.split('/').at(-1) ?? ''];
  }

  function parse(schema: JsonSchema, value: unknown): string | null {
    let type = compiled.get(schema);
    if (!type) {
      type = z.fromJSONSchema({ ...(localRefs(schema) as object), $defs });
      compiled.set(schema, type);
    }
    const parsed = type.safeParse(value);
    return parsed.success ? null : z.prettifyError(parsed.error);
  }

  return {
    seen: () => seen,
    documented: () =>
      Object.entries(document.paths).flatMap(([path, methods]) =>
        Object.entries(methods).flatMap(([method, { responses }]) =>
          Object.entries(responses).flatMap(([status, response]) => {
            const types = Object.keys(resolve(response).content ?? { '': null });
            return types.map((type) => `${method.toUpperCase()} ${path} ${status} ${type}`.trim());
          }),
        ),
      ),
    check(method, path, { status, headers, text }) {
      const response = document.paths[path]?.[method.toLowerCase()]?.responses[status];
      if (!response) return `${status} is not documented: ${text.slice(0, 300)}`;
      const { content, headers: promised = {} } = resolve(response);
      const type = headers['content-type']?.split(';')[0] ?? '';
      seen.add(`${method} ${path} ${status} ${type}`.trim());
      for (const name of Object.keys(promised)) {
        if (headers[name.toLowerCase()] === undefined) return `the header ${name} is missing`;
      }
      if (!content) return text === '' ? null : `there should be no body, but there is ${text.slice(0, 100)}`;
      const known = content[type];
      if (!known) return `${type} is not documented`;
      return parse(known.schema, type === 'application/json' ? JSON.parse(text) : text);
    },
  };
}

function localRefs(json: unknown): unknown {
  return JSON.parse(JSON.stringify(json).replaceAll('#/components/schemas/', '#/$defs/'));
}
