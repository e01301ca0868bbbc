import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Worker } from 'node:worker_threads';
import { createTradingConfig } from '../../electron/engine/config/trading-config.ts';
import { createAnalystClient } from '../../electron/engine/ensemble/analyst-client.ts';
import { createModelService } from '../../electron/engine/ensemble/model-service.ts';
import { createMtfEnsemble } from '../../electron/engine/ensemble/mtf-ensemble.ts';
import { createInstrument, type Instrument } from '../../electron/engine/instruments/instrument.ts';
import type { OpenedBars } from '../../electron/engine/instruments/open-bars.ts';
import { joinBars, viewBars } from '../../electron/engine/market/bars.ts';
import { createDataService } from '../../electron/engine/market/data-service.ts';
import { resample } from '../../electron/engine/market/resample.ts';
import { createSimulator, simulatedIntervalMs } from '../../electron/engine/market/simulator/simulator.ts';
import { elapsed, now, schedule } from '../../electron/shell/clock.ts';
import { type Bars, type Timeframe, timeframes } from '../../shared/market.ts';
import type { BundleSummary } from '../../shared/models.ts';
import { success } from '../../shared/result.ts';
import { utcPeriods, utcRules } from '../unit/engine/market/utc-periods.ts';
import { type Figure, median } from './figure.ts';
import { inMemory } from './predicting.ts';
import { trainedBundle } from './trained-bundle.ts';

const worker = resolve(import.meta.dirname, '../../electron/workers/analyst.ts');
/** Six years of five-minute bars. */
const fiveMinuteBars = 448_586;
const beside = 49;
const runs = 5;
const hoursPerRun = 120;
const barsPerHour = 12;

/** A closed bar of one instrument alone and with 49 others loaded, and what each of those takes of memory. */
export async function run(): Promise<Figure[]> {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const folder = await mkdtemp(join(tmpdir(), 'instruments-bench-'));
  try {
    const base = createSimulator({ seed: 1 }).next(fiveMinuteBars + 2 * runs * hoursPerRun * barsPerHour);
    const history = resampled(viewBars(base, 0, fiveMinuteBars));
    const bundle = join(folder, 'bench');
    await mkdir(folder, { recursive: true });
    await trainedBundle(history, bundle);
    const desk = createDesk();

    const first = await desk.open('first', history, base, bundle);
    await step(first, 20);
    const alone: number[] = [];
    for (let i = 0; i < runs; i += 1) alone.push(await step(first, hoursPerRun - 10));

    const before = await resident(collect);
    for (let i = 0; i < beside; i += 1) await desk.open(`beside ${i}`, history, base, bundle);
    const each = ((await resident(collect)) - before) / beside;
    const among: number[] = [];
    for (let i = 0; i < runs; i += 1) among.push(await step(first, hoursPerRun - 10));
    await desk.close();

    const ratio = median(among) / median(alone);
    return [
      {
        name: `a closed hour of one instrument with ${beside} others loaded, to its prediction, median`,
        unit: 'ms',
        median: median(among),
        runs: among,
        yardstick: { name: 'the same instrument alone', median: median(alone), runs: alone },
        ratio,
        target: 'at most 1.2 times alone',
        met: ratio <= 1.2,
        note: `each run the median of ${hoursPerRun - 10} hours, twelve five-minute bars each, through the analyst's worker; every instrument has six years of bars and the default models`,
      },
      {
        name: 'memory that one more instrument takes, of the process with its workers',
        unit: 'MB',
        median: each,
        runs: [each],
        target: 'at most 15 MB resident',
        met: each <= 15,
        note: `resident memory with ${beside + 1} instruments less that with one, by ${beside}, after garbage was collected`,
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Market = Record<Timeframe, Bars>;

function resampled(bars: Bars): Market {
  const make = (timeframe: Timeframe) => resample(bars, timeframe, simulatedIntervalMs, utcPeriods);
  return { '1H': make('1H'), '4H': make('4H'), D: make('D') };
}

/** The services that all instruments share, as in the product. */
function createDesk() {
  const { config } = createTradingConfig({ store: inMemory, stored: null, environment: {}, now, elapsed });
  const ensemble = createMtfEnsemble(config);
  const models = createModelService({ config, ensemble, now, elapsed });
  const dataService = createDataService({ config, now, elapsed });
  const analyst = createAnalystClient(() => new Worker(worker));
  const fail = (message: string) => {
    throw new Error(message);
  };
  return {
    async open(id: string, history: Market, base: Bars, folder: string): Promise<Instrument> {
      const instrument = createInstrument({
        opened: openedBars(id, history, base),
        key: id,
        models,
        dataService,
        analyst,
        mayReload: () => success(null),
        elapsed,
        schedule,
        display: () => id,
        cursor: null,
        onBar: () => undefined,
        onPrediction: () => undefined,
        onChange: () => undefined,
        onProblem: fail,
        onCorrection: () => fail('bars were corrected'),
      });
      const loaded = await instrument.load({ id: 'bench' } as BundleSummary, folder);
      if (!loaded.ok) fail(loaded.problem.message);
      instrument.replay.jump(Number.MAX_SAFE_INTEGER);
      return instrument;
    },
    close: () => analyst.close(),
  };
}

/** Bars of its own, as if they had been read; further ones come hour by hour. */
function openedBars(id: string, history: Market, base: Bars): OpenedBars {
  const own = Object.fromEntries(
    timeframes.map((timeframe) => [timeframe, joinBars([history[timeframe]])]),
  ) as Market;
  let end = fiveMinuteBars;
  const listeners = new Set<Parameters<OpenedBars['source']['subscribe']>[0]>();
  const source = {
    history: async () => success(viewBars(base, 0, 0)),
    subscribe(listener: Parameters<OpenedBars['source']['subscribe']>[0]) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    state: () => ({ name: 'replay' }) as const,
    async advance(hours: number) {
      const bars = viewBars(base, end, end + hours * barsPerHour);
      end += hours * barsPerHour;
      for (const listener of listeners) listener({ kind: 'bars', bars });
      return success(null);
    },
  };
  const time = base.time;
  return {
    dataset: {
      ...{ id, symbol: 'EURUSD', source: 'simulated', seed: 1, has_spread: false, ...utcRules },
      ...{
        interval_ms: simulatedIntervalMs,
        bars: fiveMinuteBars,
        from: time[0],
        to: time[fiveMinuteBars - 1],
      },
    },
    bars: own,
    recent: joinBars([viewBars(base, fiveMinuteBars - 300, fiveMinuteBars)]),
    source,
    described: async () => undefined,
    keptFrom: () => time[0],
    save: async () => success(null),
    stop: () => undefined,
  };
}

/** Median milliseconds from the bars of an hour to the prediction at its close. */
async function step({ replay, latest }: Instrument, hours: number): Promise<number> {
  const times: number[] = [];
  for (let hour = 0; hour < hours; hour += 1) {
    const start = performance.now();
    await replay.step(1);
    times.push(performance.now() - start);
    if (latest()?.bar_time !== replay.state().bar_time) throw new Error('there is no prediction');
  }
  return median(times);
}

/** Megabytes of the whole process, workers included, once what is garbage has been let go of. */
async function resident(collect: () => void): Promise<number> {
  for (let round = 0; round < 5; round += 1) {
    collect();
    await new Promise((done) => setTimeout(done, 1000));
  }
  return process.memoryUsage.rss() / 2 ** 20;
}
