import type { ProblemDetail } from '../../../shared/result.ts';
import { type Scope, scopeOf } from '../../../shared/symbols.ts';
import { isGroup, layerProblems, ruleProblems, sound } from './layer-problems.ts';
import { compose, type LayerValues, layerFor, withChanges, withWholeWeights } from './layers.ts';
import {
  type HeldConfig,
  layerOf,
  type SavedLayers,
  scopesOf,
  valuesFor,
  withLayer,
} from './saved-layers.ts';

/** What is saved as somebody may have written it. */
export interface RawLayers {
  readonly stored: Readonly<Record<string, unknown>>;
  readonly symbols: Readonly<Record<string, unknown>>;
}

/** Puts the layers on top of each other, over one environment. */
export interface Composer {
  held(saved: SavedLayers): HeldConfig;
  /** What is saved after changes for `scope`; trusts them, see `problems`. */
  changed(saved: SavedLayers, scope: Scope, changes: LayerValues): SavedLayers;
  /** The layers under which exactly what was held is in force again, for all or for `scopes` alone. */
  restored(target: HeldConfig, now: SavedLayers, scope?: Scope): SavedLayers;
  /** What is wrong across the keys of what is saved, for all or for one symbol. */
  broken(saved: SavedLayers, scope: Scope): ProblemDetail[];
  /** What is wrong with all that is saved, key by key and across keys. */
  problems(saved: SavedLayers): ProblemDetail[];
  /** What somebody has written without what is wrong with it, and what that was. */
  sound(raw: RawLayers): { saved: SavedLayers; problems: ProblemDetail[] };
}

/** More symbols than anyone trades; every change sends what they hold to the window. */
export const mostSymbols = 1000;

export function createComposer(environment: LayerValues): Composer {
  function held(saved: SavedLayers): HeldConfig {
    const { stored, symbols } = saved;
    return { values: compose({ environment, stored }), stored, symbols };
  }

  function soundAll(raw: Readonly<Record<string, unknown>>) {
    const valuesWith = (layer: LayerValues) => compose({ environment, stored: layer });
    const { layer, problems } = sound(raw, valuesWith);
    return { stored: withWholeWeights(layer, valuesWith(layer)), problems };
  }

  function soundSymbols(raw: RawLayers['symbols'], stored: LayerValues) {
    const problems: ProblemDetail[] = [];
    let saved: SavedLayers = { stored, symbols: {} };
    for (const [name, values] of Object.entries(raw)) {
      const scope = scopeOf(name);
      const said = `symbols.${name.slice(0, 40)}`;
      const refuse = (message: string) => problems.push({ path: said, message });
      if (scope === null) refuse('is no symbol, such as EURUSD or BTCUSDT.P');
      else if (Object.hasOwn(saved.symbols, scope)) refuse(`stands for ${scope}, which is there already`);
      else if (!isGroup(values)) refuse('must be an object of categories');
      else if (Object.keys(saved.symbols).length >= mostSymbols) refuse(tooMany);
      else {
        const valuesWith = (layer: LayerValues) => compose({ environment, stored, symbol: layer });
        const found = sound(values, valuesWith, scope);
        problems.push(...found.problems.map(({ path, message }) => ({ path: `${said}.${path}`, message })));
        saved = withLayer(saved, scope, withWholeWeights(found.layer, valuesWith(found.layer)));
      }
    }
    return { saved, problems };
  }

  function broken(saved: SavedLayers, scope: Scope): ProblemDetail[] {
    if (scope !== null && Object.keys(saved.symbols).length > mostSymbols)
      return [{ path: 'symbols', message: tooMany }];
    return ruleProblems(valuesFor(held(saved), scope));
  }

  return {
    held,
    changed(saved, scope, changes) {
      const values = valuesFor(held(saved), scope);
      return withLayer(saved, scope, withChanges(layerOf(saved, scope), changes, values));
    },
    restored(target, now, scope) {
      if (scope === undefined) {
        const valuesWith = (layer: LayerValues) => compose({ environment, stored: layer });
        return { stored: layerFor(target.values, target.stored, valuesWith), symbols: target.symbols };
      }
      const valuesWith = (layer: LayerValues) => valuesFor(held(withLayer(now, scope, layer)), scope);
      const wanted = valuesFor(target, scope);
      // What the caches may hold is for all: a symbol cannot bring back how it was.
      const own = scope === null ? wanted : { ...wanted, cache: held(now).values.cache };
      return withLayer(now, scope, layerFor(own, layerOf(target, scope), valuesWith));
    },
    broken,
    problems: (saved) =>
      scopesOf(saved).flatMap((scope) => [
        ...layerProblems(layerOf(saved, scope), scope),
        ...broken(saved, scope),
      ]),
    sound(raw) {
      const all = soundAll(raw.stored);
      const own = soundSymbols(raw.symbols, all.stored);
      return { saved: own.saved, problems: [...all.problems, ...own.problems] };
    },
  };
}

const tooMany = `must be at most ${mostSymbols} symbols with values of their own`;
