import { type Bars, type Dataset, hourMs } from '../../../../shared/market.ts';
import { failure, type Result, success } from '../../../../shared/result.ts';
import { createBarEvents } from '../../feeds/bar-events.ts';
import type { DrivenSource } from '../../feeds/bar-source.ts';
import type { JobContext } from '../../jobs.ts';
import { readCalendar } from '../bar-table.ts';
import { joinBars, lastIndexAtOrBefore, viewBars } from '../bars.ts';
import type { MarketStore } from '../market-store.ts';
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
export interface SimulatedSource extends DrivenSource {
  /** Stores what was made since the last call, and lets go of what is older than is kept. */
  save(): Promise<Result<null>>;
  /** Open time of the first base bar that is kept, ms UTC, as the last `save` left it. */
  keptFrom(): number;
  /** Nothing more is made, and what is being made is given up. */
  stop(because: string): void;
}

/** The simulator itself is brought to the end of the stored bars when it is first needed. */
export async function createSimulatedSource(store: MarketStore, dataset: Dataset): Promise<SimulatedSource> {
  const calendar = await store.database.read((connection) => readCalendar(connection, dataset.id));
  const goingOn = createSessions(calendar).nextOpenTime(dataset.to);
  const events = createBarEvents();
  let simulator: Simulator | null = null;
  let unsaved: Bars[] = [];
  let saving: Promise<Result<null>> = Promise.resolve(success(null));
  let first = dataset.from;

  async function save(): Promise<Result<null>> {
    if (!simulator || unsaved.length === 0) return success(null);
    const made = unsaved.length;
    const bars = joinBars(unsaved);
    const state = simulator.state();
    // As much is kept where the disk refuses it: what grows in memory has the same bound.
    first = keptFrom({ from: first, to: bars.time[bars.time.length - 1], calendar });
    const kept = viewBars(bars, lastIndexAtOrBefore(bars, first - 1) + 1);
    const stored = await store.appendBars(dataset.id, kept, async (connection, grown) => {
      await noteState(connection, dataset.id, state);
      await forgetOldBars(connection, grown);
    });
    // Those that could not be stored are tried again: a gap would put every later start on other bars.
    unsaved = [...(stored.ok ? [] : [joinBars([kept])]), ...unsaved.slice(made)];
    return stored;
  }

  return {
    subscribe: events.subscribe,
    state: events.state,
    async history(from, to) {
      const held = joinBars(unsaved);
      const stored = await store.baseBars(dataset.id, from, to);
      if (!stored.ok) return stored;
      // Some of those that were held may have been stored meanwhile.
      const last = stored.value.time.at(-1) ?? Number.NEGATIVE_INFINITY;
      return success(joinBars([stored.value, barsBetween(held, Math.max(from, last + 1), to)]));
    },
    async advance(hours) {
      simulator ??= await simulatorAt(store, dataset, goingOn, () => events.state().name !== 'stopped');
      const state = events.state();
      if (!simulator || state.name === 'stopped')
        return failure('cancelled', state.name === 'stopped' ? state.because : 'The simulator was given up.');
      const bars = simulator.next(hours * barsPerHour);
      if (bars.time.length === 0) return success(null);
      unsaved.push(bars);
      events.tell({ kind: 'bars', bars });
      const newest = bars.time.length - 1;
      events.tell({
        kind: 'price',
        time: bars.time[newest] + dataset.interval_ms,
        price: bars.close[newest],
      });
      return success(null);
    },
    save() {
      saving = saving.then(save, save);
      return saving;
    },
    keptFrom: () => first,
    stop: events.stop,
  };
}

/** Those that open at or after `from` and before `to`, ms UTC. */
function barsBetween(bars: Bars, from: number, to: number): Bars {
  return viewBars(bars, lastIndexAtOrBefore(bars, from - 1) + 1, lastIndexAtOrBefore(bars, to - 1) + 1);
}
