import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstIndex } from '../../../shared/first-index.ts';

describe('the binary search', () => {
  it('finds the same index as a linear search', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -5, max: 5 })),
        fc.integer({ min: -6, max: 6 }),
        (list, wanted) => {
          const sorted = list.sort((a, b) => a - b);
          const found = sorted.findIndex((value) => value >= wanted);
          expect(firstIndex(sorted.length, (index) => (sorted[index] ?? 0) >= wanted)).toBe(
            found === -1 ? sorted.length : found,
          );
        },
      ),
    );
  });
});
