import { describe, expect, test } from 'vitest';
import { inOrder, nextOrder, rowAfterKey } from '../../../../renderer/ui/row-order.ts';

describe('rows in order', () => {
  const rows = [{ n: 2 }, { n: null }, { n: -1 }, { n: 2 }];

  test('rise or fall by a value, those without one last either way', () => {
    expect(inOrder(rows, ({ n }) => n, false).map(({ n }) => n)).toEqual([-1, 2, 2, null]);
    expect(inOrder(rows, ({ n }) => n, true).map(({ n }) => n)).toEqual([2, 2, -1, null]);
  });

  test('keep the order of equal ones and leave the list itself alone', () => {
    const before = [...rows];
    const falling = inOrder(rows, ({ n }) => n, true);
    expect(falling[0]).toBe(rows[0]);
    expect(falling[1]).toBe(rows[3]);
    expect(rows).toEqual(before);
  });

  test('go by clicks on a title: rising, falling, as they came', () => {
    const rising = nextOrder(null, 'pips');
    expect(rising).toEqual({ column: 'pips', falling: false });
    const falling = nextOrder(rising, 'pips');
    expect(falling).toEqual({ column: 'pips', falling: true });
    expect(nextOrder(falling, 'pips')).toBeNull();
    expect(nextOrder(falling, 'side')).toEqual({ column: 'side', falling: false });
  });
});

describe('walking through rows', () => {
  test.each([
    ['ArrowDown', 3, 4],
    ['j', 3, 4],
    ['ArrowUp', 3, 2],
    ['k', 0, 0],
    ['j', 9, 9],
    ['PageDown', 3, 8],
    ['PageUp', 3, 0],
    ['Home', 7, 0],
    ['End', 2, 9],
    ['ArrowDown', -1, 0],
    ['End', -1, 9],
  ])('%s from %i goes to %i', (key, from, to) => {
    expect(rowAfterKey(key, from, 10, 5)).toBe(to);
  });

  test('other keys and an empty list move nowhere', () => {
    expect(rowAfterKey('x', 3, 10, 5)).toBeNull();
    expect(rowAfterKey('j', -1, 0, 5)).toBeNull();
  });
});
