import { byText } from '../../shared/text-order.ts';

export type SortValue = number | string | null;

export interface Order {
  readonly column: string;
  readonly falling: boolean;
}

/** A copy in the order of a value; rows without one come last whatever the direction; equal ones stay as they were. */
export function inOrder<T>(
  rows: readonly T[],
  valueAt: (row: T) => SortValue,
  falling: boolean,
): readonly T[] {
  const sign = falling ? -1 : 1;
  return rows.toSorted((one, other) => {
    const [a, b] = [valueAt(one), valueAt(other)];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    if (typeof a === 'string' || typeof b === 'string') return sign * byText(String(a), String(b));
    return sign * (a - b);
  });
}

/** The order after a click on a column's title: rising, then falling, then as it was. */
export function nextOrder(order: Order | null, column: string): Order | null {
  if (order?.column !== column) return { column, falling: false };
  return order.falling ? null : { column, falling: true };
}

/** The row to go to from `from` (−1 where none is chosen) by a key; null for a key that does not move. */
export function rowAfterKey(key: string, from: number, rows: number, page: number): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: 1,
    j: 1,
    ArrowUp: -1,
    k: -1,
    PageDown: page,
    PageUp: -page,
    Home: -rows,
    End: rows,
  };
  const step = steps[key];
  if (step === undefined || rows === 0) return null;
  if (from < 0) return key === 'End' ? rows - 1 : 0;
  return Math.min(rows - 1, Math.max(0, from + step));
}
