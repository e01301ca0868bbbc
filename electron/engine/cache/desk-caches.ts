import type { CacheName, CacheStats } from '../../../shared/caches.ts';
import type { ModelService } from '../ensemble/model-service.ts';
import type { AssetService } from '../market/assets/asset-service.ts';
import type { DataService } from '../market/data-service.ts';

/** Every cache of the desk, whichever service holds it. */
export interface DeskCaches {
  stats(): CacheStats[];
  clear(name: CacheName, cause: string): void;
}

export function createDeskCaches(parts: {
  models: Pick<ModelService, 'stats' | 'clear'>;
  data: Pick<DataService, 'stats' | 'clear'>;
  assets: Pick<AssetService, 'stats' | 'clear'>;
  onChange: () => void;
}): DeskCaches {
  const { models, data, assets, onChange } = parts;
  return {
    stats: () => [models.stats(), ...data.stats(), assets.stats()],
    clear(name, cause) {
      if (name === 'predictions') models.clear(cause);
      else if (name === 'assets') assets.clear(cause);
      else data.clear(name, cause);
      onChange();
    },
  };
}
