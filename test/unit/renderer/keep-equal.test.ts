import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keepEqual } from '../../../renderer/keep-equal.ts';

describe('keeping what did not change', () => {
  it('keeps the whole when nothing changed', () => {
    const before = { a: [1, { b: 2 }], c: null };
    expect(keepEqual(before, structuredClone(before))).toBe(before);
  });

  it('keeps the parts beside a change', () => {
    const before = { a: { x: 1 }, b: { y: [1, 2] } };
    const after = keepEqual(before, { a: { x: 2 }, b: { y: [1, 2] } });
    expect(after).toEqual({ a: { x: 2 }, b: { y: [1, 2] } });
    expect(after.b).toBe(before.b);
    expect(after.a).not.toBe(before.a);
  });

  it('notices a key that went, came or holds undefined', () => {
    expect(keepEqual({ a: 1, b: 2 }, { a: 1 })).toEqual({ a: 1 });
    expect(keepEqual({ a: 1 }, { a: 1, b: undefined })).toHaveProperty('b');
    expect(keepEqual({ b: undefined }, { c: undefined })).toHaveProperty('c');
    expect(keepEqual([1, 2], [1, 2, 3])).toEqual([1, 2, 3]);
    expect(keepEqual({ 0: 1 }, [1])).toEqual([1]);
  });

  it('keeps a key named __proto__ a key', () => {
    const after = JSON.parse('{"__proto__": 0}');
    expect(keepEqual({}, after)).toEqual(after);
    expect(Object.keys(keepEqual({ a: 1 }, after))).toEqual(['__proto__']);
  });

  it('always gives what came', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (before, after) => {
        expect(keepEqual(before, structuredClone(after))).toEqual(after);
        expect(keepEqual(after, structuredClone(after))).toBe(after);
      }),
    );
  });
});
