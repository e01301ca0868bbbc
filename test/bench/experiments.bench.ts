import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { createAnalyst } from '../../electron/engine/ensemble/analyst.ts';
import { normalise } from '../../electron/engine/ensemble/combine.ts';
import { createLaboratory } from '../../electron/engine/experiments/laboratory.ts';
import type { DecisionRules, Material, TradeRules } from '../../electron/engine/experiments/material.ts';
import { computeOutcomes, type Outcomes } from '../../electron/engine/experiments/outcomes.ts';
import { weightsByRegime } from '../../electron/engine/experiments/trade-run.ts';
import { computeFeatures } from '../../electron/engine/features/compute-features.ts';
import { resample } from '../../electron/engine/market/resample.ts';
import { createSimulator, simulatedIntervalMs } from '../../electron/engine/market/simulator.ts';
import { trainBundle } from '../../electron/engine/models/train-bundle.ts';
import type { Bars, Timeframe } from '../../shared/market.ts';
import { defaultTrainingSettings } from '../../shared/models.ts';
import { type Result, success } from '../../shared/result.ts';
import { mixAt, mixCount } from '../../shared/simplex.ts';
import { type Figure, median, percentile } from './figure.ts';
import { readRealMarket } from './real-market.ts';

const worker = resolve(import.meta.dirname, '../../electron/workers/laboratory.ts');
const runs = 9;
const drags = 200;
/** The default one, which few bars reach, and those at which most and many bars are traded. */
const thresholds = [0.66, 0.5, 0.56] as const;
const rules: TradeRules = { takeProfit: 25, stopLoss: 15, maxHours: 12, spread: 0.5 };
const mixes = mixCount(100);

/** The experiments over six years of hourly bars, through the laboratory and its two workers. */
export async function run(): Promise<Figure[]> {
  const { material, source } = await readMaterial();
  const laboratory = createLaboratory({ startWorker: () => new Worker(worker) });
  const bring = () => success({ kind: 'ready', ...material } as const);
  const range = { from: 0, to: material.hours.time.length };
  const note = `${material.hours.time.length} hourly bars of ${source}, models trained with the default settings`;
  const triangle = async (steps: number, threshold: number, own = rules) =>
    orThrow(
      await laboratory.triangle('bench', bring, {
        rules: own,
        decision: decisionAt(threshold),
        range,
        steps,
      }),
    );
  try {
    orThrow(await laboratory.prepare('bench', bring));
    const figures: Figure[] = [];
    const outcomes = computeOutcomes(material.hours, material.pipSize, rules);
    for (const threshold of thresholds) {
      const ours: number[] = [];
      const plain: number[] = [];
      let trades = 0;
      for (let index = 0; index <= runs; index += 1) {
        // Never twice the same: nothing may be remembered from the last one.
        const own = threshold + index * 1e-7;
        const found = await timed(() => triangle(100, own));
        const expected = index < 3 ? plainTriangle(material, outcomes, decisionAt(own)) : null;
        if (expected) check(found.value.total_pips, expected.total);
        trades = median([...found.value.trades]);
        if (index === 0) continue;
        ours.push(found.ms);
        if (expected) plain.push(expected.ms);
      }
      figures.push({
        name: `weight triangle of ${mixes} mixes at a threshold of ${threshold}`,
        unit: 'ms',
        median: median(ours),
        runs: ours,
        yardstick: {
          name: 'a plain JavaScript double loop on one core, outcomes given',
          median: median(plain),
          runs: plain,
        },
        ratio: median(ours) / median(plain),
        target: 'at most 300 ms',
        met: median(ours) <= 300,
        note: `${note}; half of the mixes trade at least ${trades} times; each sum of pips is checked`,
      });
    }
    for (const steps of [10, 20]) {
      const times: number[] = [];
      for (let index = 0; index <= runs; index += 1) {
        const own = { ...rules, takeProfit: 25 + index / 10 + steps / 1000 };
        times.push((await timed(() => triangle(steps, 0.5, own))).ms);
      }
      figures.push(
        plainFigure(
          `first coarse triangle of ${mixCount(steps)} mixes after a change of the barriers`,
          times.slice(1),
          50,
          `${note}; every trade's outcome is computed anew; threshold 0.5`,
        ),
      );
    }
    const redraws: number[] = [];
    for (let index = 0; index <= runs; index += 1) {
      const threshold = 0.56 + index * 1e-3;
      const coarse = await timed(() => triangle(20, threshold));
      redraws.push(coarse.ms + (await timed(() => triangle(100, threshold))).ms);
    }
    figures.push(
      plainFigure('a change of the threshold, coarse and whole triangle', redraws.slice(1), 300, note),
    );
    const points: number[] = [];
    for (let index = 0; index < drags; index += 1) {
      const decision = { ...decisionAt(0.5), weights: normalise(mixAt((index * 23) % mixes, 100)) };
      const asked = () => laboratory.point('bench', bring, { rules, decision, range });
      points.push((await timed(async () => orThrow(await asked()))).ms);
    }
    const settled = points.slice(drags / 4);
    figures.push(
      plainFigure(
        'figures and curve of a dragged point, p99',
        [percentile(settled, 0.99)],
        1000 / 60,
        `${note}; threshold 0.5; median ${median(settled).toFixed(2)} ms of ${settled.length} points`,
      ),
    );
    return figures;
  } finally {
    await laboratory.close();
  }
}

function decisionAt(threshold: number): DecisionRules {
  return { weights: [0.6, 0.3, 0.1], agreementBonus: 0.05, regimeAdjustment: true, threshold };
}

async function readMaterial(): Promise<{ material: Material; source: string }> {
  const real = await readRealMarket();
  const bars = real ?? simulatedMarket();
  const features = computeFeatures(bars);
  const { models } = orThrow(trainBundle({ bars, features, settings: defaultTrainingSettings, seed: 1 }));
  const model = (timeframe: Timeframe) => {
    const { ensemble } = models[timeframe];
    return { ensemble, features: ensemble.featureNames };
  };
  const { history } = createAnalyst(bars, { '1H': model('1H'), '4H': model('4H'), D: model('D') });
  return {
    material: { hours: bars['1H'], answers: history, pipSize: 0.0001, splitTimes: null },
    source: real ? 'the real EUR/USD file' : 'a simulated market (no real file here)',
  };
}

function simulatedMarket(): Record<Timeframe, Bars> {
  const base = createSimulator({ seed: 1 }).next(448_586);
  const resampled = (timeframe: Timeframe) => resample(base, timeframe, simulatedIntervalMs);
  return { '1H': resampled('1H'), '4H': resampled('4H'), D: resampled('D') };
}

/** What anybody would write first: every mix over every bar, one position at a time. */
function plainTriangle(
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

function check(found: Float64Array, expected: Float64Array): void {
  const wrong = expected.findIndex((pips, mix) => pips !== found[mix]);
  if (wrong >= 0) throw new Error(`mix ${wrong}: ${found[wrong]} pips, expected ${expected[wrong]}`);
}

function plainFigure(name: string, times: readonly number[], limit: number, note: string): Figure {
  return {
    name,
    unit: 'ms',
    median: median(times),
    runs: times,
    target: `at most ${limit.toFixed(0)} ms`,
    met: median(times) <= limit,
    note,
  };
}

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const start = performance.now();
  const value = await work();
  return { ms: performance.now() - start, value };
}

function orThrow<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
}
