import type { ConfigStore } from '../../electron/engine/config/config-store.ts';
import { type ConfigOwner, createTradingConfig } from '../../electron/engine/config/trading-config.ts';
import { type AnswerLog, type Answers, createAnswerLog } from '../../electron/engine/ensemble/answers.ts';
import {
  createModelService,
  type ModelService,
  type Predictions,
} from '../../electron/engine/ensemble/model-service.ts';
import { createMtfEnsemble } from '../../electron/engine/ensemble/mtf-ensemble.ts';
import { createAssetService } from '../../electron/engine/market/assets/asset-service.ts';
import { createDataService, type MarketData } from '../../electron/engine/market/data-service.ts';
import { elapsed, now } from '../../electron/shell/clock.ts';
import { type Bars, type Timeframe, timeframes } from '../../shared/market.ts';
import { success } from '../../shared/result.ts';

/** The engine from the config to the prediction, every service subscribed as in the product. */
export interface Predicting {
  readonly config: ConfigOwner;
  readonly models: ModelService;
  /** Puts bars and what the models said on them in place. */
  use(bars: Readonly<Record<Timeframe, Bars>>, answers: Answers): InUse;
  close(): void;
}

/** One dataset in use. */
export interface InUse extends Predictions {
  readonly data: MarketData;
  readonly answers: AnswerLog;
}

export function startPredicting(store: ConfigStore): Predicting {
  const { config } = createTradingConfig({
    store,
    stored: null,
    environment: {},
    now,
    elapsed,
  });
  const ensemble = createMtfEnsemble(config);
  const models = createModelService({ config, ensemble, now, elapsed });
  const data = createDataService({ config, now, elapsed });
  const assets = createAssetService({ config, now, elapsed });
  return {
    config,
    models,
    use(bars, answered) {
      const market = data.open('EURUSD', bars);
      const answers = createAnswerLog(answered);
      const source = {
        dataset: 'EURUSD',
        symbol: 'EURUSD',
        bundle: 'bench',
        answers,
        timeAt: market.log('1H').timeAt,
        partOf: () => null,
      };
      return { ...models.on(source), data: market, answers };
    },
    close() {
      for (const part of [models, ensemble, data, assets]) part.close();
    },
  };
}

/** Keeps nothing beyond the process. */
export const inMemory: ConfigStore = {
  load: async () => success(null),
  commit: async () => ({ kind: 'saved', kept: [] }),
  look: async () => null,
  adopt: () => undefined,
  changes: () => () => undefined,
};

/** As many hourly bars as there are answers, all alike: for measurements that do not look at prices. */
export function flatBars(hours: number): Record<Timeframe, Bars> {
  const column = () => new Float64Array(hours).fill(1);
  const bars = (): Bars => ({
    time: Float64Array.from({ length: hours }, (_, index) => index * 3_600_000),
    open: column(),
    high: column(),
    low: column(),
    close: column(),
    volume: column(),
  });
  return Object.fromEntries(timeframes.map((timeframe) => [timeframe, bars()])) as Record<Timeframe, Bars>;
}
