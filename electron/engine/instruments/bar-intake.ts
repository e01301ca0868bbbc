import type { Bars } from '../../../shared/market.ts';
import { type Result, success } from '../../../shared/result.ts';
import type { BarSource, DrivenSource } from '../feeds/bar-source.ts';
import type { BarCloser, ClosedBar } from '../market/bar-closer.ts';
import { lastIndexAtOrBefore, viewBars } from '../market/bars.ts';
import type { Queue } from '../queue.ts';

/** Takes the bars of a source, each once and in order, however they come. */
export interface BarIntake {
  /** Lets a source that makes its bars make `hours` further ones; resolves when they have been taken. */
  readonly extend: ((hours: number) => Promise<void>) | null;
  /** Gives what could not be taken again. To be called in turn. */
  retry(): Promise<Result<null>>;
  close(): void;
}

export function createBarIntake(parts: {
  source: BarSource | DrivenSource;
  /** One change of bars and answers at a time. */
  inTurn: Queue;
  close: BarCloser;
  /** Open time of the last base bar that is held already, ms UTC. */
  last: number;
  /** Takes bars that have closed. After a failure they are given again together with the next. */
  take(closed: readonly ClosedBar[]): Promise<Result<null>>;
  onTaken(): void;
  onPrice(price: number): void;
  onCorrection(): void;
  onProblem(message: string): void;
}): BarIntake {
  const { source, inTurn, take, onTaken, onProblem } = parts;
  let { last } = parts;
  /** Closed, and not taken yet: what answers on them failed. */
  let owed: readonly ClosedBar[] = [];
  let closed = false;
  let taking: Promise<unknown> = Promise.resolve();

  async function give(more: readonly ClosedBar[]): Promise<Result<null>> {
    owed = [...owed, ...more];
    if (owed.length === 0) return success(null);
    const taken = await take(owed);
    if (taken.ok) owed = [];
    return taken;
  }

  async function receive(bars: Bars): Promise<void> {
    const further = viewBars(bars, lastIndexAtOrBefore(bars, last) + 1);
    if (closed || further.time.length === 0) return;
    last = further.time[further.time.length - 1];
    const given = await give(parts.close(further));
    if (given.ok) onTaken();
    // A desk that ends cancels what is under way, which is no problem of the market's.
    else if (!closed && given.problem.code !== 'cancelled') onProblem(given.problem.message);
  }

  const undo = source.subscribe((event) => {
    if (event.kind === 'bars') taking = inTurn(() => receive(event.bars));
    else if (event.kind === 'price') void inTurn(async () => parts.onPrice(event.price));
    else if (event.kind === 'correction') parts.onCorrection();
    else if (!closed && event.state.name === 'stopped') onProblem(event.state.because);
  });
  // What came between reading what is held and subscribing.
  void inTurn(async () => {
    const missed = await source.history(last + 1, Number.POSITIVE_INFINITY);
    if (missed.ok) await receive(missed.value);
  });

  return {
    extend:
      'advance' in source
        ? async (hours) => {
            const made = await source.advance(hours);
            if (!made.ok && !closed && made.problem.code !== 'cancelled') onProblem(made.problem.message);
            await taking;
          }
        : null,
    retry: () => give([]),
    close() {
      closed = true;
      undo();
    },
  };
}
