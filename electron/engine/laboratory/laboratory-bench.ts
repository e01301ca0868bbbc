import { failure, type Result, success } from '../../../shared/result.ts';
import { createAnalyst } from '../ensemble/analyst.ts';
import { flipsBetween } from '../experiments/comparison.ts';
import { curveOf, figuresOf } from '../experiments/figures.ts';
import { periodDaysOf } from '../experiments/period-days.ts';
import { knownFeatures } from '../features/known-features.ts';
import { readBundle } from '../models/bundles/bundle.ts';
import { intervalsOf } from '../statistics/bootstrap.ts';
import { pairedIntervals } from '../statistics/paired-differences.ts';
import { overfit } from '../sweep/overfit.ts';
import { createSweep, type Sweep } from '../sweep/sweep.ts';
import { walkForward } from '../sweep/walk-forward.ts';
import type { Progress } from '../threads/worker-calls.ts';
import { dailyResultsOf } from '../trades/daily-results.ts';
import { computeOutcomes, type Outcomes } from '../trades/outcomes.ts';
import { decisionsOf, runTrades } from '../trades/trade-run.ts';
import { byMonth, byRegime, tradesOf } from '../trades/trade-tables.ts';
import type {
  BacktestRequest,
  BacktestResult,
  CompareRequest,
  CompareResult,
  LabMaterial,
  LaboratoryRequest,
  PointRequest,
  PointResult,
  TriangleRequest,
  TriangleResult,
} from './laboratory-protocol.ts';
import { emptyTriangle } from './laboratory-triangle.ts';
import type { BarRange, DecisionRules, Material, TradeRules } from './material.ts';

/** Number of trade rules whose outcomes are kept per material. */
const keptOutcomes = 4;

/** The cached computations on one material. */
interface Prepared {
  readonly material: Material;
  /** By the rules as text, least recently used first. */
  readonly outcomes: Map<string, Outcomes>;
  sweep: { readonly name: string; readonly sweep: Sweep } | null;
}

/** Runs the experiments of the laboratory in the calling thread. */
export interface LaboratoryBench {
  perform(request: LaboratoryRequest, onProgress: Progress): Promise<Result<unknown>>;
}

export function createLaboratoryBench(): LaboratoryBench {
  const bench = new Map<string, Prepared>();

  async function load(key: string, from: LabMaterial, forget: readonly string[]): Promise<Result<null>> {
    for (const each of forget) bench.delete(each);
    const material = await materialOf(from);
    if (!material.ok) return material;
    bench.set(key, { material: material.value, outcomes: new Map(), sweep: null });
    return success(null);
  }

  return {
    async perform(request, onProgress) {
      if (request.kind === 'load') return load(request.key, request.material, request.forget);
      const prepared = bench.get(request.key);
      if (!prepared) return failure('internal', `No material named ${request.key} has been loaded.`);
      switch (request.kind) {
        case 'point':
          return success(point(prepared, request.request));
        case 'backtest':
          return success(backtest(prepared, request.request));
        case 'compare':
          return success(compare(prepared, request.request));
        case 'triangle':
          return success(triangle(prepared, request.request, request.from, request.to));
        case 'overfit': {
          const { rules, decision, range, ...options } = request.request;
          const outcomes = outcomesOf(prepared, rules);
          const report = byPercent(onProgress, 'Testing all mixes, and how good luck would make them');
          return success(overfit(prepared.material, outcomes, decision, range, options, report));
        }
        case 'walkForward': {
          const { rules, decision, range, ...options } = request.request;
          const outcomes = outcomesOf(prepared, rules);
          const report = byPercent(onProgress, 'Choosing in one window, trading in the next');
          return success(walkForward(prepared.material, outcomes, decision, range, options, report));
        }
      }
    },
  };
}

async function materialOf(from: LabMaterial): Promise<Result<Material>> {
  const { pipSize, splitTimes, periods } = from;
  if (from.kind === 'ready') {
    const { hours, answers } = from;
    const columns = [...Object.values(hours), ...answers.prob_up, answers.regime];
    if (columns.some(({ length }) => length !== hours.time.length))
      return failure('invalid', 'Bars and answers of an experiment must have the same length.');
    return success({ hours, answers, pipSize, splitTimes, periods });
  }
  const bundle = await readBundle(from.bundle, knownFeatures());
  if (!bundle.ok) return bundle;
  const answers = createAnalyst(from.bars, bundle.value.models, periods).history;
  return success({ hours: from.bars['1H'], answers, pipSize, splitTimes, periods });
}

function point(prepared: Prepared, { rules, decision, range }: PointRequest): PointResult {
  const { material } = prepared;
  const outcomes = outcomesOf(prepared, rules);
  const trades = runTrades(material, outcomes, decision, range);
  const figures = figuresOf(trades, periodDaysOf(material, outcomes, range));
  return { figures, curve: curveOf(trades, material.hours) };
}

function backtest(prepared: Prepared, { rules, decision, range, seed }: BacktestRequest): BacktestResult {
  const { material } = prepared;
  const { hours } = material;
  const outcomes = outcomesOf(prepared, rules);
  const trades = runTrades(material, outcomes, decision, range);
  const period = periodDaysOf(material, outcomes, range);
  const [daily] = dailyResultsOf([trades], period);
  return {
    figures: figuresOf(trades, period),
    curve: curveOf(trades, hours),
    intervals: intervalsOf(daily, seed),
    trades: tradesOf(trades, material, outcomes, decision),
    by_regime: byRegime(trades, material, period),
    by_month: byMonth(trades, hours),
  };
}

function compare(prepared: Prepared, { a, b, range, seed }: CompareRequest): CompareResult {
  const { material } = prepared;
  const { hours, answers } = material;
  const [sideA, sideB] = [a, b].map(({ rules, decision }) => {
    const outcomes = outcomesOf(prepared, rules);
    const trades = runTrades(material, outcomes, decision, range);
    const period = periodDaysOf(material, outcomes, range);
    const decisions = decisionsOf(answers, decision, range);
    return { trades, period, decisions, figures: figuresOf(trades, period), curve: curveOf(trades, hours) };
  });
  // The trades of one side may end later, so the longer period covers both.
  const period = sideA.period.days >= sideB.period.days ? sideA.period : sideB.period;
  const [dailyA, dailyB] = dailyResultsOf([sideA.trades, sideB.trades], period);
  const paired = pairedIntervals(
    { figures: sideA.figures, daily: dailyA },
    { figures: sideB.figures, daily: dailyB },
    seed,
  );
  return {
    a: { figures: sideA.figures, intervals: paired.a, curve: sideA.curve },
    b: { figures: sideB.figures, intervals: paired.b, curve: sideB.curve },
    differences: paired.differences,
    flips: flipsBetween(hours, sideA, sideB),
  };
}

function triangle(prepared: Prepared, request: TriangleRequest, from: number, to: number): TriangleResult {
  const out = emptyTriangle(request.steps, to - from);
  sweepOf(prepared, request).figures(request.steps, from, to, out);
  return out;
}

/** The sweep is kept for the next part of the same triangle. */
function sweepOf(
  prepared: Prepared,
  { rules, decision, range }: { rules: TradeRules; decision: DecisionRules; range: BarRange },
): Sweep {
  const name = JSON.stringify([rules, decision, range]);
  if (prepared.sweep?.name !== name) {
    const sweep = createSweep(prepared.material, outcomesOf(prepared, rules), decision, range);
    prepared.sweep = { name, sweep };
  }
  return prepared.sweep.sweep;
}

function outcomesOf({ material, outcomes }: Prepared, rules: TradeRules): Outcomes {
  const name = JSON.stringify([
    rules.takeProfit,
    rules.stopLoss,
    rules.maxHours,
    rules.spread,
    rules.recordedSpread,
  ]);
  const found = outcomes.get(name) ?? computeOutcomes(material.hours, material.pipSize, rules);
  outcomes.delete(name);
  outcomes.set(name, found);
  for (const oldest of outcomes.keys()) {
    if (outcomes.size <= keptOutcomes) break;
    outcomes.delete(oldest);
  }
  return found;
}

/** Reports each percent once, however often the work reports. */
function byPercent(onProgress: Progress, message: string): (share: number) => void {
  let told = -1;
  return (share) => {
    const percent = Math.floor(100 * share);
    if (percent > told) onProgress(share, message);
    told = Math.max(told, percent);
  };
}
