import type { ChartData } from '../../shared/desk.ts';
import type { Timeframe } from '../../shared/market.ts';
import { type Result, success } from '../../shared/result.ts';
import { call } from '../desk.ts';
import type { DeskMirror } from '../store.ts';
import { deskStore } from '../store.ts';
import { type ChartChange, withBars, withSignals } from './chart-changes.ts';

/** At most so often; playing faster than this draws several bars at once. */
const spacingMs = 90;
/** Bars beyond those that were asked for that a chart may gather before it begins anew. */
const mostAppended = 1_000;
/** Of one answer. */
const mostBars = 5_000;

interface ChartRequest {
  /** Named, so that an answer is never of data that came into focus meanwhile. */
  readonly dataset: string;
  readonly timeframe: Timeframe;
  readonly bars: number;
}

/** Told the whole chart, and what of it differs from what was told before. */
export type ChartListener = (answer: Result<ChartData>, change: ChartChange) => void;

/**
 * Follows the chart: a bar that has closed is fetched alone, and a change of the configuration fetches the signals of
 * the bars that are shown. Other data, another bundle or trading day, and a step back fetch everything. One request is
 * under way at a time, and changes in between make one further request. Returns its undo.
 */
export function followChart(request: ChartRequest, onAnswer: ChartListener): () => void {
  let closed = false;
  let busy = false;
  let changed = false;
  let held: ChartData | null = null;
  /** What `held` was fetched under. */
  let seen: DeskMirror | null = null;

  async function update() {
    if (closed) return;
    if (busy) {
      changed = true;
      return;
    }
    busy = true;
    changed = false;
    const now = deskStore.getState().mirror;
    await fetchChange(now);
    if (closed) return;
    await new Promise((resolve) => setTimeout(resolve, spacingMs));
    busy = false;
    if (changed && !closed) update();
  }

  async function fetchChange(now: DeskMirror | null): Promise<void> {
    const before = seen;
    seen = now;
    if (!held || !now || !before || !isSameSeries(now, before) || hasGrown(held)) return fetchAll();
    const moved = movedBy(now, before);
    if (moved < 0 || isAhead(held, now)) return fetchAll();
    if (moved > 0) await fetchBars(held);
    if (isOtherConfig(now, before) && request.timeframe === '1H') await fetchSignals();
  }

  const hasGrown = ({ bars }: ChartData) =>
    bars.time.length > Math.min(request.bars + mostAppended, mostBars - mostAppended);

  /** An answer that was under way while the replay went back may hold bars that are not reached any more. */
  const isAhead = ({ bars }: ChartData, { replay }: DeskMirror) =>
    request.timeframe === '1H' && (bars.time.at(-1) ?? 0) > (replay.bar_time ?? 0);

  async function fetchAll(): Promise<void> {
    tell(await call('market.chart', request), 'all');
  }

  async function fetchBars(known: ChartData): Promise<void> {
    const after = known.bars.time.at(-1);
    if (after === undefined) return fetchAll();
    const bars = mostAppended;
    const more = await call('market.chart', { ...request, bars, after });
    // As many as were asked for: there may be bars between those and the ones that are shown.
    if (!more.ok || more.value.bars.time.length >= bars) return fetchAll();
    if (more.value.bars.time.length > 0) tell(success(withBars(known, more.value)), 'appended');
  }

  async function fetchSignals(): Promise<void> {
    const bars = held?.bars.time.length ?? 0;
    if (bars === 0 || bars > mostBars) return fetchAll();
    const signals = await call('market.signals', { dataset: request.dataset, bars });
    // Signals of other bars: those have changed as well.
    const next = signals.ok && held ? withSignals(held, signals.value) : null;
    if (!next) return fetchAll();
    tell(success(next), 'signals');
  }

  function tell(answer: Result<ChartData>, change: ChartChange): void {
    if (closed) return;
    held = answer.ok ? answer.value : null;
    onAnswer(answer, change);
  }

  const unsubscribe = deskStore.subscribe((state, before) => {
    if (state.mirror && (!before.mirror || isAffected(state.mirror, before.mirror))) afterPaint(update);
  });
  update();
  return () => {
    closed = true;
    unsubscribe();
  };
}

/** The new prediction is painted first; the chart, which is more work, follows. */
function afterPaint(run: () => void): void {
  requestAnimationFrame(() => setTimeout(run));
}

/** A text that is another where stored bars are others. A simulated market grows at its end alone. */
function contentOf({ market }: DeskMirror): string {
  const data = market.datasets.find(({ id }) => id === market.active);
  return `${data?.id} ${data?.trading_day} ${data?.source === 'imported' ? data.bars : ''}`;
}

function isAffected(now: DeskMirror, before: DeskMirror): boolean {
  return !isSameSeries(now, before) || movedBy(now, before) !== 0 || isOtherConfig(now, before);
}

/** The same data in the same days, from the same first bar on, with the same bundle. */
function isSameSeries(now: DeskMirror, before: DeskMirror): boolean {
  return (
    now.market.active === before.market.active &&
    contentOf(now) === contentOf(before) &&
    now.replay.from === before.replay.from &&
    now.models.active === before.models.active
  );
}

/** Milliseconds by which the replay has gone on; negative where it has gone back. */
function movedBy(now: DeskMirror, before: DeskMirror): number {
  return (now.replay.bar_time ?? 0) - (before.replay.bar_time ?? 0);
}

function isOtherConfig(now: DeskMirror, before: DeskMirror): boolean {
  const [one, other] = [now.config, before.config];
  return one.values !== other.values || one.symbols !== other.symbols || one.version !== other.version;
}
