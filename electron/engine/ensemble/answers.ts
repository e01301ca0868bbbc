import type { Triple } from './combine.ts';

/**
 * What the models said at the close of each 1H bar, oldest first. It does not depend on the
 * configuration, so it is kept apart from the predictions that are combined from it.
 */
export interface Answers {
  /** prob_up of the 1H, 4H and Daily model per 1H bar; NaN where a model could not say yet. */
  readonly prob_up: readonly [Float64Array, Float64Array, Float64Array];
  /** Code of the regime (index into `regimes`) per 1H bar. */
  readonly regime: Uint8Array;
}

/**
 * Answers that grow at the end as bars close, and may be cut off at the beginning. An answer has the index of its 1H
 * bar.
 */
export interface AnswerLog {
  /** Index of the oldest answer that is still held; 0 until some are forgotten. */
  first(): number;
  /** Index after that of the newest answer. */
  length(): number;
  /** Null where one of the models could not say yet, and where there is no answer any more. */
  at(index: number): { probUp: Triple; regime: number } | null;
  /** A copy of answers `from` … `to` (excluded), as far as they are held. */
  slice(from: number, to: number): Answers;
  append(more: Answers): void;
  /** Holds these answers and no others, the oldest of them at index `first`. */
  restart(first: number, answers: Answers): void;
}

export function createAnswerLog(initial: Answers): AnswerLog {
  let first = 0;
  let held = initial.regime.length;
  let { prob_up, regime } = initial;

  /** Doubles the room, so that appending stays cheap however often it happens. */
  function reserve(capacity: number): void {
    if (capacity <= regime.length) return;
    const room = Math.max(capacity, regime.length * 2);
    const grown = (column: Float64Array) => {
      const copy = new Float64Array(room);
      copy.set(column);
      return copy;
    };
    prob_up = [grown(prob_up[0]), grown(prob_up[1]), grown(prob_up[2])];
    const codes = new Uint8Array(room);
    codes.set(regime);
    regime = codes;
  }

  return {
    first: () => first,
    length: () => first + held,
    at(index) {
      const row = index - first;
      if (row < 0 || row >= held) return null;
      const probUp: Triple = [prob_up[0][row], prob_up[1][row], prob_up[2][row]];
      return Number.isNaN(probUp[0] + probUp[1] + probUp[2]) ? null : { probUp, regime: regime[row] };
    },
    slice(from, to) {
      const start = Math.max(0, from - first);
      const end = Math.max(start, Math.min(to - first, held));
      const [hour, four, day] = prob_up;
      return {
        prob_up: [hour.slice(start, end), four.slice(start, end), day.slice(start, end)],
        regime: regime.slice(start, end),
      };
    },
    append(more) {
      reserve(held + more.regime.length);
      for (let i = 0; i < 3; i += 1) prob_up[i].set(more.prob_up[i], held);
      regime.set(more.regime, held);
      held += more.regime.length;
    },
    restart(from, answers) {
      first = from;
      held = answers.regime.length;
      ({ prob_up, regime } = answers);
    },
  };
}
