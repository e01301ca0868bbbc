import type { ReactNode } from 'react';
import { useLayoutEffect, useRef, useState } from 'react';
import './log-table.css';

export interface LogColumn<T> {
  readonly title: string;
  /** A CSS grid track, e.g. "80px" or "1fr". */
  readonly width: string;
  readonly numeric?: boolean;
  /** Its text may be of any length and is cut where it does not fit. */
  readonly cut?: boolean;
  cell(entry: T): ReactNode;
}

interface LogTableProps<T> {
  readonly label: string;
  /** How the rows are ordered, for screen readers, where that is not newest first. */
  readonly order?: string;
  /** Oldest first; shown newest first. */
  readonly entries: readonly T[];
  readonly columns: readonly LogColumn<T>[];
  /** What is shown while there are no entries. */
  readonly empty: ReactNode;
}

const rowHeight = 23;

/** A log of which only the rows in sight are built, so that hundreds of new ones a second cost nothing. */
export function LogTable<T>({ label, order = 'newest first', entries, columns, empty }: LogTableProps<T>) {
  const host = useRef<HTMLDivElement>(null);
  const [sight, setSight] = useState({ top: 0, height: 0 });
  const filled = entries.length > 0;

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

  if (!filled) return empty;
  const first = Math.max(0, Math.floor(sight.top / rowHeight) - 2);
  const shown = Math.ceil(sight.height / rowHeight) + 4;
  const newestFirst = Array.from(
    { length: Math.max(0, Math.min(shown, entries.length - first)) },
    (_, index) => ({ row: first + index, entry: entries[entries.length - 1 - first - index] as T }),
  );
  const after = Math.max(0, entries.length - first - newestFirst.length);
  const template = { gridTemplateColumns: columns.map((column) => column.width).join(' ') };
  return (
    <section className="log" aria-label={`${label}, ${order}`} ref={host} tabIndex={-1}>
      <table aria-label={label} aria-rowcount={entries.length + 1}>
        <thead>
          <tr className="log-row" style={template}>
            {columns.map((column) => (
              <th key={column.title} scope="col" className={classOf(column)}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody style={{ paddingTop: first * rowHeight, paddingBottom: after * rowHeight }}>
          {newestFirst.map(({ row, entry }) => (
            <tr key={row} aria-rowindex={row + 2} className="log-row" style={template}>
              {columns.map((column) => (
                <td key={column.title} className={classOf(column)}>
                  {column.cell(entry)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function classOf({ numeric, cut }: LogColumn<never>): string | undefined {
  return numeric ? 'number' : cut ? 'log-cut' : undefined;
}
