import type { Handlers } from '../../../shared/operations/index.ts';
import { success } from '../../../shared/result.ts';
import type { ConfigOwner } from '../config/config-owner.ts';
import type { ConfigSources } from '../experiments/config-sources.ts';
import { type ShadowBook, scored } from './shadow-book.ts';

export type ShadowOperation = Extract<keyof Handlers, `shadows.${string}`>;

/** Operations on candidates. Promoting one is an ordinary update by the asker. */
export function createShadowHandlers(parts: {
  shadows: ShadowBook;
  sources: ConfigSources;
  config: ConfigOwner;
}): Pick<Handlers, ShadowOperation> {
  const { shadows, sources, config } = parts;
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
      const { differences } = config.validate(scored(values));
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
      );
    },
  };
}
