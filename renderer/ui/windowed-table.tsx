import type { ReactNode, RefObject } from 'react';
import { useLayoutEffect, useRef, useState } from 'react';
import './windowed-table.css';

const rowHeight = 23;

export interface TableColumn {
  readonly id?: string;
  readonly title: string;
  /** A CSS grid track, e.g. "80px" or "1fr". */
  readonly width: string;
  readonly numeric?: boolean;
  /** Its text may be of any length and is cut where it does not fit. */
  readonly cut?: boolean;
}

/** Which of `count` rows are in sight. */
interface WindowedRows {
  readonly host: RefObject<HTMLElement | null>;
  readonly count: number;
  /** Indexes of the rows to build; `end` is excluded. */
  readonly first: number;
  readonly end: number;
  /** The first row that is wholly in sight, and how many a page has. */
  readonly top: number;
  readonly page: number;
  /** Scrolls as little as brings a row into sight. */
  reveal(index: number): void;
}

export function useWindowedRows(count: number): WindowedRows {
  const host = useRef<HTMLElement>(null);
  const [sight, setSight] = useState({ top: 0, height: 0 });
  const filled = count > 0;

  useLayoutEffect(() => {
    const element = host.current;
    if (!element || !filled) return;
    const look = () => setSight({ top: element.scrollTop, height: element.clientHeight });
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [filled]);

  const first = Math.max(0, Math.min(Math.floor(sight.top / rowHeight) - 2, count));
  return {
    host,
    count,
    first,
    end: Math.min(count, first + Math.ceil(sight.height / rowHeight) + 4),
    top: Math.ceil(sight.top / rowHeight),
    page: Math.max(1, Math.floor(sight.height / rowHeight) - 2),
    reveal(index) {
      const element = host.current;
      if (!element) return;
      // The head takes the first row's height of what is in sight.
      const [top, room] = [index * rowHeight, element.clientHeight - 2 * rowHeight];
      if (top < element.scrollTop) element.scrollTop = top;
      else if (top > element.scrollTop + room) element.scrollTop = top - room;
    },
  };
}

interface WindowedTableProps<C extends TableColumn> {
  readonly label: string;
  /** The place around it, for screen readers. */
  readonly place: string;
  readonly className?: string;
  readonly rows: WindowedRows;
  readonly columns: readonly C[];
  /** The inside of a column's head, and how the rows are ordered by it. */
  title?(column: C): { readonly inside: ReactNode; readonly sorted?: 'ascending' | 'descending' | undefined };
  cell(column: C, index: number, place: number): ReactNode;
  keyOf(index: number): number;
  readonly picked?: number;
}

/** A table of which only the rows in sight are built, so that hundreds of new ones a second cost nothing. */
export function WindowedTable<C extends TableColumn>(props: WindowedTableProps<C>) {
  const { label, place, className = '', rows, columns, title, cell, keyOf, picked } = props;
  const { host, count, first, end } = rows;
  const template = { gridTemplateColumns: columns.map((column) => column.width).join(' ') };
  const indexes = Array.from({ length: end - first }, (_, i) => first + i);
  return (
    <section className={`log ${className}`} aria-label={place} ref={host} tabIndex={-1}>
      <table aria-label={label} aria-rowcount={count + 1}>
        <thead>
          <tr className="log-row" style={template}>
            {columns.map((column) => {
              const { inside, sorted } = title?.(column) ?? { inside: column.title };
              return (
                <th key={keyOfColumn(column)} scope="col" aria-sort={sorted} className={classOf(column)}>
                  {inside}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody style={{ paddingTop: first * rowHeight, paddingBottom: (count - end) * rowHeight }}>
          {indexes.map((index) => (
            <tr
              key={keyOf(index)}
              aria-rowindex={index + 2}
              data-picked={index === picked || undefined}
              className="log-row"
              style={template}
            >
              {columns.map((column, at) => (
                <td key={keyOfColumn(column)} className={classOf(column)}>
                  {cell(column, index, at)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function keyOfColumn({ id, title }: TableColumn): string {
  return id ?? title;
}

function classOf({ numeric, cut }: TableColumn): string | undefined {
  return numeric ? 'number' : cut ? 'log-cut' : undefined;
}
