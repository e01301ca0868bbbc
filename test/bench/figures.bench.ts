import { writeFileSync } from 'node:fs';
import { defaults } from '../../electron/engine/config/layers.ts';
import { createAnalyst } from '../../electron/engine/ensemble/analyst.ts';
import { figuresOf } from '../../electron/engine/experiments/figures.ts';
import { periodDaysOf } from '../../electron/engine/experiments/period-days.ts';
import { computeFeatures } from '../../electron/engine/features/compute-features.ts';
import { decisionRulesOf, type Material, tradeRulesOf } from '../../electron/engine/laboratory/material.ts';
import { createPeriods } from '../../electron/engine/market/periods.ts';
import { partOf } from '../../electron/engine/models/training/splits.ts';
import { trainBundle } from '../../electron/engine/models/training/train-bundle.ts';
import { intervalsOf } from '../../electron/engine/statistics/bootstrap.ts';
import { overfit } from '../../electron/engine/sweep/overfit.ts';
import { dailyResultsOf } from '../../electron/engine/trades/daily-results.ts';
import { computeOutcomes } from '../../electron/engine/trades/outcomes.ts';
import { runTrades } from '../../electron/engine/trades/trade-run.ts';
import type { PeriodRules, Timeframe } from '../../shared/market.ts';
import { defaultTrainingSettings, type ModelFigures } from '../../shared/models.ts';
import { splitParts } from '../../shared/prediction.ts';
import { type DocumentedFigures, documentedFiguresFile } from './documented-figures.ts';
import type { Figure } from './figure.ts';
import { readRealMarket } from './real-market.ts';

/** As the desk cuts EUR/USD unless it is told otherwise. */
const periodRules: PeriodRules = { phase_ms: 0, trading_day: 'new-york-close' };
const seed = 1;

/**
 * What the documentation says of the models and the default configuration on six years of real EUR/USD: trained
 * with the default settings, as the desk does it. Writes docs/figures.json, which the pages quote (`npm run docs`).
 */
export async function run(): Promise<Figure[]> {
  const periods = createPeriods(periodRules);
  const bars = await readRealMarket(periods);
  if (!bars) throw new Error('../shared/data/EURUSD_5min.parquet is missing.');
  const features = computeFeatures(bars, periods);
  const trained = trainBundle({ bars, periods, features, settings: defaultTrainingSettings, seed });
  if (!trained.ok) throw new Error(trained.problem.message);
  const { models, split_times } = trained.value;
  const model = (timeframe: Timeframe) => ({
    ensemble: models[timeframe].ensemble,
    features: models[timeframe].ensemble.featureNames,
  });
  const analyst = createAnalyst(bars, { '1H': model('1H'), '4H': model('4H'), D: model('D') }, periodRules);
  const material: Material = {
    hours: bars['1H'],
    answers: analyst.history,
    periods: periodRules,
    pipSize: 0.0001,
    splitTimes: split_times,
  };
  const found: DocumentedFigures = {
    accuracy: {
      '1H': accuracyOf(models['1H'].figures),
      '4H': accuracyOf(models['4H'].figures),
      D: accuracyOf(models.D.figures),
    },
    ...measure(material),
  };
  writeFileSync(documentedFiguresFile, `${JSON.stringify(found, null, 2)}\n`);
  return reported(found);
}

function accuracyOf({ test }: ModelFigures): DocumentedFigures['accuracy']['1H'] {
  const { rows, effective_rows, accuracy, accuracy_low: low, accuracy_high: high } = test;
  return { rows, effective_rows, accuracy, low, high };
}

function measure(material: Material): Pick<DocumentedFigures, 'parts' | 'meter'> {
  const { hours, pipSize, splitTimes } = material;
  if (!splitTimes) throw new Error('The models were trained on this data.');
  const decision = decisionRulesOf(defaults);
  const outcomes = computeOutcomes(hours, pipSize, tradeRulesOf(defaults));
  const rangeOf = (part: (typeof splitParts)[number]) => {
    const own = Array.from(hours.time.keys()).filter((bar) => partOf(splitTimes, hours.time[bar]) === part);
    return { from: own[0], to: own[own.length - 1] + 1 };
  };
  const parts = splitParts.map((part) => {
    const range = rangeOf(part);
    const trades = runTrades(material, outcomes, decision, range);
    const period = periodDaysOf(material, outcomes, range);
    const figures = figuresOf(trades, period);
    const { total_pips: total } = intervalsOf(dailyResultsOf([trades], period)[0], seed);
    return {
      part,
      trades: figures.trades,
      win_rate: figures.win_rate,
      total_pips: figures.total_pips,
      total,
    };
  });
  const options = { steps: 100, resamples: 1000, seed };
  const meter = overfit(material, outcomes, decision, rangeOf('test'), options);
  const { best_pips, p_value, own_p_value } = meter.reality_check;
  return {
    parts,
    meter: { mixes: meter.mixes_tried, best_pips, p_value, own_p_value, verdict: meter.verdict },
  };
}

function reported({ accuracy, parts, meter }: DocumentedFigures): Figure[] {
  const target = 'reported; whatever it is, the documentation says it';
  const figure = (name: string, unit: string, value: number, note?: string): Figure => ({
    name,
    unit,
    median: value,
    runs: [value],
    target,
    met: true,
    ...(note !== undefined && { note }),
  });
  const between = (low: number, high: number, digits: number) =>
    `95 % interval ${low.toFixed(digits)} to ${high.toFixed(digits)}`;
  return [
    ...(['1H', '4H', 'D'] as const).map((timeframe) => {
      const { accuracy: share, low, high } = accuracy[timeframe];
      return figure(`test accuracy of the ${timeframe} model`, 'share', share, between(low, high, 3));
    }),
    ...parts.map(({ part, total_pips, total, trades }) =>
      figure(
        `pips of the default configuration, ${part}`,
        'pips',
        total_pips,
        `${trades} trades${total ? `, ${between(total.low, total.high, 0)}` : ''}`,
      ),
    ),
    figure('pips of the best mix on the test part', 'pips', meter.best_pips, `p ${meter.p_value.toFixed(3)}`),
  ];
}
