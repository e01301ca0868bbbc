import type { Timeframe } from '../../../shared/market.ts';
import type { Result } from '../../../shared/result.ts';
import type { AnswerLog, Answers } from '../ensemble/answers.ts';
import type { ClosedBar } from '../market/bar-closer.ts';

/**
 * What says, for the bars of one instrument, how likely the price is to rise. Answers are aligned to the instrument's
 * closed 1H bars: each bar has what counts at its close, so that those who combine them cannot look ahead.
 */
export interface AnswerSource {
  /**
   * prob_up of a timeframe's model at the close of each 1H bar `from` … `to` (indices, `to` excluded), NaN where it
   * does not say. A copy.
   */
  answers(timeframe: Timeframe, from: number, to: number): Float64Array;
  /** All of it, one answer per closed 1H bar; grows as bars close. */
  readonly log: AnswerLog;
  /** Bars have closed. What it says of them is told before this resolves; after a failure they may be given again. */
  follow(closed: readonly ClosedBar[]): Promise<Result<null>>;
  /** Told of the bars it was given with its answers, which are in its log already. Returns its undo. */
  subscribe(listener: (said: Said) => void): () => void;
  /** Lets go of what it holds. */
  close(): void;
}

export interface Said {
  readonly closed: readonly ClosedBar[];
  /** One per 1H bar among them. */
  readonly answers: Answers;
}
