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

/** Answers that grow at the end as bars close. */
export interface AnswerLog {
  length(): number;
  /** Null where one of the models could not say yet. */
  at(index: number): { probUp: Triple; regime: number } | null;
  /** A copy of answers `from` … `to` (excluded). */
  slice(from: number, to: number): Answers;
  append(more: Answers): void;
}

export function createAnswerLog(initial: Answers): AnswerLog {
  let length = initial.regime.length;
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
    length: () => length,
    at(index) {
      if (index < 0 || index >= length) return null;
      const probUp: Triple = [prob_up[0][index], prob_up[1][index], prob_up[2][index]];
      return Number.isNaN(probUp[0] + probUp[1] + probUp[2]) ? null : { probUp, regime: regime[index] };
    },
    slice(from, to) {
      const end = Math.min(to, length);
      return {
        prob_up: [prob_up[0].slice(from, end), prob_up[1].slice(from, end), prob_up[2].slice(from, end)],
        regime: regime.slice(from, end),
      };
    },
    append(more) {
      reserve(length + more.regime.length);
      for (let i = 0; i < 3; i += 1) prob_up[i].set(more.prob_up[i], length);
      regime.set(more.regime, length);
      length += more.regime.length;
    },
  };
}
