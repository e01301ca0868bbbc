import type { ChartData, ChartSignals } from '../../shared/desk.ts';
import type { Timeframe, TradingDay } from '../../shared/market.ts';
import { type Result, success } from '../../shared/result.ts';
import { call } from '../desk.ts';
import type { DeskMirror } from '../store.ts';
import { deskStore } from '../store.ts';

/** At most so often; playing faster than this draws several bars at once. */
const spacingMs = 90;

interface ChartRequest {
  readonly timeframe: Timeframe;
  readonly bars: number;
}

/** What has to be asked for again. */
type Stale = 'nothing' | 'signals' | 'bars';

/**
 * Fetches the chart now and whenever something it shows has changed: the bars where the dataset, its trading day, the
 * replay's place or the bundle changed, the signals alone where it was the config. One request is under way at a time
 * and changes in between make one further request. Returns its undo.
 */
export function followChart(
  request: ChartRequest,
  onAnswer: (answer: Result<ChartData>) => void,
): () => void {
  let closed = false;
  let busy = false;
  let stale: Stale = 'bars';
  let shown: ChartData | null = null;

  async function fetchStale() {
    if (closed || busy || stale === 'nothing') return;
    const asked = stale;
    stale = 'nothing';
    busy = true;
    const answer =
      asked === 'signals' && shown ? await signalsOf(shown) : await call('market.chart', request);
    if (closed) return;
    // Signals of other bars: those have changed as well, and are asked for next.
    if (answer === null) stale = 'bars';
    else {
      if (answer.ok) shown = answer.value;
      onAnswer(answer);
      await new Promise((resolve) => setTimeout(resolve, spacingMs));
    }
    busy = false;
    void fetchStale();
  }

  async function signalsOf(chart: ChartData): Promise<Result<ChartData> | null> {
    const answer = await call('market.signals', { bars: request.bars });
    if (!answer.ok) return answer;
    return joined(chart, answer.value);
  }

  const unsubscribe = deskStore.subscribe(({ mirror }, { mirror: before }) => {
    if (!mirror) return;
    const next = before ? staleBy(mirror, before, request.timeframe) : 'bars';
    if (next === 'nothing') return;
    if (stale !== 'bars') stale = next;
    afterPaint(fetchStale);
  });
  void fetchStale();
  return () => {
    closed = true;
    unsubscribe();
  };
}

/** The bars of a chart with newer signals; null where these are of other bars. */
function joined(chart: ChartData, { first, last, ...signals }: ChartSignals): Result<ChartData> | null {
  const { time } = chart.bars;
  const same =
    signals.trade.length === time.length && first === (time[0] ?? null) && last === (time.at(-1) ?? null);
  return same ? success({ ...chart, ...signals }) : null;
}

/** The new prediction is painted first; the chart, which is more work, follows. */
function afterPaint(run: () => void): void {
  requestAnimationFrame(() => setTimeout(run));
}

function tradingDayOf({ market }: DeskMirror): TradingDay | undefined {
  return market.datasets.find(({ id }) => id === market.active)?.trading_day;
}

function staleBy(now: DeskMirror, before: DeskMirror, timeframe: Timeframe): Stale {
  if (
    now.market.active !== before.market.active ||
    tradingDayOf(now) !== tradingDayOf(before) ||
    now.replay.index !== before.replay.index ||
    now.replay.bar_time !== before.replay.bar_time ||
    now.models.active !== before.models.active
  )
    return 'bars';
  const changed = now.config.values !== before.config.values || now.config.version !== before.config.version;
  return changed && timeframe === '1H' ? 'signals' : 'nothing';
}
