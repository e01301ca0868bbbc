import { createAnalyst } from '../../electron/engine/ensemble/analyst.ts';
import { computeFeatures } from '../../electron/engine/features/compute-features.ts';
import type { DecisionRules, Material, TradeRules } from '../../electron/engine/laboratory/material.ts';
import { resample } from '../../electron/engine/market/resample.ts';
import { createSimulator, simulatedIntervalMs } from '../../electron/engine/market/simulator/simulator.ts';
import { trainBundle } from '../../electron/engine/models/training/train-bundle.ts';
import type { Outcomes } from '../../electron/engine/trades/outcomes.ts';
import { weightsByRegime } from '../../electron/engine/trades/trade-run.ts';
import type { Bars, Timeframe } from '../../shared/market.ts';
import { defaultTrainingSettings } from '../../shared/models.ts';
import type { Result } from '../../shared/result.ts';
import { mixAt, mixCount } from '../../shared/simplex.ts';
import { normalise } from '../../shared/weights.ts';
import { utcPeriods, utcRules } from '../unit/engine/market/utc-periods.ts';
import { readRealMarket } from './real-market.ts';

type Market = Readonly<Record<Timeframe, Bars>>;

export const rules: TradeRules = {
  takeProfit: 25,
  stopLoss: 15,
  maxHours: 12,
  spread: 0.5,
  recordedSpread: true,
};
/** Mixes of the grid at 1 %. */
export const mixes = mixCount(100);

export function decisionAt(threshold: number): DecisionRules {
  return { weights: [0.6, 0.3, 0.1], agreementBonus: 0.05, regimeAdjustment: true, threshold };
}

/** Six years of hourly bars with what freshly trained models say on them, and where they are from, in words. */
export async function readMaterial(): Promise<{ material: Material; source: string }> {
  const { bars, source } = await readMarket();
  const { history } = createAnalyst(bars, trainModels(bars), utcRules);
  const material = {
    hours: bars['1H'],
    answers: history,
    periods: utcRules,
    pipSize: 0.0001,
    splitTimes: null,
  };
  return { material, source };
}

export async function readMarket(): Promise<{ bars: Market; source: string }> {
  const real = await readRealMarket();
  return real
    ? { bars: real, source: 'the real EUR/USD file' }
    : { bars: simulatedMarket(), source: 'a simulated market (no real file here)' };
}

/** With the default settings: as many trees as the product grows. */
export function trainModels(bars: Market): Parameters<typeof createAnalyst>[1] {
  const features = computeFeatures(bars, utcPeriods);
  const { models } = orThrow(
    trainBundle({ bars, periods: utcPeriods, features, settings: defaultTrainingSettings, seed: 1 }),
  );
  const model = (timeframe: Timeframe) => {
    const { ensemble } = models[timeframe];
    return { ensemble, features: ensemble.featureNames };
  };
  return { '1H': model('1H'), '4H': model('4H'), D: model('D') };
}

/** What anybody would write first: every mix over every bar, one position at a time. */
export function plainTriangle(
  { answers, hours }: Material,
  outcomes: Outcomes,
  decision: DecisionRules,
): { ms: number; total: Float64Array } {
  const start = performance.now();
  const [up1, up4, upD] = answers.prob_up;
  const total = new Float64Array(mixes);
  for (let mix = 0; mix < mixes; mix += 1) {
    const weights = weightsByRegime({ ...decision, weights: normalise(mixAt(mix, 100)) });
    let pips = 0;
    let highest = 0;
    let drawdown = 0;
    let wins = 0;
    let bar = 0;
    while (bar < hours.time.length) {
      const [w1, w4, wD] = weights[answers.regime[bar]];
      const a = up1[bar];
      const b = up4[bar];
      const c = upD[bar];
      const c1 = a > 0.5 ? a : 1 - a;
      const c4 = b > 0.5 ? b : 1 - b;
      const cD = c > 0.5 ? c : 1 - c;
      const up = w1 * (a > 0.5 ? c1 : 1 - c1) + w4 * (b > 0.5 ? c4 : 1 - c4) + wD * (c > 0.5 ? cD : 1 - cD);
      const direction = up > 0.5 ? 1 : 0;
      const agreeing =
        (a > 0.5 === up > 0.5 ? 1 : 0) + (b > 0.5 === up > 0.5 ? 1 : 0) + (c > 0.5 === up > 0.5 ? 1 : 0);
      const base = w1 * c1 + w4 * c4 + wD * cD;
      const confidence = agreeing === 3 ? Math.min(base + decision.agreementBonus, 1) : base * (agreeing / 3);
      const exit = outcomes.exit[2 * bar + direction];
      if (confidence >= decision.threshold && exit >= 0) {
        const earned = outcomes.pips[2 * bar + direction];
        pips += earned;
        if (earned > 0) wins += 1;
        if (pips > highest) highest = pips;
        drawdown = Math.max(drawdown, highest - pips);
        bar = exit;
      } else bar += 1;
    }
    total[mix] = pips;
    if (wins < 0 || drawdown < 0) throw new Error('no such thing');
  }
  return { ms: performance.now() - start, total };
}

function simulatedMarket(): Market {
  const base = createSimulator({ seed: 1 }).next(448_586);
  const resampled = (timeframe: Timeframe) => resample(base, timeframe, simulatedIntervalMs, utcPeriods);
  return { '1H': resampled('1H'), '4H': resampled('4H'), D: resampled('D') };
}

function orThrow<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
}
