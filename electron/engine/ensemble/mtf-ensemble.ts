import type { TradingConfig } from '../../../shared/parameters.ts';
import type { Regime } from '../../../shared/prediction.ts';
import { normalise, type Weights, weightsOf } from '../../../shared/weights.ts';
import type { ConfigOwner } from '../config/trading-config.ts';
import { type Combined, combine, effectiveWeights, type Triple } from './combine.ts';

/** The multi-timeframe ensemble under the configuration in force. */
export interface MtfEnsemble {
  /** Effective weights in a regime: the configured ones, normalised and, with regime adjustment, tilted. */
  weights(regime: Regime): Weights;
  combine(probUp: Triple, regime: Regime): Combined;
  shouldTrade(confidence: number): boolean;
  threshold(): number;
  /** Ends its subscriptions. */
  close(): void;
}

/** Follows the `model` and `trading` categories of `config`. A change restarts nothing and runs no model. */
export function createMtfEnsemble(config: Pick<ConfigOwner, 'values' | 'subscribe'>): MtfEnsemble {
  let weights = weightsUnder(config.values().model);
  let bonus = config.values().model.agreement_bonus;
  let threshold = config.values().trading.confidence_threshold;

  const undo = [
    config.subscribe('model', 'mtf-ensemble', (model) => {
      weights = weightsUnder(model);
      bonus = model.agreement_bonus;
    }),
    config.subscribe('trading', 'mtf-ensemble', (trading) => {
      threshold = trading.confidence_threshold;
    }),
  ];

  return {
    weights: (regime) => weights[regime],
    combine: (probUp, regime) => combine(probUp, weights[regime], bonus),
    shouldTrade: (confidence) => confidence >= threshold,
    threshold: () => threshold,
    close: () => {
      for (const end of undo) end();
    },
  };
}

/** The ensemble under the given values, independent of the configuration in force. */
export function ensembleUnder({ model, trading }: TradingConfig): Omit<MtfEnsemble, 'close'> {
  const weights = weightsUnder(model);
  return {
    weights: (regime) => weights[regime],
    combine: (probUp, regime) => combine(probUp, weights[regime], model.agreement_bonus),
    shouldTrade: (confidence) => confidence >= trading.confidence_threshold,
    threshold: () => trading.confidence_threshold,
  };
}

function weightsUnder(model: TradingConfig['model']): Readonly<Record<Regime, Weights>> {
  return effectiveWeights(normalise(weightsOf(model)), model.use_regime_adjustment);
}
