import type { ReactNode } from 'react';

export interface FigureColumn<T> {
  readonly title: string;
  /** The title is for screen readers alone. */
  readonly untitled?: boolean;
  readonly hint?: string;
  readonly numeric?: boolean;
  /** Its cells name their rows. */
  readonly naming?: boolean;
  readonly className?: string;
  cell(row: T): ReactNode;
}

interface FigureTableProps<T> {
  readonly label: string;
  readonly className: string;
  readonly columns: readonly FigureColumn<T>[];
  readonly rows: readonly T[];
  keyOf(row: T): string | number;
  /** The row that stands out. */
  isActive?(row: T): boolean;
}

/** One row of figures per configuration. */
export function FigureTable<T>({ label, className, columns, rows, keyOf, isActive }: FigureTableProps<T>) {
  return (
    <table className={className} aria-label={label}>
      <thead>
        <tr>
          {columns.map(({ title, untitled, hint, numeric }) => (
            <th key={title} scope="col" className={numeric ? 'number' : undefined} title={hint}>
              {untitled ? <span className="hidden-text">{title}</span> : title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)} data-active={isActive?.(row) || undefined}>
            {columns.map((column) => (
              <Cell key={column.title} column={column} row={row} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell<T>({ column, row }: { column: FigureColumn<T>; row: T }) {
  const { naming, numeric, className } = column;
  if (naming) return <th scope="row">{column.cell(row)}</th>;
  return <td className={numeric ? 'number' : className}>{column.cell(row)}</td>;
}
