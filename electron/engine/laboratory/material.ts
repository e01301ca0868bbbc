import type { Bars, PeriodRules } from '../../../shared/market.ts';
import type { TradingConfig } from '../../../shared/parameters.ts';
import { normalise, type Weights, weightsOf } from '../../../shared/weights.ts';
import type { Answers } from '../ensemble/answers.ts';
import type { SplitTimes } from '../models/training/splits.ts';

/** The input of every experiment: closed 1H bars and the answers of the models at each of them. */
export interface Material {
  readonly hours: Bars;
  /** One answer per bar of `hours`. */
  readonly answers: Answers;
  /** The rules of the bars' trading days. */
  readonly periods: PeriodRules;
  /** Price distance of one pip. */
  readonly pipSize: number;
  /** Null where the bundle was not trained on this data. */
  readonly splitTimes: SplitTimes | null;
}

/** The exit rules and the cost of a trade, which determine its outcome. Distances in pips. */
export interface TradeRules {
  readonly takeProfit: number;
  readonly stopLoss: number;
  readonly maxHours: number;
  readonly spread: number;
  /** Use the recorded spread of bars that have one, and `spread` for the others. */
  readonly recordedSpread: boolean;
}

/** How the three answers become a decision. Together with the answers, it determines which bars signal. */
export interface DecisionRules {
  /** Configured weights, normalised, before any tilt. */
  readonly weights: Weights;
  readonly agreementBonus: number;
  readonly regimeAdjustment: boolean;
  readonly threshold: number;
}

/** Indices of the 1H bars whose close may signal: `from` … `to` (excluded). */
export interface BarRange {
  readonly from: number;
  readonly to: number;
}

/** Closed trades in time order, as columns; `signal` and `exit` are bar indices. */
export interface TradeColumns {
  /** The trade still open at the end of the data, closed at the last close. It is not among the columns. */
  readonly unfinished: UnfinishedTrade | null;
  readonly count: number;
  readonly signal: Int32Array;
  readonly exit: Int32Array;
  /** 1 long, 0 short. */
  readonly direction: Uint8Array;
  readonly pips: Float64Array;
  /** Maximum adverse excursion of each trade in pips, as in `Outcomes`. */
  readonly worst: Float64Array;
}

export interface UnfinishedTrade {
  readonly signal: number;
  readonly exit: number;
  readonly direction: number;
  readonly pips: number;
  readonly worst: number;
}

export function tradeRulesOf({ trading }: TradingConfig, recordedSpread = true): TradeRules {
  return {
    takeProfit: trading.default_tp_pips,
    stopLoss: trading.default_sl_pips,
    maxHours: trading.max_holding_hours,
    spread: trading.spread_pips,
    recordedSpread,
  };
}

export function decisionRulesOf({ model, trading }: TradingConfig): DecisionRules {
  return {
    weights: normalise(weightsOf(model)),
    agreementBonus: model.agreement_bonus,
    regimeAdjustment: model.use_regime_adjustment,
    threshold: trading.confidence_threshold,
  };
}
