import type { Result } from '../../../shared/result.ts';
import { success } from '../../../shared/result.ts';
import type { Database } from '../storage/database.ts';
import { inTransaction } from '../storage/transaction.ts';

/** Consecutive bars of the replay that closed while one version was in force. */
export interface VersionSpan {
  readonly dataset: string;
  /** Hash of the bundle in use. */
  readonly bundle: string;
  readonly version: number;
  /** Open times of the first and the last 1H bar, ms UTC. */
  readonly from: number;
  readonly to: number;
  readonly bars: number;
}

/** The version, data and bundle under which a bar closed. */
export interface UnderWhich {
  /** Identifies the loading of the bundle: another one starts another span. */
  readonly identity: unknown;
  readonly bundle: string;
  /** Null while a preview is in force. */
  readonly version: number | null;
}

/** Which version was in force on which bars, kept in the desk's database. */
export interface VersionLog {
  /** Call it when a dataset has reached bar `index`, which opens at `time`. `under` is null without predictions. */
  arrived(dataset: string, index: number, time: number, under: UnderWhich | null): void;
  /** The spans of one dataset or of all, newest first, including those not written yet. */
  spans(limit: number, dataset?: string): Promise<readonly VersionSpan[]>;
  /** Writes the spans since the last save. Those that cannot be written are kept for the next one. */
  save(): Promise<Result<null>>;
}

interface OpenSpan {
  readonly id: number;
  readonly span: VersionSpan;
}

interface VersionPlace {
  readonly identity: unknown;
  readonly index: number;
  readonly open: OpenSpan | null;
}

/** Limit of stored spans; the oldest are deleted first. */
export const mostSpans = 2000;

const rowsPerInsert = 200;

/**
 * Only a step forward to the next bar counts: that bar closes under the version then in force. A span ends with its
 * version, a jump of the replay, or a change of data.
 */
export async function openVersionLog(database: Database): Promise<VersionLog> {
  let lastId = await database.work(async (connection) => {
    await connection.run(`CREATE TABLE IF NOT EXISTS version_spans (
    id BIGINT PRIMARY KEY, dataset VARCHAR NOT NULL, bundle VARCHAR NOT NULL, version INTEGER NOT NULL,
    first_bar DOUBLE NOT NULL, last_bar DOUBLE NOT NULL, bars INTEGER NOT NULL)`);
    const newest = await connection.runAndReadAll('SELECT coalesce(max(id), 0) FROM version_spans');
    return Number(newest.getRows()[0][0]);
  });
  /** The position of each dataset, and the span that it extends. */
  const places = new Map<string, VersionPlace>();
  /** Spans that have started or grown since the last save, by id; open ones may still grow. */
  let unsaved = new Map<number, VersionSpan>();
  let saving: Promise<Result<null>> = Promise.resolve(success(null));

  /** The span that ends with the bar at `time`. */
  function extended(
    open: OpenSpan | null,
    dataset: string,
    time: number,
    { bundle, version }: UnderWhich,
  ): OpenSpan | null {
    if (version === null) return null;
    if (open?.span.version === version)
      return { id: open.id, span: { ...open.span, to: time, bars: open.span.bars + 1 } };
    lastId += 1;
    return { id: lastId, span: { dataset, bundle, version, from: time, to: time, bars: 1 } };
  }

  async function save(): Promise<Result<null>> {
    if (unsaved.size === 0) return success(null);
    const going = unsaved;
    unsaved = new Map();
    const written = await inTransaction(database, undefined, async (connection) => {
      const rows = [...going];
      for (let first = 0; first < rows.length; first += rowsPerInsert) {
        const some = rows.slice(first, first + rowsPerInsert);
        const values = some.flatMap(([id, span]) => [BigInt(id), ...cellsOf(span)]);
        const places = some.map(() => '(?, ?, ?, ?, ?, ?, ?)').join(', ');
        await connection.run(`INSERT OR REPLACE INTO version_spans VALUES ${places}`, values);
      }
      await connection.run('DELETE FROM version_spans WHERE id <= ?', [BigInt(lastId - mostSpans)]);
      return success(null);
    });
    if (!written.ok) unsaved = new Map([...going, ...unsaved].slice(-mostSpans));
    return written;
  }

  function saveInTurn(): Promise<Result<null>> {
    saving = saving.then(save, save);
    return saving;
  }

  return {
    arrived(dataset, index, time, under) {
      if (!under) {
        places.delete(dataset);
        return;
      }
      const at = places.get(dataset);
      const passed = at && at.identity === under.identity ? index - at.index : null;
      const before = at?.open ?? null;
      const open = passed === 1 ? extended(before, dataset, time, under) : passed === 0 ? before : null;
      if (open && open !== before) unsaved.set(open.id, open.span);
      places.set(dataset, { identity: under.identity, index, open });
    },
    async spans(limit, dataset) {
      // Spans that could not be written replace their stored state.
      await saveInTurn();
      const found = await database.read((connection) =>
        connection.runAndReadAll(
          `SELECT id, dataset, bundle, version, first_bar, last_bar, bars FROM version_spans
           WHERE coalesce(dataset = $dataset, true) ORDER BY id DESC LIMIT ${Math.trunc(limit)}`,
          { dataset: dataset ?? null },
        ),
      );
      const rows = new Map(found.getRowObjects().map((row) => [Number(row.id), spanOf(row)]));
      for (const [id, span] of unsaved)
        if (dataset === undefined || span.dataset === dataset) rows.set(id, span);
      return [...rows]
        .sort(([a], [b]) => b - a)
        .slice(0, limit)
        .map(([, span]) => span);
    },
    save: saveInTurn,
  };
}

function cellsOf({ dataset, bundle, version, from, to, bars }: VersionSpan): (string | number)[] {
  return [dataset, bundle, version, from, to, bars];
}

function spanOf(row: Record<string, unknown>): VersionSpan {
  return {
    dataset: String(row.dataset),
    bundle: String(row.bundle),
    version: Number(row.version),
    from: Number(row.first_bar),
    to: Number(row.last_bar),
    bars: Number(row.bars),
  };
}
