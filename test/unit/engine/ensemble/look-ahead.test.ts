import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createAnalyst } from '../../../../electron/engine/ensemble/analyst.ts';
import { type Answers, createAnswerLog } from '../../../../electron/engine/ensemble/answers.ts';
import { createModelService } from '../../../../electron/engine/ensemble/model-service.ts';
import { createMtfEnsemble } from '../../../../electron/engine/ensemble/mtf-ensemble.ts';
import { viewBars } from '../../../../electron/engine/market/bars.ts';
import { importFile } from '../../../../electron/engine/market/import/import-file.ts';
import { openMarketStore } from '../../../../electron/engine/market/market-store.ts';
import { createPeriods } from '../../../../electron/engine/market/periods.ts';
import { resample } from '../../../../electron/engine/market/resample.ts';
import { createSimulator } from '../../../../electron/engine/market/simulator/simulator.ts';
import { createRandom } from '../../../../electron/engine/random.ts';
import { type Bars, minuteMs, type Timeframe, tradingDays } from '../../../../shared/market.ts';
import { atLength } from '../../../length.ts';
import { startConfig } from '../config/harness.ts';
import { newYorkRules, utcRules } from '../market/utc-periods.ts';
import { smallModels } from './small-models.ts';

const cuts = atLength(20, 50);
const interval = 5 * minuteMs;
const realFile = '../shared/data/EURUSD_5min.parquet';

type Answering = (bars: Record<Timeframe, Bars>) => Answers;

describe('cutting off everything after a moment', () => {
  it.each(tradingDays)(
    'changes no prediction and no regime at or before it on simulated data in days of %s',
    (trading_day) => {
      const rules = { trading_day, phase_ms: 0 };
      const base = createSimulator({ seed: 21 }).next(150_000);
      const whole = resampled(base, rules);
      const models = smallModels(whole, rules);
      const answer: Answering = (bars) => createAnalyst(bars, models, rules).history;
      expect(lookAhead(answer, base, whole, cuts, rules)).toEqual([]);
    },
    60_000,
  );

  it('is noticed when an hour is given the answer of the day it lies in', () => {
    const base = createSimulator({ seed: 21 }).next(150_000);
    const whole = resampled(base);
    const models = smallModels(whole);
    const leaking: Answering = (bars) => {
      const { prob_up, regime } = createAnalyst(bars, models, utcRules).history;
      const early = (column: Float64Array) =>
        Float64Array.from(column, (_, i) => column[i + 20] ?? column[i]);
      return { prob_up: [prob_up[0], prob_up[1], early(prob_up[2])], regime };
    };
    expect(lookAhead(leaking, base, whole, cuts).length).toBeGreaterThan(5);
  }, 60_000);

  it.skipIf(!existsSync(realFile))(
    `changes no prediction and no regime at or before it on real data (skipped where ${realFile} is missing)`,
    async () => {
      const { base, whole } = await importReal();
      expect([base.time.length, whole['1H'].time.length]).toEqual([448_586, 37_396]);
      const models = smallModels(whole, newYorkRules);
      const answer: Answering = (bars) => createAnalyst(bars, models, newYorkRules).history;
      expect(lookAhead(answer, base, whole, cuts, newYorkRules)).toEqual([]);
    },
    180_000,
  );
});

/** One line for each cut after which something at or before it has changed. */
function lookAhead(
  answer: Answering,
  base: Bars,
  whole: Record<Timeframe, Bars>,
  count: number,
  rules = utcRules,
): string[] {
  const random = createRandom(77);
  const told = predictionsOf(answer(whole), whole);
  const found: string[] = [];
  let spoken = 0;
  for (let cut = 0; cut < count; cut += 1) {
    const at = Math.floor(base.time.length * 0.3) + random.int(Math.floor(base.time.length * 0.7));
    const bars = resampled(viewBars(base, 0, at), rules);
    const short = predictionsOf(answer(bars), bars);
    spoken += short.filter((line) => !line.endsWith('silent')).length;
    const changed = short.findIndex((line, hour) => line !== told[hour]);
    if (changed >= 0) found.push(`cut at ${at}: ${short[changed]} was ${told[changed]}`);
  }
  expect(spoken).toBeGreaterThan(count * 100);
  return found;
}

/** All that is said at each hour, as text: any bit that differs shows. */
function predictionsOf(answers: Answers, bars: Record<Timeframe, Bars>): string[] {
  const { config, clock } = startConfig();
  const ensemble = createMtfEnsemble(config);
  const service = createModelService({ config, ensemble, now: clock.now, elapsed: clock.elapsed });
  const predictions = service.on({
    dataset: 'test',
    symbol: 'EURUSD',
    bundle: 'test',
    answers: createAnswerLog(answers),
    timeAt: (index) => bars['1H'].time[index],
    partOf: () => null,
  });
  return Array.from(bars['1H'].time, (time, hour) => {
    const said = predictions.predict(hour);
    const regime = answers.regime[hour];
    if (!said) return `${time} ${regime} silent`;
    return `${time} ${regime} ${said.prob_up} ${said.confidence} ${said.direction} ${said.should_trade} ${said.regime}`;
  });
}

async function importReal(): Promise<{ base: Bars; whole: Record<Timeframe, Bars> }> {
  const folder = await mkdtemp(join(tmpdir(), 'look-ahead-'));
  try {
    const opened = await openMarketStore({ folder, now: () => 0 });
    if (!opened.ok) throw new Error(opened.problem.message);
    const { store } = opened.value;
    const imported = await importFile(store, resolve(realFile), { symbol: 'EURUSD', time_zone: 'UTC' });
    if (!imported.ok) throw new Error(imported.problem.message);
    const base = await store.lastBars('EURUSD', 1e6);
    const whole = await store.loadBars('EURUSD');
    await store.close();
    if (!base.ok || !whole.ok) throw new Error('the imported bars cannot be read');
    return { base: base.value, whole: whole.value };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function resampled(bars: Bars, rules = utcRules): Record<Timeframe, Bars> {
  const periods = createPeriods(rules);
  const make = (timeframe: Timeframe) => resample(bars, timeframe, interval, periods);
  return { '1H': make('1H'), '4H': make('4H'), D: make('D') };
}
