import { expect, it } from 'vitest';
import { createRandom, type Random } from '../../../../electron/engine/random.ts';
import { categories, type ParameterValue } from '../../../../shared/parameters.ts';
import type { Result } from '../../../../shared/result.ts';
import { settle } from '../test-clock.ts';
import { type Audited, createMemoryTrail, recorded, startAudited } from './audited.ts';
import { byWindow, createMemoryStorage } from './harness.ts';
import { differing, type Flat, flat, nested, samples, weightPaths } from './reference-config.ts';
import {
  acceptedScopes,
  changedPaths,
  forAll,
  freshScopes,
  layersWith,
  type ReferenceScopes,
  scopesThatDiffer,
  valuesOf,
  versionOf,
  withLayer,
} from './reference-scopes.ts';

const sequences = process.env.DESK_FULL === '1' ? 10_000 : 500;
const steps = 14;
/** The last never has a value of its own. */
const symbols = ['EURUSD', 'BTCUSDT.P', 'XAUUSD'];
const env = { SPREAD_PIPS: '0.75', MODEL_WEIGHT_1H: '0.5', MODEL_WEIGHT_4H: '0.4' };
const environment: Flat = new Map<string, number>([
  ['trading.spread_pips', 0.75],
  ['model.weight_1h', 0.5],
  ['model.weight_4h', 0.4],
]);

it('values per symbol behave as layers on top of each other in random sequences over several symbols and all', async () => {
  const seen = new Map<string, number>();
  for (let seed = 1; seed <= sequences; seed += 1) {
    try {
      await runSequence(seed, seen);
    } catch (error) {
      throw new Error(`seed ${seed}: ${error instanceof Error ? error.message : error}`);
    }
  }
  // The sequences must reach every kind of outcome often, or they show nothing.
  for (const kind of [
    'update',
    'preview',
    'commit',
    'reset',
    'undo',
    'redo',
    'restore',
    'trial',
    'file',
    'restart',
  ])
    expect(seen.get(kind) ?? 0, kind).toBeGreaterThan(sequences / 30);
  expect(seen.get('refused') ?? 0).toBeGreaterThan(sequences / 20);
}, 180_000);

async function runSequence(seed: number, seen: Map<string, number>): Promise<void> {
  const random = createRandom(seed);
  const storage = createMemoryStorage();
  const trail = createMemoryTrail();
  let audited = await startAudited({ env, storage, trail });
  let desk = freshScopes(environment);
  let told: (readonly string[] | null)[] = [];
  const follow = ({ config }: Audited) => {
    for (const category of categories)
      config.subscribe(category, 'watcher', (_values, _previous, { symbols: touched }) => told.push(touched));
  };
  follow(audited);

  for (let step = 0; step < steps; step += 1) {
    const { config } = audited;
    const before = desk;
    const scope = [forAll, ...symbols.slice(0, 2)][random.int(3)];
    const asked = scope === forAll ? null : scope;
    const dice = random.int(12);
    const revisions = symbols.map((symbol) => config.revisionOf(symbol));
    told = [];
    let kind = 'refused';
    const accept = (
      name: string,
      layers: ReadonlyMap<string, Flat> | null,
      scopes: readonly string[],
      move?: 'undo' | 'redo',
    ) => {
      if (!layers) return;
      kind = name;
      desk = acceptedScopes(desk, layers, scopes, move);
    };
    let answer: Result<unknown> = { ok: true, value: null };
    if (dice <= 2) {
      const { category, changes, good } = randomChanges(random, scope);
      answer = await config.update(category, changes, byWindow, asked);
      if (good)
        accept('update', layersWith(desk, desk.layers, scope, flat({ [category]: changes })), [scope]);
      expect(answer.ok, 'update').toBe(kind === 'update');
    } else if (dice <= 4) {
      const { category, changes, good } = randomChanges(random, scope);
      const base = desk.preview?.layers ?? desk.layers;
      const layers = good ? layersWith(desk, base, scope, flat({ [category]: changes })) : null;
      answer = await config.preview(category, changes, asked);
      expect(answer.ok, 'preview').toBe(layers !== null);
      if (layers) {
        kind = 'preview';
        desk = { ...desk, preview: { layers, scopes: new Set([...(desk.preview?.scopes ?? []), scope]) } };
      }
    } else if (dice === 5) {
      answer = await config.commit(byWindow);
      kind = 'commit';
      const { preview } = desk;
      const moved = preview && changedPaths(desk, desk.layers, preview.layers).length > 0;
      if (preview && moved) accept('commit', preview.layers, [...preview.scopes]);
      else desk = { ...desk, preview: null };
    } else if (dice === 6) {
      const category = random.next() < 0.5 ? undefined : scope === forAll ? 'cache' : 'model';
      const weights = category === 'model' && random.next() < 0.5;
      answer = await config.reset(category, weights ? weightPaths[0].slice(6) : undefined, byWindow, asked);
      const layer = new Map(
        [...(desk.layers.get(scope) ?? [])].filter(([path]) =>
          weights ? !weightPaths.includes(path) : category !== undefined && !path.startsWith(`${category}.`),
        ),
      );
      kind = 'reset';
      if (layer.size < (desk.layers.get(scope)?.size ?? 0))
        accept('reset', withLayer(desk.layers, scope, layer), [scope]);
    } else if (dice === 7) {
      const back = random.next() < (desk.future.length > 0 ? 0.3 : 0.9);
      const target = (back ? desk.past : desk.future).at(-1);
      answer = back ? await config.undo(byWindow) : await config.redo(byWindow);
      kind = 'undo';
      if (target) accept(back ? 'undo' : 'redo', target, [], back ? 'undo' : 'redo');
    } else if (dice === 8) {
      const known = [...desk.history.keys()];
      const version = known[random.int(known.length)];
      await audited.recorder.flush();
      const target = await trail.version(version);
      if (!target) throw new Error(`v${version} is not on record`);
      const then = desk.history.get(version) ?? new Map();
      const whole = random.next() < 0.5;
      answer = await config.restore(whole ? target : { ...target, scope: asked }, byWindow);
      kind = 'restore';
      const layers = whole ? then : withRestored(desk, scope, then);
      if (scopesThatDiffer(desk.layers, layers).length > 0) accept('restore', layers, []);
    } else if (dice === 9) {
      const { changes, category, good } = randomChanges(random, scope);
      const given = flat({ [category]: changes });
      const layers = good && layersWith(desk, desk.layers, scope, given);
      answer = await config.try({ [category]: changes }, { after: 1000 }, byWindow, asked);
      const moved = layers && changedPaths(desk, desk.layers, layers).length > 0;
      expect(answer.ok, 'trial').toBe(moved === true);
      if (layers && moved) {
        const now = valuesOf(desk, desk.layers, scope);
        const only = new Map([...given].filter(([path, value]) => now.get(path) !== value));
        const begun = desk.layers;
        accept('trial', layersWith(desk, desk.layers, scope, only), [scope]);
        if (random.next() < 0.5) {
          await config.revert(byWindow);
          desk = acceptedScopes(desk, begun, [scope]);
        } else {
          await config.keep(byWindow);
          desk = acceptedScopes(desk, desk.layers, [scope]);
        }
      }
    } else if (dice === 10) {
      const { category, changes, good } = randomChanges(random, scope);
      const own = new Map([...(desk.layers.get(scope) ?? []), ...flat({ [category]: changes })]);
      const written = withLayer(desk.layers, scope, own);
      storage.held = { version: desk.version, ...documentOf(written) };
      answer = await config.reload({ by: 'file' });
      const layers = good ? layersWith(desk, desk.layers, scope, flat({ [category]: changes })) : null;
      expect(answer.ok, 'file').toBe(layers !== null);
      if (layers && scopesThatDiffer(desk.layers, layers).length > 0) accept('file', layers, []);
      storage.held = { version: desk.version, ...documentOf(desk.layers), touched: touchedOf(desk) };
    } else {
      storage.held ??= { version: 1, values: {} };
      await audited.recorder.flush();
      audited = await startAudited({ env, storage, trail });
      follow(audited);
      desk = { ...desk, preview: null, past: [], future: [] };
      kind = 'restart';
    }
    seen.set(kind, (seen.get(kind) ?? 0) + 1);
    compare(audited, desk);
    if (kind !== 'restart') checkTold(before, desk, told, revisions);
  }
  await settle();
  await audited.recorder.flush();
  await replay(desk);

  /** Those whom a change does not touch keep version and revision, and callbacks hear of nobody else. */
  function checkTold(
    before: ReferenceScopes,
    after: ReferenceScopes,
    heard: readonly (readonly string[] | null)[],
    revisions: readonly number[],
  ): void {
    const layersBefore = before.preview?.layers ?? before.layers;
    const layersAfter = after.preview?.layers ?? after.layers;
    for (const [i, symbol] of symbols.entries()) {
      const moved = differing(valuesOf(before, layersBefore, symbol), valuesOf(after, layersAfter, symbol));
      const told = heard.some((touched) => touched === null || touched.includes(symbol));
      if (moved.length > 0) expect(told, `${symbol} was not told`).toBe(true);
      if (moved.length > 0) expect(audited.config.revisionOf(symbol)).toBeGreaterThan(revisions[i]);
      else if (audited.config.revisionOf(symbol) === revisions[i])
        expect(told, `${symbol} was told`).toBe(false);
    }
  }

  async function replay({ history, version }: ReferenceScopes): Promise<void> {
    let last: ReadonlyMap<string, Flat> = new Map();
    for (const entry of await recorded(trail)) {
      if (entry.outcome === 'refused') continue;
      const layers = history.get(entry.version);
      if (!layers) throw new Error(`v${entry.version} was never made`);
      const listed = entry.changes.map(
        ({ symbol, category, key }) => `${symbol === null ? '' : `${symbol} `}${category}.${key}`,
      );
      if (entry.version > 1) expect(listed.sort()).toEqual(changedPaths(desk, last, layers));
      const state = await trail.version(entry.version);
      expect(state && layersOf(state)).toEqual(layers);
      last = layers;
    }
    expect([...history.keys()].at(-1)).toBe(version);
  }
}

function compare({ config, storage }: Audited, desk: ReferenceScopes): void {
  const layers = desk.preview?.layers ?? desk.layers;
  expect(config.version()).toBe(desk.version);
  for (const scope of [forAll, ...symbols]) {
    const symbol = scope === forAll ? undefined : scope;
    const values = valuesOf(desk, layers, scope);
    expect(flat(config.values(symbol)), scope).toEqual(values);
    if (symbol) expect(config.versionOf(symbol), `version of ${symbol}`).toBe(versionOf(desk, symbol));
    const { provenance } = config.state(symbol ?? null);
    for (const [path] of values) {
      const [category, key] = path.split('.') as ['trading', string];
      const layer =
        symbol && layers.get(symbol)?.has(path)
          ? 'symbol'
          : layers.get(forAll)?.has(path)
            ? 'stored'
            : environment.has(path)
              ? 'environment'
              : 'default';
      expect(provenance[category][key].layer, `${scope} ${path}`).toBe(layer);
    }
  }
  expect(layersOf(config.held())).toEqual(desk.layers);
  if (storage.held)
    expect(layersOf({ stored: storage.held.values, symbols: storage.held.symbols ?? {} })).toEqual(
      desk.layers,
    );
}

/** A symbol gets back the values it had: its own where it had them, and else what makes the difference by now. */
function withRestored(desk: ReferenceScopes, scope: string, then: ReadonlyMap<string, Flat>) {
  const own = withLayer(desk.layers, scope, then.get(scope) ?? new Map());
  const wanted = valuesOf(desk, then, scope);
  const missing = new Map(
    differing(wanted, valuesOf(desk, own, scope))
      .filter((path) => scope === forAll || !path.startsWith('cache.'))
      .map((path) => [path, wanted.get(path) as ParameterValue]),
  );
  return layersWith(desk, own, scope, missing) ?? own;
}

function layersOf({ stored, symbols: own }: { stored: object; symbols: object }): Map<string, Flat> {
  const all = flat(stored);
  const layers = Object.entries(own).map(([symbol, layer]) => [symbol, flat(layer)] as const);
  return new Map(all.size > 0 ? [[forAll, all], ...layers] : layers);
}

function documentOf(layers: ReadonlyMap<string, Flat>) {
  const own = [...layers].filter(([scope]) => scope !== forAll);
  return {
    values: nested(layers.get(forAll) ?? new Map()),
    symbols: Object.fromEntries(own.map(([symbol, layer]) => [symbol, nested(layer)])),
  };
}

function touchedOf({ touched }: ReferenceScopes) {
  const { [forAll]: all, ...own } = Object.fromEntries(touched);
  return { all, symbols: own };
}

/** Values right or wrong of one category; for a symbol sometimes a limit of a cache, which no symbol may have. */
function randomChanges(random: Random, scope: string) {
  const category = categories[scope === forAll || random.next() < 0.1 ? random.int(3) : 1 + random.int(2)];
  const paths = Object.keys(samples).filter((path) => path.startsWith(`${category}.`));
  const changes: Record<string, unknown> = {};
  let good = scope === forAll || category !== 'cache';
  for (let left = 1 + random.int(3); left > 0; left -= 1) {
    const path = paths[random.int(paths.length)];
    const bad = random.next() < 0.05;
    const choices: readonly unknown[] = bad ? samples[path].bad : samples[path].good;
    changes[path.slice(category.length + 1)] = choices[random.int(choices.length)];
  }
  for (const [key, value] of Object.entries(changes))
    good &&= samples[`${category}.${key}`].good.includes(value as ParameterValue);
  return { category, changes, good };
}
