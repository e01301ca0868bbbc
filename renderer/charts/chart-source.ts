import type { ChartData } from '../../shared/desk.ts';
import type { Timeframe, TradingDay } from '../../shared/market.ts';
import type { Result } from '../../shared/result.ts';
import { call } from '../desk.ts';
import type { DeskMirror } from '../store.ts';
import { deskStore } from '../store.ts';

/** At most so often; playing faster than this draws several bars at once. */
const spacingMs = 90;

interface ChartRequest {
  readonly timeframe: Timeframe;
  readonly bars: number;
}

/**
 * Fetches the chart now and whenever something it shows has changed: the dataset, its trading day, the replay's place,
 * the config in force, the bundle. One request is under way at a time and changes in between make one
 * further request. Returns its undo.
 */
export function followChart(
  request: ChartRequest,
  onAnswer: (answer: Result<ChartData>) => void,
): () => void {
  let closed = false;
  let busy = false;
  let changed = false;

  async function fetchChart() {
    if (closed) return;
    if (busy) {
      changed = true;
      return;
    }
    busy = true;
    changed = false;
    const answer = await call('market.chart', request);
    if (closed) return;
    onAnswer(answer);
    await new Promise((resolve) => setTimeout(resolve, spacingMs));
    busy = false;
    if (changed && !closed) fetchChart();
  }

  const unsubscribe = deskStore.subscribe((state, before) => {
    if (state.mirror && (!before.mirror || isAffected(state.mirror, before.mirror))) afterPaint(fetchChart);
  });
  fetchChart();
  return () => {
    closed = true;
    unsubscribe();
  };
}

/** The new prediction is painted first; the chart, which is more work, follows. */
function afterPaint(run: () => void): void {
  requestAnimationFrame(() => setTimeout(run));
}

function tradingDayOf({ market }: DeskMirror): TradingDay | undefined {
  return market.datasets.find(({ id }) => id === market.active)?.trading_day;
}

function isAffected(now: DeskMirror, before: DeskMirror): boolean {
  return (
    now.market.active !== before.market.active ||
    tradingDayOf(now) !== tradingDayOf(before) ||
    now.replay.index !== before.replay.index ||
    now.replay.bar_time !== before.replay.bar_time ||
    now.config.values !== before.config.values ||
    now.config.version !== before.config.version ||
    now.models.active !== before.models.active
  );
}
