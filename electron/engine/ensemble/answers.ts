import type { Triple } from './combine.ts';

/**
 * The answers of the models at the close of each 1H bar, oldest first. They do not depend on the configuration, so they
 * are kept apart from the predictions that are combined from them.
 */
export interface Answers {
  /** prob_up of the 1H, 4H and Daily model per 1H bar; NaN where a model has no answer yet. */
  readonly prob_up: readonly [Float64Array, Float64Array, Float64Array];
  /** The regime per 1H bar, as an index into `regimes`. */
  readonly regime: Uint8Array;
}

/**
 * Answers that grow at the end as bars close, and may be forgotten from the beginning. Their indices are those of the 1H
 * bars.
 */
export interface AnswerLog {
  /** Index of the oldest answer in memory; 0 until some are forgotten. */
  first(): number;
  /** Index of the newest answer, plus one. */
  length(): number;
  /** Null where a model has no answer yet, and where the answer was forgotten. */
  at(index: number): { probUp: Triple; regime: number } | null;
  /** A copy of the answers `from` … `to` (excluded) that are in memory. */
  slice(from: number, to: number): Answers;
  append(more: Answers): void;
  /** Replaces all answers by these, the oldest of them at index `first`. */
  restart(first: number, answers: Answers): void;
}

/** `oldest` is the index of the oldest of the answers. */
export function createAnswerLog(initial: Answers, oldest = 0): AnswerLog {
  let first = oldest;
  let held = initial.regime.length;
  let { prob_up, regime } = initial;

  /** Doubles the capacity, so that appending takes constant time on average. */
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
