import { RegExpRouter } from 'hono/router/reg-exp-router';
import { SmartRouter } from 'hono/router/smart-router';
import { TrieRouter } from 'hono/router/trie-router';
import type { Route } from '../routes/route.ts';

/** A route with the path's parameters as text; or the methods of a path that has others; or null. */
export type Matched =
  | { readonly route: Route; readonly params: Readonly<Record<string, string>> }
  | { readonly allowed: readonly string[] }
  | null;

/** Finds routes by method and path. Paths without parameters go before those with. */
export function createMatcher(routes: readonly Route[]): (method: string, path: string) => Matched {
  const router = new SmartRouter<Place>({ routers: [new RegExpRouter(), new TrieRouter()] });
  const places = new Map<string, Map<string, Route>>();
  for (const route of routes) {
    const methods = places.get(route.path) ?? new Map<string, Route>();
    methods.set(route.method, route);
    places.set(route.path, methods);
  }
  const fixedFirst = [...places].sort(([a], [b]) => Number(a.includes('{')) - Number(b.includes('{')));
  for (const [path, methods] of fixedFirst) {
    router.add('ALL', path.replaceAll(/\{(\w+)\}/g, ':$1'), methods);
  }

  return (asked, path) => {
    const method = asked === 'HEAD' ? 'GET' : asked;
    const [found, stash] = router.match('ALL', path);
    if (found.length === 0) return null;
    for (const [methods, params] of found) {
      const route = methods.get(method);
      if (route) return { route, params: stash ? decoded(params as ParamIndexes, stash) : textOf(params) };
    }
    const allowed = new Set(found.flatMap(([methods]) => [...methods.keys()]));
    if (allowed.has('GET')) allowed.add('HEAD');
    return { allowed: [...allowed].sort() };
  };
}

type Place = ReadonlyMap<string, Route>;
type ParamIndexes = Readonly<Record<string, number>>;

function decoded(params: ParamIndexes, stash: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(params).map(([name, index]) => [name, decodeURIComponent(stash[index])]),
  );
}

function textOf(params: Readonly<Record<string, string | number>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, decodeURIComponent(String(value))]),
  );
}
