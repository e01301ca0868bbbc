import type { ConfigState, Layer, Provenance } from '../../../shared/config.ts';
import { allParameters, type Category, categories } from '../../../shared/parameters.ts';
import type { StoredTrial } from './config-store.ts';
import type { Layers, LayerValues } from './layers.ts';

/** For each value the layer that wins and what the others hold. */
export function provenance({
  environment,
  stored,
  symbol,
}: Layers): Record<Category, Record<string, Provenance>> {
  const result = Object.fromEntries(categories.map((category) => [category, {}])) as Record<
    Category,
    Record<string, Provenance>
  >;
  for (const { category, key, parameter } of allParameters()) {
    const held = (layer: LayerValues | undefined) => layer?.[category]?.[key];
    const above = { environment: held(environment), stored: held(stored), symbol: held(symbol) };
    const present = Object.entries(above).filter(([, value]) => value !== undefined);
    const layer = (present.at(-1)?.[0] ?? 'default') as Layer;
    result[category][key] = { layer, default: parameter.default, ...Object.fromEntries(present) };
  }
  return result;
}

/** A trial as it is told: what it puts back is nobody's concern. */
export function shownTrial(trial: StoredTrial | null): ConfigState['trial'] {
  return trial && { version: trial.version, revert_at: trial.revert_at, changes: trial.changes };
}
