import { createRandom } from '../../../electron/engine/random.ts';

/** Choices that a seed decides. */
export interface Chance {
  /** A whole number from 0 to below `end`. */
  below(end: number): number;
  between(low: number, high: number): number;
  /** True in `share` of all cases. */
  is(share: number): boolean;
  pick<T>(list: readonly T[]): T;
  shuffled<T>(list: readonly T[]): T[];
}

export function createChance(seed: number): Chance {
  const random = createRandom(seed);
  const below = (end: number) => random.int(end);
  return {
    below,
    between: (low, high) => low + below(high - low + 1),
    is: (share) => random.next() < share,
    pick: (list) => list[below(list.length)],
    shuffled(list) {
      const left = [...list];
      return Array.from({ length: left.length }, () => left.splice(below(left.length), 1)[0]);
    },
  };
}
