import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { picked, withNewest, withOlder } from '../../../../renderer/audit/audit-pages.ts';
import type { AuditEntry, AuditPage } from '../../../../shared/audit.ts';

describe('the shown part of the trail', () => {
  it('begins with the newest page', () => {
    expect(withNewest(null, pageOf(9, 7, 7))).toEqual(pageOf(9, 7, 7));
    expect(withNewest(pageOf(0, 1), pageOf(2, 1))).toEqual(pageOf(2, 1));
  });

  it('takes new entries on top and keeps what was paged in below', () => {
    const shown = withOlder(pageOf(9, 7, 7), pageOf(6, 4, 4));
    expect(idsOf(withNewest(shown, pageOf(11, 9, 9)))).toEqual([11, 10, 9, 8, 7, 6, 5, 4]);
    expect(withNewest(shown, pageOf(9, 7, 7))).toBe(shown);
  });

  it('begins anew where entries may lie between', () => {
    expect(withNewest(pageOf(9, 7, 7), pageOf(20, 18, 18))).toEqual(pageOf(20, 18, 18));
  });

  it('adds a page asked for twice only once', () => {
    const shown = withOlder(pageOf(9, 7, 7), pageOf(6, 4));
    expect(idsOf(withOlder(shown, pageOf(6, 4)))).toEqual([9, 8, 7, 6, 5, 4]);
    expect(shown.older).toBeNull();
  });

  it('never loses, doubles or disorders an entry while the trail grows and pages come', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 7 }),
        fc.array(fc.oneof(fc.constant('older' as const), fc.integer({ min: 0, max: 12 })), { maxLength: 30 }),
        (start, limit, steps) => {
          let newest = start;
          const ask = (below = newest + 1): AuditPage => {
            const last = Math.max(1, below - limit);
            return pageOf(below - 1, last, last > 1 ? last : null);
          };
          let shown = withNewest(null, ask());
          for (const step of steps) {
            if (step !== 'older') {
              newest += step;
              shown = withNewest(shown, ask());
            } else if (shown.older !== null) shown = withOlder(shown, ask(shown.older));
            const ids = idsOf(shown);
            expect(ids).toEqual(Array.from(ids, (_, index) => newest - index));
            expect(shown.older).toBe(ids.at(-1) === 1 ? null : ids.at(-1));
          }
        },
      ),
    );
  });

  it('keeps the two rows picked last', () => {
    expect(picked([], 3)).toEqual([3]);
    expect(picked([3, 5], 9)).toEqual([5, 9]);
    expect(picked([3, 5], 3)).toEqual([5]);
  });
});

function idsOf({ entries }: AuditPage): number[] {
  return entries.map(({ id }) => id);
}

/** Entries from `newest` down to `oldest`; none where that is no range. */
function pageOf(newest: number, oldest: number, older: number | null = null): AuditPage {
  const ids = Array.from({ length: Math.max(0, newest - oldest + 1) }, (_, index) => newest - index);
  return { entries: ids.map(entryOf), older, missing: [] };
}

function entryOf(id: number): AuditEntry {
  return {
    id,
    at: id,
    outcome: 'accepted',
    action: 'update',
    version: id,
    by: 'window',
    author: null,
    reason: null,
    changes: [],
    symbols: null,
    problem: null,
    receipt: null,
  };
}
