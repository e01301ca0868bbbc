import type { Handlers } from '../../../shared/operations/index.ts';
import { success } from '../../../shared/result.ts';
import { type Scope, scopeOf } from '../../../shared/symbols.ts';
import type { ConfigOwner } from '../config/config-owner.ts';
import { isEmpty } from '../config/layers.ts';
import type { ConfigSources } from '../experiments/config-sources.ts';
import { type ShadowBook, scored } from './shadow-book.ts';

export type ShadowOperation = Extract<keyof Handlers, `shadows.${string}`>;

/** Operations on candidates. Promoting one is an ordinary update by the asker. */
export function createShadowHandlers(parts: {
  shadows: ShadowBook;
  sources: ConfigSources;
  config: ConfigOwner;
  /** The symbol on which candidates are scored now. */
  symbol: () => string | undefined;
}): Pick<Handlers, ShadowOperation> {
  const { shadows, sources, config, symbol } = parts;

  /** A symbol with values of its own takes a candidate for itself: below them, it would change nothing there. */
  function promotedFor(): Scope {
    const scope = scopeOf(symbol() ?? '');
    return scope !== null && !isEmpty(config.stored(scope)) ? scope : null;
  }

  return {
    'shadows.add': async ({ name, source }) => {
      const found = await sources(source);
      return found.ok ? shadows.add(name, found.value.values) : found;
    },
    'shadows.remove': ({ id }) => shadows.remove(id),
    'shadows.restart': () => {
      shadows.restart();
      return success(shadows.state());
    },
    'shadows.promote': async ({ id, reason }, { by, name: asker }) => {
      const found = shadows.find(id);
      if (!found.ok) return found;
      const { name, values } = found.value;
      // Compared with the saved values, because an update ignores a running preview.
      const scope = promotedFor();
      const { differences } = config.validate(scored(values), scope);
      if (differences.length === 0) return success(null);
      const changes: Record<string, Record<string, unknown>> = {};
      for (const { path, to } of differences) {
        const [category, key] = path.split('.');
        changes[category] = { ...changes[category], [key]: to };
      }
      return config.updateAll(
        changes,
        { by, name: asker, reason: reason ?? `Promoted from shadow ${name}` },
        'update',
        scope,
      );
    },
  };
}
