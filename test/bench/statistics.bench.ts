import { figuresOf } from '../../electron/engine/experiments/figures.ts';
import { periodDaysOf } from '../../electron/engine/experiments/period-days.ts';
import { intervalsOf } from '../../electron/engine/statistics/bootstrap.ts';
import { pairedIntervals } from '../../electron/engine/statistics/paired-differences.ts';
import { overfit } from '../../electron/engine/sweep/overfit.ts';
import { walkForward } from '../../electron/engine/sweep/walk-forward.ts';
import { dailyResultsOf } from '../../electron/engine/trades/daily-results.ts';
import { computeOutcomes } from '../../electron/engine/trades/outcomes.ts';
import { runTrades } from '../../electron/engine/trades/trade-run.ts';
import { type Figure, median } from './figure.ts';
import { decisionAt, mixes, plainTriangle, readMaterial, rules } from './six-years.ts';

const runs = 5;
const threshold = 0.5;
const decision = decisionAt(threshold);
const walk = { chooseDays: 180, tradeDays: 60, objective: 'total_pips', minTrades: 20, seed: 1 } as const;

/** What says how far a result can be trusted, in one thread as in the laboratory's worker, over six years. */
export async function run(): Promise<Figure[]> {
  const { material, source } = await readMaterial();
  const { hours, pipSize } = material;
  const outcomes = computeOutcomes(hours, pipSize, rules);
  const range = { from: 0, to: hours.time.length };
  const trades = runTrades(material, outcomes, decision, range);
  const others = runTrades(material, outcomes, { ...decision, weights: [0.3, 0.3, 0.4] }, range);
  const period = periodDaysOf(material, outcomes, range);
  const side = (columns: typeof trades) => ({
    figures: figuresOf(columns, period),
    daily: dailyResultsOf([columns], period)[0],
  });
  const [a, b] = [side(trades), side(others)];

  const plain = Array.from({ length: 3 }, () => plainTriangle(material, outcomes, decision).ms);
  const yardstick = {
    name: `a plain JavaScript double loop over ${mixes} mixes, outcomes given`,
    median: median(plain),
    runs: plain,
  };
  const note = `${hours.time.length} hourly bars of ${source}, threshold ${threshold}, ${trades.count} trades over ${a.daily.days} days; nothing is promised: the limit is this bench's own`;
  function figure(name: string, limit: number, work: () => unknown): Figure {
    const times: number[] = [];
    for (let index = 0; index <= runs; index += 1) {
      const start = performance.now();
      work();
      if (index > 0) times.push(performance.now() - start);
    }
    return {
      name,
      unit: 'ms',
      median: median(times),
      runs: times,
      yardstick,
      ratio: median(times) / yardstick.median,
      target: `ratio at most ${limit}`,
      met: median(times) <= limit * yardstick.median,
      note,
    };
  }

  return [
    figure(`overfit meter: ${mixes} mixes, 1,000 resamples`, 1, () =>
      overfit(material, outcomes, decision, range, { steps: 100, resamples: 1000, seed: 1 }),
    ),
    ...([20, 100] as const).map((steps) =>
      figure(`walk-forward: 180 days to choose on a grid of ${100 / steps} %, 60 to trade`, 1, () =>
        walkForward(material, outcomes, decision, range, { ...walk, steps }),
      ),
    ),
    figure('intervals of one configuration', 0.1, () => intervalsOf(a.daily, 1)),
    figure('intervals of the difference of two', 0.1, () => pairedIntervals(a, b, 1)),
  ];
}
