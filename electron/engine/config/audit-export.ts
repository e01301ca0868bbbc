import type { AuditEntry, AuditFilter } from '../../../shared/audit.ts';
import { failure, type Result, success } from '../../../shared/result.ts';
import { csvRow } from '../text/csv.ts';
import { writeWhole } from '../text/whole-file.ts';
import type { AuditTrail } from './audit-trail.ts';

const pageSize = 5000;

/**
 * Writes the entries that a filter finds, newest first, to a `.csv` or `.json` file. The file is complete or
 * not there.
 */
export async function exportAudit(
  trail: AuditTrail,
  filter: AuditFilter,
  path: string,
): Promise<Result<{ entries: number }>> {
  const format = path.toLowerCase().endsWith('.csv')
    ? csv
    : path.toLowerCase().endsWith('.json')
      ? json
      : null;
  if (!format) return failure('invalid', 'The file’s name must end with .csv or .json.');
  const counted = { entries: 0 };
  const written = await writeWhole(path, lines(trail, filter, format, counted));
  return written.ok ? success(counted) : written;
}

/** The same as text, a page of entries at a time, for who writes it elsewhere. */
export function auditText(
  trail: AuditTrail,
  filter: AuditFilter,
  format: 'csv' | 'json',
): AsyncGenerator<string> {
  return lines(trail, filter, { csv, json }[format], { entries: 0 });
}

async function* lines(
  trail: AuditTrail,
  filter: AuditFilter,
  format: Format,
  counted: { entries: number },
): AsyncGenerator<string> {
  yield format.head;
  let below: number | undefined;
  do {
    const page = await trail.page({ filter, below, limit: pageSize });
    yield page.entries.map((entry, i) => format.line(entry, counted.entries + i === 0)).join('');
    counted.entries += page.entries.length;
    below = page.older ?? undefined;
  } while (below !== undefined);
  yield format.foot;
}

interface Format {
  readonly head: string;
  readonly foot: string;
  line(entry: AuditEntry, first: boolean): string;
}

const json: Format = {
  head: '[\n',
  foot: '\n]\n',
  line: (entry, first) => `${first ? '' : ',\n'}${JSON.stringify(entry)}`,
};

/** One row per changed value; a change or refusal without any has one row. */
const csv: Format = {
  head: 'id,time_utc,outcome,action,version,by,author,reason,parameter,old,new,problem,delivered,total\r\n',
  foot: '',
  line: (entry) =>
    (entry.changes.length === 0 ? [null] : entry.changes).map((change) => rowOf(entry, change)).join(''),
};

function rowOf(entry: AuditEntry, change: AuditEntry['changes'][number] | null): string {
  const cells = [
    entry.id,
    new Date(entry.at).toISOString(),
    entry.outcome,
    entry.action,
    entry.version,
    entry.by,
    entry.author,
    entry.reason,
    change && `${change.category}.${change.key}`,
    change?.old,
    change?.new,
    entry.problem,
    entry.receipt?.delivered,
    entry.receipt?.total,
  ];
  return csvRow(cells);
}
