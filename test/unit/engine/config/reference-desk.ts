import { composed, differing, type Flat, sumsToOne, weightPaths } from './reference-config.ts';

/** What a configuration with its history must be, in flat maps and without any of the product's code. */
export interface ReferenceDesk {
  readonly stored: Flat;
  readonly version: number;
  /** The stored layer as a preview would have it; null without one. */
  readonly previewed: Flat | null;
  readonly trial: ReferenceTrial | null;
  readonly past: readonly Flat[];
  readonly future: readonly Flat[];
  readonly history: ReadonlyMap<number, ReferenceVersion>;
  readonly environment: Flat;
}

export interface ReferenceVersion {
  readonly values: Flat;
  readonly stored: Flat;
}

export interface ReferenceTrial {
  readonly version: number;
  readonly until: number;
  readonly paths: readonly string[];
  readonly before: Flat;
}

export function freshDesk(environment: Flat): ReferenceDesk {
  return {
    stored: new Map(),
    version: 1,
    previewed: null,
    trial: null,
    past: [],
    future: [],
    history: new Map([[1, { values: composed(environment), stored: new Map() }]]),
    environment,
  };
}

export const saved = (desk: ReferenceDesk) => composed(desk.environment, desk.stored);
export const running = (desk: ReferenceDesk) => composed(desk.environment, desk.previewed ?? desk.stored);

/** The desk after an accepted change of its stored layer. */
export function accepted(
  desk: ReferenceDesk,
  stored: Flat,
  more: { atLeast?: number; move?: 'undo' | 'redo'; trial?: Omit<ReferenceTrial, 'version'> | null } = {},
): ReferenceDesk {
  const version = Math.max(desk.version + 1, more.atLeast ?? 0);
  const changed = !sameFlat(desk.stored, stored);
  const left = desk.trial && stillOnTrial(desk.trial, desk.stored, stored);
  return {
    ...desk,
    stored,
    version,
    previewed: null,
    trial: more.trial === undefined ? left : more.trial && { ...more.trial, version },
    past: more.move === 'undo' ? desk.past.slice(0, -1) : changed ? [...desk.past, desk.stored] : desk.past,
    future:
      more.move === 'undo'
        ? [...desk.future, desk.stored]
        : more.move === 'redo'
          ? desk.future.slice(0, -1)
          : changed
            ? []
            : desk.future,
    history: new Map(desk.history).set(version, { values: composed(desk.environment, stored), stored }),
  };
}

/** The next start, under another environment: what no longer fits is left out, a difference is a new version. */
export function restarted(desk: ReferenceDesk, environment: Flat): ReferenceDesk {
  const before = saved(desk);
  const stored = soundLayer(environment, desk.stored);
  const trial = desk.trial && { ...desk.trial, before: soundLayer(environment, desk.trial.before) };
  const next = { ...desk, environment, stored, trial, previewed: null, past: [], future: [] };
  const values = composed(environment, stored);
  if (differing(before, values).length === 0) return next;
  const version = desk.version + 1;
  return { ...next, version, history: new Map(desk.history).set(version, { values, stored }) };
}

/** The desk once what is on trial is taken back; null without a trial. */
export function expired(desk: ReferenceDesk): ReferenceDesk | null {
  if (!desk.trial) return null;
  const { paths, before } = desk.trial;
  const layer = new Map(desk.stored);
  for (const path of paths.flatMap(group)) {
    const value = before.get(path);
    if (value === undefined) layer.delete(path);
    else layer.set(path, value);
  }
  return accepted(desk, layer, { trial: null });
}

/** What was stored of everything that a trial of these paths touches. */
export function storedOf(stored: Flat, paths: readonly string[]): Flat {
  const touched = new Set(paths.flatMap(group));
  return new Map([...stored].filter(([path]) => touched.has(path)));
}

/** The stored layer under which exactly `values` are in force, weights all three or none. */
export function layerFor(values: Flat, environment: Flat, stored: Flat): Flat {
  return withTied(
    environment,
    stored,
    new Map(differing(values, composed(environment, stored)).map((path) => [path, values.get(path) ?? 0])),
  );
}

/** A layer with changes put on top; with one weight all three are stored. */
export function withTied(environment: Flat, base: Flat, changes: Flat): Flat {
  const layer = new Map(base);
  if (weightPaths.some((path) => changes.has(path))) {
    const values = composed(environment, base);
    for (const path of weightPaths) layer.set(path, values.get(path) ?? 0);
  }
  for (const [path, value] of changes) layer.set(path, value);
  return layer;
}

export function sameFlat(a: Flat, b: Flat): boolean {
  return a.size === b.size && [...a].every(([path, value]) => b.has(path) && b.get(path) === value);
}

function stillOnTrial(trial: ReferenceTrial, stored: Flat, next: Flat): ReferenceTrial | null {
  const paths = trial.paths.filter((path) =>
    group(path).every((each) => stored.get(each) === next.get(each)),
  );
  return paths.length > 0 ? { ...trial, paths } : null;
}

/** Weights that no longer sum to 1 count as not stored. */
export function soundLayer(environment: Flat, layer: Flat): Flat {
  if (sumsToOne(composed(environment, layer))) return layer;
  return new Map([...layer].filter(([path]) => !weightPaths.includes(path)));
}

/** Weights go together. */
export function group(path: string): readonly string[] {
  return weightPaths.includes(path) ? weightPaths : [path];
}
