import type { Flip } from '../../../shared/experiments/comparison.ts';
import type { Bars } from '../../../shared/market.ts';
import type { Decision } from '../../../shared/prediction.ts';
import type { TradeColumns } from '../laboratory/material.ts';
import { type Decisions, noDecision } from '../trades/trade-run.ts';

/** The decisions of one configuration on a range, and its trades. */
export interface RunSide {
  readonly decisions: Decisions;
  readonly trades: TradeColumns;
}

/** The bars at which the two decisions differ, oldest first, with the decision and the result of each side. */
export function flipsBetween(hours: Bars, a: RunSide, b: RunSide): Flip[] {
  const [earnedA, earnedB] = [earnedBySignal(a.trades), earnedBySignal(b.trades)];
  const flips: Flip[] = [];
  const { from, code } = a.decisions;
  for (let i = 0; i < code.length; i += 1) {
    if (code[i] === b.decisions.code[i]) continue;
    flips.push({
      bar_time: hours.time[from + i],
      a: sideAt(code[i], earnedA.get(from + i)),
      b: sideAt(b.decisions.code[i], earnedB.get(from + i)),
    });
  }
  return flips;
}

/** Includes a trade that is still open at the end of the data, with its result so far. */
function earnedBySignal({ signal, pips, unfinished }: TradeColumns): ReadonlyMap<number, number> {
  const earned = new Map(Array.from(signal, (bar, i) => [bar, pips[i]]));
  return unfinished ? earned.set(unfinished.signal, unfinished.pips) : earned;
}

function sideAt(code: number, pips: number | undefined): Flip['a'] {
  return { decision: decisionOf(code), traded: pips !== undefined, pips: pips ?? null };
}

function decisionOf(code: number): Decision {
  return code === noDecision ? 'none' : code === 1 ? 'long' : 'short';
}
