import type { DuckDBConnection } from '@duckdb/node-api';
import { type Bars, type Dataset, dayMs, type Timeframe, timeframes } from '../../../../shared/market.ts';
import { failure, type Result, success } from '../../../../shared/result.ts';
import { readCalendar, type StoredDataset } from '../bar-table.ts';
import { createBarBuilder } from '../bars.ts';
import type { MarketStore } from '../market-store.ts';
import { createPeriods } from '../periods.ts';
import { createPeriodFold } from '../resample.ts';
import { createSimulator, type Simulator } from './simulator.ts';
import { createSessions } from './simulator-sessions.ts';
import { type SimulatorState, simulatorStateSchema } from './simulator-state.ts';

/** How far back the simulated market is stored: what a first start makes. */
const keptMs = 3 * 52 * 7 * dayMs;
/** The past may grow by so much before it is cut back, so that not every start begins at other bars. */
const slackMs = 26 * 7 * dayMs;
/** States at least so far apart are kept for good; older bars are made again from the one before them. */
const stateEveryMs = 91 * dayMs;
/** A few milliseconds of simulating; then other work on the thread gets its turn. */
const barsPerTurn = 4096;

/** Open time of the first bar to keep, ms UTC: a market week's first, so that 4H and Daily bars begin whole. */
export function keptFrom({ from, to, calendar }: Pick<StoredDataset, 'from' | 'to' | 'calendar'>): number {
  return to - from > keptMs + slackMs ? createSessions(calendar).weekOpening(to - keptMs) : from;
}

/** Deletes what is older than is kept. */
export async function forgetOldBars(
  connection: DuckDBConnection,
  { key, ...dataset }: Pick<StoredDataset, 'key' | 'from' | 'to' | 'calendar'>,
): Promise<void> {
  const from = keptFrom(dataset);
  if (from > dataset.from) await connection.run(`DELETE FROM bars WHERE dataset = ${key} AND time < ${from}`);
}

/** Notes where the simulator stands; of states close together only the newest stays. */
export async function noteState(
  connection: DuckDBConnection,
  dataset: string,
  state: SimulatorState,
): Promise<void> {
  const [newest, before] = [...(await readStates(connection, dataset))].reverse();
  if (newest && newest.time - (before?.time ?? Number.NEGATIVE_INFINITY) < stateEveryMs)
    await connection.run('DELETE FROM simulator_states WHERE dataset = $dataset AND time = $time', {
      dataset,
      time: newest.time,
    });
  await connection.run('INSERT INTO simulator_states VALUES ($dataset, $time, $state)', {
    dataset,
    time: state.time,
    state: JSON.stringify(state),
  });
}

/** Oldest first; one that does not read is left out, since bars can be made from the one before it. */
async function readStates(connection: DuckDBConnection, dataset: string): Promise<readonly SimulatorState[]> {
  const found = await connection.runAndReadAll(
    'SELECT state FROM simulator_states WHERE dataset = $dataset ORDER BY time',
    { dataset },
  );
  return found.getRows().flatMap(([text]) => {
    const parsed = simulatorStateSchema.safeParse(JSON.parse(String(text)));
    return parsed.success ? [parsed.data] : [];
  });
}

/**
 * The simulator of a series at its first bar from `time` (ms UTC) on: from the last state before it, else from the
 * seed. `wanted` is asked now and then; the answer is null once it says no.
 */
export async function simulatorAt(
  store: Pick<MarketStore, 'database'>,
  dataset: Pick<Dataset, 'id' | 'seed'>,
  time: number,
  wanted: () => boolean,
): Promise<Simulator | null> {
  const [states, calendar] = await store.database.read(async (connection) => [
    await readStates(connection, dataset.id),
    await readCalendar(connection, dataset.id),
  ]);
  const state = states.findLast((each) => each.time <= time);
  const simulator = createSimulator({ seed: dataset.seed ?? 0, calendar, ...(state && { state }) });
  while (simulator.state().time < time) {
    if (!wanted()) return null;
    for (let i = 0; i < barsPerTurn && simulator.nextTime() < time; i += 1) simulator.skip(1);
    await nextTurn();
  }
  return simulator;
}

/**
 * The simulated market as it was when it began at `from` (open time of its first bar; null at the very beginning)
 * and had `hours` closed 1H bars, made again although it is stored no more.
 */
export async function simulateAgain(
  store: Pick<MarketStore, 'database'>,
  dataset: Dataset,
  past: { readonly from: number | null; readonly hours: number },
  signal?: AbortSignal,
): Promise<Result<Record<Timeframe, Bars>>> {
  const wanted = () => !signal?.aborted;
  const simulator = await simulatorAt(store, dataset, past.from ?? Number.NEGATIVE_INFINITY, wanted);
  const builders = { '1H': createBarBuilder(), '4H': createBarBuilder(), D: createBarBuilder() };
  const periods = createPeriods(dataset);
  let hours = 0;
  const folds = timeframes.map((timeframe) =>
    createPeriodFold(timeframe, dataset.interval_ms, periods, (...bar) => {
      if (timeframe === '1H') hours += 1;
      builders[timeframe].add(...bar);
    }),
  );
  while (simulator && hours < past.hours) {
    if (!wanted()) break;
    // As many as an hour has at least, so that no 1H bar too many closes.
    const bars = simulator.next(Math.min(barsPerTurn, Math.max(1, (past.hours - hours - 1) * 12)));
    for (const fold of folds) fold.add(bars, bars.time.length);
    await nextTurn();
  }
  if (!simulator || !wanted()) return failure('cancelled', 'Cancelled; nothing was changed.');
  return success({ '1H': builders['1H'].build(), '4H': builders['4H'].build(), D: builders.D.build() });
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
