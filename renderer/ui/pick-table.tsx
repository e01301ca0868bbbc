import type { KeyboardEvent, ReactNode } from 'react';
import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import './log-table.css';
import './pick-table.css';
import type { Order, SortValue } from './row-order.ts';
import { inOrder, nextOrder, rowAfterKey } from './row-order.ts';

export interface PickColumn<T> {
  readonly id: string;
  readonly title: string;
  /** A CSS grid track. */
  readonly width: string;
  readonly numeric?: boolean;
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

const rowHeight = 23;

/**
 * Rows to walk through: click one, or arrows, j and k, Page, Home and End; Enter chooses the one in focus. Sorted by a click on a title. Only the rows in sight are built.
 */
export function PickTable<T>({ label, rows, columns, keyOf, picked, onPick }: PickTableProps<T>) {
  const host = useRef<HTMLElement>(null);
  const focusPicked = useRef(false);
  const [sight, setSight] = useState({ top: 0, height: 0 });
  const [order, setOrder] = useState<Order | null>(null);
  const sorted = useMemo(() => {
    const column = columns.find((each) => each.id === order?.column);
    return column && order ? inOrder(rows, column.sortBy, order.falling) : rows;
  }, [rows, columns, order]);
  const at = picked === null ? -1 : sorted.findIndex((row) => keyOf(row) === picked);

  useLayoutEffect(() => {
    const element = host.current;
    if (!element) return;
    const look = () => setSight({ top: element.scrollTop, height: element.clientHeight });
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, []);

  // A row that was walked to is there only once the list has scrolled to it.
  useLayoutEffect(() => {
    const button = focusPicked.current && host.current?.querySelector<HTMLElement>(`[data-row="${at}"]`);
    if (!button) return;
    focusPicked.current = false;
    button.focus({ preventScroll: true });
  });

  function go(index: number) {
    const row = sorted[index];
    const element = host.current;
    if (row === undefined || !element) return;
    // The head takes the first row's height of what is in sight.
    const [top, room] = [index * rowHeight, element.clientHeight - 2 * rowHeight];
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top > element.scrollTop + room) element.scrollTop = top - room;
    onPick(keyOf(row));
  }

  function onKeyDown(event: KeyboardEvent, from: number) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor(sight.height / rowHeight) - 2);
    const next = rowAfterKey(event.key, from, sorted.length, page);
    if (next === null) return;
    event.preventDefault();
    focusPicked.current = true;
    go(next);
  }

  const first = Math.max(0, Math.floor(sight.top / rowHeight) - 2);
  const shown = sorted.slice(first, first + Math.ceil(sight.height / rowHeight) + 4);
  const after = Math.max(0, sorted.length - first - shown.length);
  // One row can be reached with Tab: the chosen one, or the first in sight.
  const reachable = at >= first && at < first + shown.length ? at : Math.ceil(sight.top / rowHeight);
  const template = { gridTemplateColumns: columns.map((column) => column.width).join(' ') };
  return (
    <section className="log pick" ref={host} tabIndex={-1} aria-label={`${label}, list`}>
      <table aria-label={label} aria-rowcount={sorted.length + 1}>
        <thead>
          <tr className="log-row" style={template}>
            {columns.map((column) => (
              <Title
                key={column.id}
                column={column}
                order={order}
                onSort={() => setOrder(nextOrder(order, column.id))}
              />
            ))}
          </tr>
        </thead>
        <tbody style={{ paddingTop: first * rowHeight, paddingBottom: after * rowHeight }}>
          {shown.map((row, i) => (
            <tr
              key={keyOf(row)}
              aria-rowindex={first + i + 2}
              data-picked={first + i === at || undefined}
              className="log-row"
              style={template}
            >
              {columns.map((column, place) => (
                <td key={column.id} className={column.numeric ? 'number' : undefined}>
                  {place > 0 ? (
                    column.cell(row)
                  ) : (
                    <button
                      type="button"
                      className="pick-row"
                      data-row={first + i}
                      tabIndex={first + i === reachable ? 0 : -1}
                      aria-pressed={first + i === at}
                      onClick={() => go(first + i)}
                      onKeyDown={(event) => onKeyDown(event, first + i)}
                    >
                      {column.cell(row)}
                    </button>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface TitleProps<T> {
  readonly column: PickColumn<T>;
  readonly order: Order | null;
  onSort(): void;
}

function Title<T>({ column, order, onSort }: TitleProps<T>) {
  const sorted = order?.column === column.id ? (order.falling ? 'descending' : 'ascending') : undefined;
  return (
    <th scope="col" aria-sort={sorted} className={column.numeric ? 'number' : undefined}>
      <button type="button" className="pick-title" title={`Sort by ${column.title}`} onClick={onSort}>
        {column.title}
        {sorted && <span aria-hidden="true">{sorted === 'descending' ? ' ▾' : ' ▴'}</span>}
      </button>
    </th>
  );
}
