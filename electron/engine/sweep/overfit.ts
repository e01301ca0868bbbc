import type { Figures } from '../../../shared/experiments/figures.ts';
import type { Overfit } from '../../../shared/experiments/overfit.ts';
import { splitParts } from '../../../shared/prediction.ts';
import { mixAt, mixCount, nearestIndex } from '../../../shared/simplex.ts';
import { barsOfPart } from '../experiments/bar-times.ts';
import { dailyPips, figuresOf } from '../experiments/figures.ts';
import { clampRange, type PeriodDays, periodDaysOf } from '../experiments/period-days.ts';
import { emptyTriangle } from '../laboratory/laboratory-triangle.ts';
import type { BarRange, DecisionRules, Material } from '../laboratory/material.ts';
import { fewestTrades } from '../statistics/bootstrap.ts';
import { deflatedSharpe, momentsOf } from '../statistics/deflated-sharpe.ts';
import { type DailyByMix, pValueOf, realityCheck } from '../statistics/reality-check.ts';
import { countsAsDay, isScattered, scatterOf, sharpeRatio } from '../statistics/sharpe.ts';
import type { Outcomes } from '../trades/outcomes.ts';
import { runTrades } from '../trades/trade-run.ts';
import { plateauOf } from './plateau.ts';
import { createSweep } from './sweep.ts';

export interface OverfitOptions {
  /** Steps of the grid of mixes that is searched. */
  readonly steps: number;
  readonly resamples: number;
  readonly seed: number;
}

/**
 * How far the result of `decision.weights` on `range` can be trusted after a search over all mixes of the grid. The mix
 * itself counts as one of the trials, whether or not it lies on the grid. `onProgress` receives the completed share,
 * 0…1, ascending.
 */
export function overfit(
  material: Material,
  outcomes: Outcomes,
  decision: DecisionRules,
  range: BarRange,
  { steps, resamples, seed }: OverfitOptions,
  onProgress?: (share: number) => void,
): Omit<Overfit, 'period' | 'tried'> {
  const period = periodDaysOf(material, outcomes, range);
  const trades = runTrades(material, outcomes, decision, range);
  const figures = figuresOf(trades, period);
  const daily = dailyPips(trades, period);
  const tried = tryAll(material, outcomes, decision, range, steps, daily, (share) =>
    onProgress?.(share * sweepShare),
  );
  const check = realityCheck(tried.daily, { resamples, seed }, (share) =>
    onProgress?.(sweepShare + share * (1 - sweepShare)),
  );
  const ownPValue = figures.trades === 0 ? 1 : pValueOf(check.best_by_luck, figures.total_pips);
  const bestIsOnGrid = check.best !== null && check.best < mixCount(steps);
  const own = daily.filter((_, day) => countsAsDay(period.predicted, daily, day));
  const deflated = deflatedOf(own, tried.sharpes, period.perYear);
  const verdict = verdictOf(figures, ownPValue, deflated?.probability ?? null);
  const unjudged = verdict === 'edge' || verdict === 'unjudged' ? whyUnjudged(material, range, own) : null;

  return {
    mixes_tried: mixCount(steps),
    parts: partsOf(material, outcomes, decision),
    plateau: plateauOf(tried.totals, nearestIndex(decision.weights, steps), steps, figures.total_pips),
    deflated_sharpe: deflated,
    reality_check: {
      p_value: check.p_value,
      resamples,
      mean_block_days: check.mean_block_days,
      best: check.best !== null && bestIsOnGrid ? mixAt(check.best, steps) : decision.weights,
      best_pips: check.best !== null && bestIsOnGrid ? tried.totals[check.best] : figures.total_pips,
      own_p_value: ownPValue,
    },
    verdict: unjudged ? 'unjudged' : verdict,
    unjudged_because: unjudged,
  };
}

/** Significance level of both tests. */
const significance = 0.05;

/**
 * `nothing`: no gain, or fewer than `fewestTrades` trades. `unjudged`: no deflated Sharpe ratio, because the daily
 * results do not vary. `edge`: the own p-value is at most 5 % (luck lifts the best of all mixes as high in at most 5 % of
 * cases), and the deflated Sharpe probability is at least 95 %. `luck`: everything else.
 */
export function verdictOf(
  figures: Pick<Figures, 'trades' | 'total_pips'>,
  ownPValue: number,
  deflatedProbability: number | null,
): Overfit['verdict'] {
  if (!(figures.total_pips > 0) || figures.trades < fewestTrades) return 'nothing';
  if (deflatedProbability === null) return 'unjudged';
  return ownPValue <= significance && deflatedProbability >= 1 - significance ? 'edge' : 'luck';
}

/** Why a result that looks like an edge is not called one; null where there is no such reason. */
function whyUnjudged(
  { hours, splitTimes }: Material,
  range: BarRange,
  daily: Float64Array,
): Overfit['unjudged_because'] {
  if (!isScattered(scatterOf(daily))) return 'alike-days';
  if (splitTimes === null) return 'unknown-bars';
  const { from } = clampRange(range, hours.time.length);
  return hours.time[from] < splitTimes.test_from ? 'seen-bars' : null;
}

/** The sweep's share of the work; resampling is the rest. */
const sweepShare = 0.25;
/** Mixes per progress report. */
const mixesPerTurn = 256;

/** Daily pips of every mix of the grid, the judged mix as the last row; totals and Sharpe ratios of the grid. */
function tryAll(
  material: Material,
  outcomes: Outcomes,
  decision: DecisionRules,
  range: BarRange,
  steps: number,
  own: Float64Array,
  onProgress: (share: number) => void,
) {
  const mixes = mixCount(steps);
  const sweep = createSweep(material, outcomes, decision, range);
  const { days } = sweep.period;
  const values = new Float32Array((mixes + 1) * days);
  const columns = emptyTriangle(steps);
  for (let from = 0; from < mixes; from += mixesPerTurn) {
    const to = Math.min(mixes, from + mixesPerTurn);
    sweep.daily(steps, from, to, values.subarray(from * days, to * days));
    onProgress(to / mixes);
  }
  sweep.figures(steps, 0, mixes, columns);
  values.set(own, mixes * days);
  return {
    daily: countedDays(values, mixes + 1, sweep.period),
    totals: columns.total_pips,
    sharpes: columns.sharpe.filter((sharpe) => !Number.isNaN(sharpe)),
  };
}

/** Keeps the days that count for at least one mix. */
function countedDays(values: Float32Array, mixes: number, { days, predicted }: PeriodDays): DailyByMix {
  const kept = Array.from({ length: days }, (_, day) => day).filter((day) => {
    if (predicted[day] === 1) return true;
    for (let mix = 0; mix < mixes; mix += 1) if (values[mix * days + day] !== 0) return true;
    return false;
  });
  if (kept.length === days) return { values, mixes, days };
  const own = new Float32Array(mixes * kept.length);
  for (let mix = 0; mix < mixes; mix += 1)
    for (const [i, day] of kept.entries()) own[mix * kept.length + i] = values[mix * days + day];
  return { values: own, mixes, days: kept.length };
}

/** Deflates the Sharpe ratio of these days for a search over mixes with these annualised Sharpe ratios. */
function deflatedOf(
  daily: Float64Array,
  sharpes: Float64Array,
  daysPerYear: number,
): Overfit['deflated_sharpe'] {
  const own = momentsOf(daily);
  const sharpe = sharpeRatio(scatterOf(daily), 1);
  if (!own || sharpe === null) return null;
  const perYear = Math.sqrt(daysPerYear);
  const spread = (momentsOf(sharpes)?.deviation ?? 0) / perYear;
  const deflated = deflatedSharpe({
    sharpe,
    skewness: own.skewness,
    kurtosis: own.kurtosis,
    days: daily.length,
    variance: spread * spread,
    tries: sharpes.length,
  });
  return (
    deflated && {
      sharpe: sharpe * perYear,
      expected_best: deflated.expected_best * perYear,
      probability: deflated.probability,
    }
  );
}

/** The mix on every part of the split that has bars; none where the split is unknown. */
function partsOf(material: Material, outcomes: Outcomes, decision: DecisionRules): Overfit['parts'] {
  const { hours, splitTimes } = material;
  if (splitTimes === null) return [];
  return splitParts.flatMap((part) => {
    const range = barsOfPart(hours, splitTimes, part);
    if (range.to <= range.from) return [];
    const trades = runTrades(material, outcomes, decision, range);
    return [{ part, figures: figuresOf(trades, periodDaysOf(material, outcomes, range)) }];
  });
}
