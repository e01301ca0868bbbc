import type { ReactNode } from 'react';
import { type TableColumn, useWindowedRows, WindowedTable } from './windowed-table.tsx';

export interface LogColumn<T> extends TableColumn {
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

/** A log, its newest entry on top. */
export function LogTable<T>({ label, order = 'newest first', entries, columns, empty }: LogTableProps<T>) {
  const rows = useWindowedRows(entries.length);
  if (entries.length === 0) return empty;
  return (
    <WindowedTable
      label={label}
      place={`${label}, ${order}`}
      rows={rows}
      columns={columns}
      cell={(column, index) => column.cell(entries[entries.length - 1 - index] as T)}
      keyOf={(index) => index}
    />
  );
}
