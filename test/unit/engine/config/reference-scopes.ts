import { composed, differing, type Flat, sumsToOne, weightPaths } from './reference-config.ts';

/** What a configuration with values per symbol must be: one flat layer for each, and the version that touched it. */
export interface ReferenceScopes {
  readonly environment: Flat;
  readonly version: number;
  /** By symbol; under "" what holds for all. */
  readonly layers: ReadonlyMap<string, Flat>;
  readonly touched: ReadonlyMap<string, number>;
  readonly past: readonly ReadonlyMap<string, Flat>[];
  readonly future: readonly ReadonlyMap<string, Flat>[];
  readonly history: ReadonlyMap<number, ReadonlyMap<string, Flat>>;
  /** The layers that a preview shows, and for whom; null without one. */
  readonly preview: {
    readonly layers: ReadonlyMap<string, Flat>;
    readonly scopes: ReadonlySet<string>;
  } | null;
}

export const forAll = '';

export function freshScopes(environment: Flat): ReferenceScopes {
  return {
    environment,
    version: 1,
    layers: new Map(),
    touched: new Map([[forAll, 1]]),
    past: [],
    future: [],
    history: new Map([[1, new Map()]]),
    preview: null,
  };
}

/** The values of one symbol: default, environment, saved for all, saved for the symbol. */
export function valuesOf(
  { environment }: ReferenceScopes,
  layers: ReadonlyMap<string, Flat>,
  scope: string,
): Flat {
  return composed(environment, layers.get(forAll) ?? new Map(), layers.get(scope) ?? new Map());
}

export function versionOf({ touched }: ReferenceScopes, scope: string): number {
  return Math.max(touched.get(forAll) ?? 1, touched.get(scope) ?? 1);
}

/** The layers with changes for one scope; null where the weights in force for it would no longer sum to 1. */
export function layersWith(
  desk: ReferenceScopes,
  base: ReadonlyMap<string, Flat>,
  scope: string,
  changes: Flat,
): ReadonlyMap<string, Flat> | null {
  const layer = new Map(base.get(scope));
  if (weightPaths.some((path) => changes.has(path))) {
    const values = valuesOf(desk, base, scope);
    for (const path of weightPaths) layer.set(path, values.get(path) ?? 0);
  }
  for (const [path, value] of changes) layer.set(path, value);
  const next = withLayer(base, scope, layer);
  return sumsToOne(valuesOf(desk, next, scope)) ? next : null;
}

export function withLayer(
  layers: ReadonlyMap<string, Flat>,
  scope: string,
  layer: Flat,
): ReadonlyMap<string, Flat> {
  const next = new Map(layers);
  if (layer.size === 0) next.delete(scope);
  else next.set(scope, layer);
  return next;
}

/** After an accepted change; `scopes` are those it was asked for, beside those whose layer is another. */
export function acceptedScopes(
  desk: ReferenceScopes,
  layers: ReadonlyMap<string, Flat>,
  scopes: readonly string[],
  move?: 'undo' | 'redo',
): ReferenceScopes {
  const version = desk.version + 1;
  const changed = scopesThatDiffer(desk.layers, layers);
  const touched = new Map(desk.touched);
  for (const scope of [...scopes, ...changed]) touched.set(scope, version);
  const { past, future } = desk;
  return {
    ...desk,
    version,
    layers,
    touched,
    preview: null,
    history: new Map(desk.history).set(version, layers),
    past: move === 'undo' ? past.slice(0, -1) : changed.length > 0 ? [...past, desk.layers] : past,
    future:
      move === 'undo'
        ? [...future, desk.layers]
        : move === 'redo'
          ? future.slice(0, -1)
          : changed.length > 0
            ? []
            : future,
  };
}

export function scopesThatDiffer(a: ReadonlyMap<string, Flat>, b: ReadonlyMap<string, Flat>): string[] {
  const scopes = new Set([...a.keys(), ...b.keys()]);
  return [...scopes].filter((scope) => {
    const [left, right] = [a.get(scope) ?? new Map(), b.get(scope) ?? new Map()];
    return left.size !== right.size || [...left].some(([path, value]) => right.get(path) !== value);
  });
}

/** What an entry must list: what differs for all, and for a symbol where it has, or had, a value of its own. */
export function changedPaths(
  desk: ReferenceScopes,
  before: ReadonlyMap<string, Flat>,
  after: ReadonlyMap<string, Flat>,
): string[] {
  const scopes = [...new Set([...before.keys(), ...after.keys()])].filter((scope) => scope !== forAll);
  const own = scopes.flatMap((scope) =>
    differing(valuesOf(desk, before, scope), valuesOf(desk, after, scope))
      .filter((path) => before.get(scope)?.has(path) || after.get(scope)?.has(path))
      .map((path) => `${scope} ${path}`),
  );
  return [...differing(valuesOf(desk, before, forAll), valuesOf(desk, after, forAll)), ...own].sort();
}
