import { describe, expect, it } from 'vitest';
import { type AnalystModel, createAnalyst } from '../../../../electron/engine/ensemble/analyst.ts';
import { createAnswerLog } from '../../../../electron/engine/ensemble/answers.ts';
import { computeFeatures } from '../../../../electron/engine/features/compute-features.ts';
import type { ClosedBar } from '../../../../electron/engine/market/bar-closer.ts';
import { barAt, viewBars } from '../../../../electron/engine/market/bars.ts';
import { createBarAggregator, resample } from '../../../../electron/engine/market/resample.ts';
import { createSimulator } from '../../../../electron/engine/market/simulator/simulator.ts';
import { scoreRow } from '../../../../electron/engine/models/trees/tree-ensemble.ts';
import { createRandom } from '../../../../electron/engine/random.ts';
import { type Bars, minuteMs, periodMs, type Timeframe, timeframes } from '../../../../shared/market.ts';
import { regimes } from '../../../../shared/prediction.ts';
import { utcPeriods, utcRules } from '../market/utc-periods.ts';
import { naiveRegime } from './naive-ensemble.ts';
import { smallModels } from './small-models.ts';

const interval = 5 * minuteMs;
const fiveMinutes = createSimulator({ seed: 5 }).next(150_000);
const whole = resampled(fiveMinutes);
const models = smallModels(whole);

describe('the analyst', () => {
  it.each([110_000, 127_777, 149_990])(
    'says bar by bar what it says of all at once, to the last bit, from base bar %i on',
    (start) => {
      const batch = createAnalyst(whole, models, utcRules).history;
      const analyst = createAnalyst(resampled(viewBars(fiveMinutes, 0, start)), models, utcRules);
      const log = createAnswerLog(analyst.history);
      const random = createRandom(start);
      const close = createCloser();
      for (let i = 0; i < start; i += 1) close(i);
      let waiting: ClosedBar[] = [];
      for (let i = start; i < fiveMinutes.time.length; i += 1) {
        waiting.push(...close(i));
        // In pieces of any size, as the replay asks for them.
        if (random.next() < 0.02) {
          log.append(analyst.append(waiting));
          waiting = [];
        }
      }
      log.append(analyst.append(waiting));
      expect(log.length()).toBe(whole['1H'].time.length);
      expect(answersOf(log.length(), log.at)).toEqual(answersOf(log.length(), createAnswerLog(batch).at));
    },
  );

  it('gives each hour the answer of the last longer bars that had closed, and their regime', () => {
    const { prob_up, regime } = createAnalyst(whole, models, utcRules).history;
    const tables = computeFeatures(whole, utcPeriods);
    const days = Array.from(whole.D.time, (_, i) => barAt(whole.D, i));
    const random = createRandom(8);
    for (let check = 0; check < 300; check += 1) {
      const hour = random.int(whole['1H'].time.length);
      const now = whole['1H'].time[hour] + periodMs['1H'];
      timeframes.forEach((timeframe, column) => {
        const { time } = whole[timeframe];
        const row = time.findLastIndex((open) => open + periodMs[timeframe] <= now);
        const { names, values, warm_up } = tables[timeframe];
        const spoken = row >= warm_up;
        const expected = spoken
          ? scoreRow(models[timeframe].ensemble, values, row * names.length)
          : Number.NaN;
        expect(prob_up[column][hour]).toBe(expected);
      });
      const closedDays = days.filter(({ time }) => time + periodMs.D <= now);
      expect(regimes[regime[hour]]).toBe(naiveRegime(closedDays));
    }
  });

  it('reads features by name, whatever their order in the model', () => {
    const reversed = (model: AnalystModel): AnalystModel => {
      const count = model.features.length;
      return {
        features: [...model.features].reverse(),
        ensemble: {
          ...model.ensemble,
          featureNames: [...model.ensemble.featureNames].reverse(),
          feature: model.ensemble.feature.map((feature) => count - 1 - feature),
        },
      };
    };
    const other = { '1H': reversed(models['1H']), '4H': reversed(models['4H']), D: reversed(models.D) };
    expect(createAnalyst(whole, other, utcRules).history).toEqual(
      createAnalyst(whole, models, utcRules).history,
    );
  });

  it('is silent where a timeframe has too few bars', () => {
    const { prob_up, regime } = createAnalyst(
      resampled(viewBars(fiveMinutes, 0, 3000)),
      models,
      utcRules,
    ).history;
    expect([...prob_up[2]].every(Number.isNaN)).toBe(true);
    expect(regime.every((code) => regimes[code] === 'unknown')).toBe(true);
  });

  it('takes no bars at all', () => {
    const { history } = createAnalyst(resampled(viewBars(fiveMinutes, 0, 0)), models, utcRules);
    expect([history.regime.length, history.prob_up[0].length]).toEqual([0, 0]);
  });
});

function resampled(bars: Bars): Record<Timeframe, Bars> {
  const make = (timeframe: Timeframe) => resample(bars, timeframe, interval, utcPeriods);
  return { '1H': make('1H'), '4H': make('4H'), D: make('D') };
}

/** The longer bars that a five-minute bar closes, in the order of their closes, the longest first. */
function createCloser(): (index: number) => ClosedBar[] {
  const aggregators = (['D', '4H', '1H'] as const).map((timeframe) => ({
    timeframe,
    aggregator: createBarAggregator(timeframe, interval, utcPeriods),
  }));
  const closeOf = ({ timeframe, bar }: ClosedBar) => bar.time + periodMs[timeframe];
  return (index) =>
    aggregators
      .flatMap(({ timeframe, aggregator }) =>
        aggregator.push(barAt(fiveMinutes, index)).map((bar) => ({ timeframe, bar })),
      )
      .sort((a, b) => closeOf(a) - closeOf(b));
}

function answersOf(length: number, at: (index: number) => unknown): unknown[] {
  return Array.from({ length }, (_, index) => at(index));
}
