import { operationRoutes } from './operation-routes.ts';
import { ownRoutes } from './own-routes.ts';
import type { Route } from './route.ts';

/** The whole table of the HTTP door. */
export const routes: readonly Route[] = [...operationRoutes(), ...ownRoutes];
