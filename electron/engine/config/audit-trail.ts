import type { DuckDBConnection } from '@duckdb/node-api';
import type {
  AuditEntry,
  AuditFilter,
  AuditPage,
  VersionRange,
  VersionValues,
} from '../../../shared/audit.ts';
import type { Change } from '../../../shared/config.ts';
import { type Result, success } from '../../../shared/result.ts';
import type { Database } from '../storage/database.ts';
import { inTransaction } from '../storage/transaction.ts';
import { readGaps, takeNewGaps } from './audit-gaps.ts';
import { completed } from './layer-problems.ts';
import type { HeldConfig } from './saved-layers.ts';

/** An entry on its way into the trail, which gives it its id. */
export interface NewAuditEntry extends Omit<AuditEntry, 'id'> {
  /** What was in force afterwards, and what was stored; null for a refusal. */
  readonly state: HeldConfig | null;
}

/** A version on record, with what was saved by it. */
export type RecordedConfig = VersionValues & HeldConfig;

/** Every change of the configuration and every refused attempt, append-only, in the desk's database. */
export interface AuditTrail {
  /** Adds entries in their order, all or none. */
  append(entries: readonly NewAuditEntry[]): Promise<Result<null>>;
  /** Newest first, those with an id below `below`. */
  page(query: { filter: AuditFilter; below?: number; limit: number }): Promise<AuditPage>;
  /** The exact values of a version; null where the trail does not know it. */
  version(version: number): Promise<RecordedConfig | null>;
  /** The newest version that is not newer than this one; null where there is none. */
  versionUpTo(version: number): Promise<RecordedConfig | null>;
  /** The newest version of the trail; null when it is empty. */
  newest(): Promise<RecordedConfig | null>;
  /** Versions without an entry that nobody was told of yet; `now` in ms since the epoch. */
  takeNewGaps(now: number): Promise<readonly VersionRange[]>;
}

export async function openAuditTrail(database: Database): Promise<AuditTrail> {
  let gaps: readonly VersionRange[] = [];
  let lastId = await database.work(async (connection) => {
    const newest = await connection.runAndReadAll('SELECT coalesce(max(id), 0) FROM audit');
    return Number(newest.getRows()[0][0]);
  });

  function read(sql: string) {
    return database.read((connection) => connection.runAndReadAll(sql));
  }

  async function insert(
    connection: DuckDBConnection,
    entries: readonly NewAuditEntry[],
  ): Promise<Result<null>> {
    // Binding the values of an INSERT one by one takes eight times as long.
    const appender = await connection.createAppender('audit');
    for (const [i, entry] of entries.entries()) {
      appender.appendBigInt(BigInt(lastId + 1 + i));
      appender.appendDouble(entry.at);
      appender.appendVarchar(entry.outcome);
      appender.appendVarchar(entry.action);
      appender.appendInteger(entry.version);
      appender.appendVarchar(entry.by);
      for (const text of [
        entry.author,
        entry.reason,
        JSON.stringify(entry.changes),
        entry.problem,
        entry.receipt && JSON.stringify(entry.receipt),
        entry.state && JSON.stringify(entry.state.values),
        entry.state && JSON.stringify(entry.state.stored),
      ]) {
        if (text === null) appender.appendNull();
        else appender.appendVarchar(text);
      }
      appender.appendVarchar(searchText(entry));
      for (const symbols of [entry.symbols, entry.state?.symbols ?? null]) {
        if (symbols === null) appender.appendNull();
        else appender.appendVarchar(JSON.stringify(symbols));
      }
      appender.endRow();
    }
    appender.closeSync();
    return success(null);
  }

  async function append(entries: readonly NewAuditEntry[]): Promise<Result<null>> {
    if (entries.length === 0) return success(null);
    const written = await inTransaction(database, undefined, (connection) => insert(connection, entries));
    if (written.ok) lastId += entries.length;
    return written;
  }

  async function page({
    filter,
    below,
    limit,
  }: {
    filter: AuditFilter;
    below?: number;
    limit: number;
  }): Promise<AuditPage> {
    const { where, values } = conditions(filter, below);
    return database.read(async (connection) => {
      const found = await connection.runAndReadAll(
        `SELECT id, made_at, outcome, action, version, source, author, reason, changes, problem, receipt, touched FROM audit
         ${where} ORDER BY id DESC LIMIT ${limit + 1}`,
        values,
      );
      const entries = found.getRowObjects().map(entryOf);
      const shown = entries.slice(0, limit);
      return {
        entries: shown,
        older: entries.length > limit ? shown[shown.length - 1].id : null,
        missing: gaps,
      };
    });
  }

  async function state(condition: string): Promise<RecordedConfig | null> {
    const found = await read(
      `SELECT version, made_at, config, stored, stored_symbols FROM audit WHERE outcome = 'accepted' ${condition} ORDER BY id DESC LIMIT 1`,
    );
    const row = found.getRowObjects()[0];
    if (!row) return null;
    return {
      version: Number(row.version),
      at: Number(row.made_at),
      values: completed(JSON.parse(String(row.config))),
      stored: JSON.parse(String(row.stored)),
      symbols: row.stored_symbols === null ? {} : JSON.parse(String(row.stored_symbols)),
    };
  }

  return {
    append,
    page,
    version: (version) => state(`AND version = ${Math.trunc(version)}`),
    versionUpTo: (version) => state(`AND version <= ${Math.trunc(version)}`),
    newest: () => state(''),
    takeNewGaps: (now) =>
      database.work(async (connection) => {
        gaps = await readGaps(connection);
        return takeNewGaps(connection, now);
      }),
  };
}

/** Where a text is looked for: keys, symbols, reason, author and problem, in lower case. */
function searchText({ changes, symbols, reason, author, problem }: NewAuditEntry): string {
  const keys = changes.map(({ category, key }) => `${category}.${key}`);
  return [...keys, ...(symbols ?? []), reason, author, problem]
    .filter((part) => part !== null)
    .join('\n')
    .toLowerCase();
}

function conditions(
  filter: AuditFilter,
  below: number | undefined,
): { where: string; values: (string | number | bigint)[] } {
  const parts: string[] = [];
  const values: (string | number | bigint)[] = [];
  const add = (condition: string, ...given: (string | number | bigint)[]) => {
    parts.push(condition);
    values.push(...given);
  };
  if (below !== undefined) add('id < ?', BigInt(Math.trunc(below)));
  if (filter.outcome) add('outcome = ?', filter.outcome);
  if (filter.by) add('source = ?', filter.by);
  if (filter.action) add('action = ?', filter.action);
  if (filter.category) add('contains(changes, ?)', `{"category":"${filter.category}"`);
  if (filter.symbol) add('contains(touched, ?)', JSON.stringify(filter.symbol));
  if (filter.from !== undefined) add('made_at >= ?', filter.from);
  if (filter.to !== undefined) add('made_at <= ?', filter.to);
  if (filter.text) add('contains(search, ?)', filter.text.toLowerCase());
  return { where: parts.length > 0 ? `WHERE ${parts.join(' AND ')}` : '', values };
}

function entryOf(row: Record<string, unknown>): AuditEntry {
  return {
    id: Number(row.id),
    at: Number(row.made_at),
    outcome: row.outcome as AuditEntry['outcome'],
    action: row.action as AuditEntry['action'],
    version: Number(row.version),
    by: row.source as AuditEntry['by'],
    author: row.author as string | null,
    reason: row.reason as string | null,
    changes: changesOf(String(row.changes)),
    symbols: row.touched === null ? null : JSON.parse(String(row.touched)),
    problem: row.problem as string | null,
    receipt: row.receipt === null ? null : JSON.parse(String(row.receipt)),
  };
}

/** Before values could be saved for a symbol, every change was for all. */
function changesOf(text: string): Change[] {
  return JSON.parse(text).map((change: Change) => ({ ...change, symbol: change.symbol ?? null }));
}
