import type { KeyboardEvent, ReactNode } from 'react';
import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import './pick-table.css';
import type { Order, SortValue } from './row-order.ts';
import { inOrder, nextOrder, rowAfterKey } from './row-order.ts';
import { type TableColumn, useWindowedRows, WindowedTable } from './windowed-table.tsx';

export interface PickColumn<T> extends TableColumn {
  readonly id: string;
  cell(row: T): ReactNode;
  sortBy(row: T): SortValue;
}

interface PickTableProps<T> {
  readonly label: string;
  readonly rows: readonly T[];
  readonly columns: readonly PickColumn<T>[];
  /** Tells the rows apart. */
  keyOf(row: T): number;
  readonly picked: number | null;
  onPick(key: number): void;
}

/**
 * Rows to walk through: click one, or arrows, j and k, Page, Home and End; Enter chooses the one in focus. Sorted by a
 * click on a title.
 */
export function PickTable<T>({ label, rows, columns, keyOf, picked, onPick }: PickTableProps<T>) {
  const focusPicked = useRef(false);
  const [order, setOrder] = useState<Order | null>(null);
  const sorted = useMemo(() => {
    const column = columns.find((each) => each.id === order?.column);
    return column && order ? inOrder(rows, column.sortBy, order.falling) : rows;
  }, [rows, columns, order]);
  const windowed = useWindowedRows(sorted.length);
  const at = picked === null ? -1 : sorted.findIndex((row) => keyOf(row) === picked);

  // A row that was walked to is there only once the list has scrolled to it.
  useLayoutEffect(() => {
    const host = windowed.host.current;
    const button = focusPicked.current && host?.querySelector<HTMLElement>(`[data-row="${at}"]`);
    if (!button) return;
    focusPicked.current = false;
    button.focus({ preventScroll: true });
  });

  function go(index: number) {
    const row = sorted[index];
    if (row === undefined) return;
    windowed.reveal(index);
    onPick(keyOf(row));
  }

  function onKeyDown(event: KeyboardEvent, from: number) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = rowAfterKey(event.key, from, sorted.length, windowed.page);
    if (next === null) return;
    event.preventDefault();
    focusPicked.current = true;
    go(next);
  }

  // One row can be reached with Tab: the chosen one, or the first in sight.
  const reachable = at >= windowed.first && at < windowed.end ? at : windowed.top;
  return (
    <WindowedTable
      label={label}
      place={`${label}, list`}
      className="pick"
      rows={windowed}
      columns={columns}
      picked={at}
      keyOf={(index) => keyOf(sorted[index] as T)}
      title={(column) => {
        const sign = order?.column === column.id ? (order.falling ? 'descending' : 'ascending') : undefined;
        return {
          sorted: sign,
          inside: (
            <button
              type="button"
              className="pick-title"
              title={`Sort by ${column.title}`}
              onClick={() => setOrder(nextOrder(order, column.id))}
            >
              {column.title}
              {sign && <span aria-hidden="true">{sign === 'descending' ? ' ▾' : ' ▴'}</span>}
            </button>
          ),
        };
      }}
      cell={(column, index, place) => {
        const content = column.cell(sorted[index] as T);
        if (place > 0) return content;
        return (
          <button
            type="button"
            className="pick-row"
            data-row={index}
            tabIndex={index === reachable ? 0 : -1}
            aria-pressed={index === at}
            onClick={() => go(index)}
            onKeyDown={(event) => onKeyDown(event, index)}
          >
            {content}
          </button>
        );
      }}
    />
  );
}
