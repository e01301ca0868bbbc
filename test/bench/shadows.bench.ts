import { createShadowBook } from '../../electron/engine/candidates/shadow-book.ts';
import type { ShadowMarket } from '../../electron/engine/candidates/shadow-scorer.ts';
import { createAnalyst } from '../../electron/engine/ensemble/analyst.ts';
import { mostCandidates } from '../../shared/experiments/shadows.ts';
import type { TradingConfig } from '../../shared/parameters.ts';
import { regimes } from '../../shared/prediction.ts';
import { utcPeriods, utcRules } from '../unit/engine/market/utc-periods.ts';
import { type Figure, median, percentile } from './figure.ts';
import { lastHours } from './last-hours.ts';
import { inMemory, startPredicting } from './predicting.ts';
import { readMarket, trainModels } from './six-years.ts';

const runs = 5;
const hours = 600;

/** What every bar of the replay costs more with as many candidates as there may be. */
export async function run(): Promise<Figure[]> {
  const { bars, source } = await readMarket();
  const models = trainModels(bars);
  const last = lastHours(bars, hours);
  const scoring: number[] = [];
  const telling: number[] = [];
  const predicting: number[] = [];
  for (let index = 0; index < runs; index += 1) {
    const took = follow(last, models);
    scoring.push(percentile(took.scoring, 0.99));
    telling.push(percentile(took.telling, 0.99));
    predicting.push(percentile(took.predicting, 0.99));
  }
  const yardstick = {
    name: 'the prediction of the same bar without the way to the worker, p99',
    median: median(predicting),
    runs: predicting,
  };
  const figure = (name: string, times: number[]): Figure => ({
    name,
    unit: 'ms',
    median: median(times),
    runs: times,
    yardstick,
    ratio: median(times) / yardstick.median,
    target: 'at most a fifth of the prediction',
    met: median(times) <= yardstick.median / 5,
    note: `each run the p99 of the last ${hours} hours of ${source}; all candidates trade`,
  });
  return [
    figure(`a closed bar scored by the active configuration and ${mostCandidates} candidates, p99`, scoring),
    figure(`their running comparison put together for the window (once a frame at most), p99`, telling),
  ];
}

/** One hour after the other: the prediction first, then the candidates, as in the product. */
function follow({ history, closes }: ReturnType<typeof lastHours>, models: ReturnType<typeof trainModels>) {
  const analyst = createAnalyst(history, models, utcRules);
  const engine = startPredicting(inMemory);
  const { data, answers, predict } = engine.use(history, analyst.history);
  const hourly = data.log('1H');
  const market: ShadowMarket = {
    identity: answers,
    pipSize: 0.0001,
    days: { dayOf: utcPeriods.dateOf, daysPerYear: 313 },
    barAt: hourly.barAt,
    saidAt(index) {
      const said = answers.at(index);
      return said && { probUp: said.probUp, regime: regimes[said.regime] };
    },
  };
  const values = engine.config.values();
  const book = createShadowBook({ active: engine.config.values, onChange: () => undefined });
  for (let i = 0; i < mostCandidates; i += 1) book.add(`candidate ${i}`, candidate(values, i));
  book.arrived(market, hourly.length() - 1);

  const took = { predicting: [] as number[], scoring: [] as number[], telling: [] as number[] };
  for (const closed of closes) {
    const start = performance.now();
    const more = analyst.append(closed);
    data.append(closed);
    answers.append(more);
    const index = hourly.length() - 1;
    data.setPrice(hourly.closeAt(index));
    predict(index);
    const predicted = performance.now();
    book.arrived(market, index);
    const scored = performance.now();
    const state = book.state();
    const told = performance.now();
    took.predicting.push(predicted - start);
    took.scoring.push(scored - predicted);
    took.telling.push(told - scored);
    if (state.candidates.length !== mostCandidates) throw new Error('candidates are missing');
  }
  const { bars, candidates } = book.state();
  const idle = candidates.find(({ figures }) => figures.trades === 0);
  if (bars !== closes.length + 1 || idle) throw new Error(`${bars} bars, ${idle?.name ?? 'nobody'} idle`);
  engine.close();
  return took;
}

/** Other weights and thresholds, all low enough to trade. */
function candidate(values: TradingConfig, i: number): TradingConfig {
  const weight = 0.2 + i / 20;
  return {
    ...values,
    model: { ...values.model, weight_1h: weight, weight_4h: 0.9 - weight, weight_daily: 0.1 },
    trading: { ...values.trading, confidence_threshold: 0.4 + i / 50 },
  };
}
