import { cacheEffects } from '../../../../electron/engine/cache/cache-effects.ts';
import { createConfigHandlers } from '../../../../electron/engine/config/config-handlers.ts';
import { createPreviewLeases } from '../../../../electron/engine/config/preview-lease.ts';
import { createProfiles, type StoredProfile } from '../../../../electron/engine/config/profiles.ts';
import { createAnswerLog } from '../../../../electron/engine/ensemble/answers.ts';
import { createModelService } from '../../../../electron/engine/ensemble/model-service.ts';
import { createMtfEnsemble } from '../../../../electron/engine/ensemble/mtf-ensemble.ts';
import { boundTo } from '../../../../electron/engine/handlers.ts';
import { createAssetService } from '../../../../electron/engine/market/assets/asset-service.ts';
import { emptyBars } from '../../../../electron/engine/market/bars.ts';
import { createDataService } from '../../../../electron/engine/market/data-service.ts';
import { windowAsker } from '../../../../shared/asker.ts';
import type { CacheStats } from '../../../../shared/caches.ts';
import type { HandlersOfOne } from '../../../../shared/operations/index.ts';
import { type OperationInput, type OperationName, operations } from '../../../../shared/operations/index.ts';
import { failure, type Result, success } from '../../../../shared/result.ts';
import { type Audited, startAudited } from './audited.ts';

/** The profiles in memory; writes can be made to fail. */
export function createProfileStorage(held: readonly StoredProfile[] | null = null) {
  const storage = {
    held,
    writesFail: false,
    read: () => success(storage.held),
    changed: () => false,
    write(profiles: readonly StoredProfile[]): Result<null> {
      if (storage.writesFail) return failure('not-saved', 'the disk is full');
      storage.held = JSON.parse(JSON.stringify(profiles));
      return success(null);
    },
  };
  return storage;
}

export type ConfigHandlers = HandlersOfOne<ReturnType<typeof createConfigHandlers>>;

export interface DeskParts extends Audited {
  readonly handlers: ConfigHandlers;
  readonly profileStorage: ReturnType<typeof createProfileStorage>;
  caches(): CacheStats[];
  /** Puts entries into every cache. */
  fillCaches(): void;
  /** As the window asks: the input is checked by the operation's own schema first. */
  ask<N extends OperationName & keyof ConfigHandlers>(name: N, input: unknown): Promise<Result<unknown>>;
}

/** The configuration with its handlers and the services that follow it, as in the desk. */
export async function startDeskParts(
  options: Parameters<typeof startAudited>[0] = {},
  profileStorage = createProfileStorage(),
): Promise<DeskParts> {
  const audited = await startAudited(options);
  const { config, trail, recorder, clock } = audited;
  const { now, elapsed } = clock;
  const ensemble = createMtfEnsemble(config);
  const models = createModelService({ config, ensemble, now, elapsed });
  const data = createDataService({ config, now, elapsed });
  const assets = createAssetService({ config, now, elapsed });
  const caches = () => [models.stats(), ...data.stats(), assets.stats()];
  const previews = createPreviewLeases({
    config,
    schedule: clock.schedule,
    tell: () => undefined,
  });
  const handlers = boundTo(
    windowAsker,
    createConfigHandlers({
      config,
      previews,
      trail,
      recorder,
      profiles: createProfiles(profileStorage, now),
      now,
      onProfiles: () => undefined,
      bundleChanges: () => null,
      cacheEffects: (dryRun, scope) => cacheEffects(dryRun, caches(), models.cachedOf(scope)),
    }),
  );
  const bars = 60;
  const column = () => new Float64Array(bars).fill(0.7);
  const answers = createAnswerLog({
    prob_up: [column(), column(), column()],
    regime: new Uint8Array(bars),
  });
  return {
    ...audited,
    handlers,
    profileStorage,
    caches,
    fillCaches() {
      const predictions = models.on({
        dataset: 'd',
        symbol: 'EURUSD',
        bundle: 'b',
        answers,
        timeAt: (index) => index * 3_600_000,
        partOf: () => null,
      });
      for (let index = 0; index < bars; index += 1) predictions.predict(index);
      const market = data.open('d', { '1H': emptyBars, '4H': emptyBars, D: emptyBars });
      for (let index = 0; index < 15; index += 1) market.ohlcv('1H', 0, index);
      market.setPrice(1);
      for (const symbol of ['EURUSD', 'GBPUSD', 'USDJPY', 'AAPL', 'BTC']) assets.metadata(symbol);
    },
    async ask(name, input) {
      const parsed = operations[name].input.safeParse(input);
      if (!parsed.success) return failure('invalid', parsed.error.message);
      const handle = handlers[name] as (given: OperationInput<typeof name>) => Promise<Result<unknown>>;
      return handle(parsed.data as OperationInput<typeof name>);
    },
  };
}
