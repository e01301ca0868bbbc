import type { Bar } from '../../../shared/market.ts';
import type { TradingConfig } from '../../../shared/parameters.ts';
import type { Decision, Regime } from '../../../shared/prediction.ts';
import type { Triple } from '../ensemble/combine.ts';
import { decisionRulesOf, type TradeRules, tradeRulesOf } from '../laboratory/material.ts';
import { createRunningFigures, type RunningDays } from '../statistics/running-figures.ts';
import { createDecider, type Decided } from '../trades/decision.ts';
import { createPaperTrader } from '../trades/paper-trader.ts';

/** The closed bars that candidates follow, and the answers of the models at their closes. */
export interface ShadowMarket {
  /** Identifies the market: where it changes, the comparison starts again. */
  readonly identity: unknown;
  readonly pipSize: number;
  readonly days: RunningDays;
  barAt(index: number): Bar;
  /** Null where a model has no answer yet. */
  saidAt(index: number): { readonly probUp: Triple; readonly regime: Regime } | null;
}

export type Scorer = ReturnType<typeof createScorer>;

export type ScoredMarket = Pick<ShadowMarket, 'pipSize' | 'days'>;

/** A placeholder until there is a market; no bar is evaluated on it. */
const noMarket: ScoredMarket = { pipSize: 1, days: { dayOf: () => 0, daysPerYear: 1 } };

/** Decides and trades with one configuration, bar by bar. */
export function createScorer(values: TradingConfig, market: ScoredMarket | null) {
  const { pipSize, days } = market ?? noMarket;
  const trader = createPaperTrader(pipSize);
  const running = createRunningFigures(days);
  let decide = createDecider(decisionRulesOf(values));
  let rules: TradeRules = tradeRulesOf(values);
  let decided: Decided | null = null;

  return {
    figures: running.figures,
    /** Null without a prediction at the latest bar. */
    decided: () => decided,
    use(next: TradingConfig) {
      decide = createDecider(decisionRulesOf(next));
      rules = tradeRulesOf(next);
    },
    bar(bar: Bar, said: ReturnType<ShadowMarket['saidAt']>): Decision {
      const closed = trader.bar(bar);
      running.bar(bar.time, trader.held(), said !== null);
      if (closed) running.trade(closed);
      running.open(trader.worst());
      decided = said && decide(said.probUp, said.regime);
      const decision = decided?.decision ?? 'none';
      if (decision !== 'none') trader.signal(decision === 'long' ? 1 : 0, rules);
      return decision;
    },
  };
}
