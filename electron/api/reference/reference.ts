import type { Route } from '../routes/route.ts';
import { createOpenApi } from './openapi.ts';
import type { OpenApi } from './openapi-types.ts';
import { referencePage } from './reference-page.ts';

/** The OpenAPI document and the page made from it; both are made on first use and cached. */
export interface Reference {
  /** `address` is where the server listens. */
  openapi(address: string): OpenApi;
  page(address: string): ReturnType<typeof referencePage>;
}

/** `version` is the desk's own. */
export function createReference(routes: readonly Route[], version: string): Reference {
  let made: { address: string; document: OpenApi; page: ReturnType<typeof referencePage> } | null = null;

  function madeFor(address: string) {
    if (made?.address !== address) {
      const document = createOpenApi(routes, { version, address });
      made = { address, document, page: referencePage(document) };
    }
    return made;
  }

  return {
    openapi: (address) => madeFor(address).document,
    page: (address) => madeFor(address).page,
  };
}
