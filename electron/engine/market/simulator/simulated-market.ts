import { type Bars, type Dataset, hourMs, type Timeframe } from '../../../../shared/market.ts';
import { failure, type Result, success } from '../../../../shared/result.ts';
import type { ClosedBar } from '../../ensemble/analyst.ts';
import type { JobContext } from '../../jobs.ts';
import { readCalendar } from '../bar-table.ts';
import { barAt, joinBars, lastIndexAtOrBefore, viewBars } from '../bars.ts';
import type { MarketStore } from '../market-store.ts';
import { createPeriods } from '../periods.ts';
import { createBarAggregator } from '../resample.ts';
import { forgetOldBars, keptFrom, noteState, simulatorAt } from './simulated-past.ts';
import { createSimulator, type Simulator } from './simulator.ts';
import { createSessions } from './simulator-sessions.ts';

/** The market that is there when no file is: always labelled simulated. */
export const simulatedSymbol = 'EURUSD';
export const simulatedId = `${simulatedSymbol}@simulated`;

const intervalMs = 5 * 60_000;
const barsPerHour = hourMs / intervalMs;
/** Three years of trading weeks of 120 hours. */
const historyHours = 3 * 52 * 120;

/** Makes the history that the models learn from and stores it, in steps that leave the thread free. */
export async function storeSimulatedHistory(
  store: MarketStore,
  seed: number,
  { signal, report }: JobContext,
): Promise<Result<Dataset>> {
  report(0.1, 'Simulating three years of five-minute bars');
  const bars = await simulateInSteps(seed, historyHours * barsPerHour, (share) => {
    signal.throwIfAborted();
    report(0.1 + 0.4 * share, 'Simulating three years of five-minute bars');
  });
  report(0.5, 'Storing the simulated bars');
  const dataset = {
    id: simulatedId,
    symbol: simulatedSymbol,
    source: 'simulated',
    interval_ms: intervalMs,
    seed,
  } as const;
  return store.insertBars(dataset, bars, signal);
}

/** The simulator's bars, made in blocks between which other work on the thread gets its turn. */
async function simulateInSteps(seed: number, count: number, onShare: (share: number) => void): Promise<Bars> {
  const simulator = createSimulator({ seed });
  const blocks: Bars[] = [];
  for (let made = 0; made < count; made += barsPerTurn) {
    blocks.push(simulator.next(Math.min(barsPerTurn, count - made)));
    onShare(made / count);
    await nextTurn();
  }
  return joinBars(blocks);
}

/** A few milliseconds of simulating; then other work on the thread gets its turn. */
const barsPerTurn = 4096;

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Goes on where the stored bars of the simulated market end. */
export interface LiveSimulation {
  /** The bars that close in the next `hours` market hours, in the order of their closes, the longest first. */
  next(hours: number): Promise<Result<ClosedBar[]>>;
  /** Stores what `next` has made since the last call, and lets go of what is older than is kept. */
  save(): Promise<Result<null>>;
  /** Open time of the first base bar that is kept, ms UTC, as the last `save` left it. */
  keptFrom(): number;
  /** Nothing more is made, and what is being made is given up. */
  stop(): void;
}

/** The simulator itself is brought to the end of the stored bars when it is first needed. */
export async function resumeSimulation(
  store: MarketStore,
  dataset: Dataset,
): Promise<Result<LiveSimulation>> {
  // The open day and 4H period began among these bars.
  const recent = await store.lastBars(dataset.id, longestDayMs / dataset.interval_ms);
  if (!recent.ok) return recent;
  const calendar = await store.database.read((connection) => readCalendar(connection, dataset.id));
  const close = createCloser(dataset);
  for (let i = 0; i < recent.value.time.length; i += 1) close(recent.value, i);
  const goingOn = createSessions(calendar).nextOpenTime(dataset.to);
  let simulator: Simulator | null = null;
  let stopped = false;
  let unsaved: Bars[] = [];
  let saving: Promise<Result<null>> = Promise.resolve({ ok: true, value: null });
  let first = dataset.from;

  async function save(): Promise<Result<null>> {
    if (!simulator || unsaved.length === 0) return { ok: true, value: null };
    const bars = joinBars(unsaved);
    const state = simulator.state();
    unsaved = [];
    // As much is kept where the disk refuses it: what grows in memory has the same bound.
    first = keptFrom({ from: first, to: bars.time[bars.time.length - 1], calendar });
    const kept = viewBars(bars, lastIndexAtOrBefore(bars, first - 1) + 1);
    const stored = await store.appendBars(dataset.id, kept, async (connection, grown) => {
      await noteState(connection, dataset.id, state);
      await forgetOldBars(connection, grown);
    });
    // They are tried again with the next ones: a gap would put every later start on other bars.
    if (!stored.ok) unsaved = [joinBars([kept]), ...unsaved];
    return stored;
  }

  return {
    ok: true,
    value: {
      async next(hours) {
        simulator ??= await simulatorAt(store, dataset, goingOn, () => !stopped);
        if (!simulator || stopped) return failure('cancelled', 'The desk is ending.');
        const bars = simulator.next(hours * barsPerHour);
        if (bars.time.length > 0) unsaved.push(bars);
        return success(Array.from(bars.time, (_time, i) => close(bars, i)).flat());
      },
      save() {
        saving = saving.then(save);
        return saving;
      },
      keptFrom: () => first,
      stop() {
        stopped = true;
      },
    },
  };
}

/** The day on which clocks go back. */
const longestDayMs = 25 * hourMs;

/** Takes base bars and gives the longer bars each of them closes. */
function createCloser(dataset: Dataset): (bars: Bars, index: number) => ClosedBar[] {
  const periods = createPeriods(dataset);
  const longestFirst: readonly Timeframe[] = ['D', '4H', '1H'];
  const aggregators = longestFirst.map((timeframe) => ({
    timeframe,
    aggregator: createBarAggregator(timeframe, dataset.interval_ms, periods),
  }));
  const closeOf = ({ timeframe, bar }: ClosedBar) => periods.endOf(timeframe, bar.time);
  return (bars, index) =>
    aggregators
      .flatMap(({ timeframe, aggregator }) =>
        aggregator.push(barAt(bars, index)).map((bar) => ({ timeframe, bar })),
      )
      .sort((a, b) => closeOf(a) - closeOf(b));
}
