import type { Result } from '../../../shared/result.ts';
import { success } from '../../../shared/result.ts';
import type { Database } from '../storage/database.ts';
import { inTransaction } from '../storage/transaction.ts';

/** Bars of the replay that closed one after another while a version was in force. */
export interface VersionSpan {
  readonly dataset: string;
  /** Hash of the bundle that answered. */
  readonly bundle: string;
  readonly version: number;
  /** Open times of the first and the last 1H bar, ms UTC. */
  readonly from: number;
  readonly to: number;
  readonly bars: number;
}

/** What a bar closed under. */
export interface UnderWhich {
  /** The loading of the bundle: another one begins another span. */
  readonly identity: unknown;
  readonly bundle: string;
  /** Null while a preview hides it. */
  readonly version: number | null;
}

/** Which version was in force on which bars, kept in the desk's database. */
export interface VersionLog {
  /** The replay of a dataset has arrived at bar `index`, open at `time`; null while no model answers. */
  arrived(dataset: string, index: number, time: number, under: UnderWhich | null): void;
  /** Newest first, those not written yet included; of one dataset, or of all. */
  spans(limit: number, dataset?: string): Promise<readonly VersionSpan[]>;
  /** Writes what has come since the last time. What the disk refuses is kept for the next time. */
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

/** Spans that are kept; the oldest go first. */
export const mostSpans = 2000;

const rowsPerInsert = 200;

/**
 * Only a step forward counts: by it, and not by a jump, the bar arrived at closes under the version then in
 * force. A span ends with its version, a jump, or other data.
 */
export async function openVersionLog(database: Database): Promise<VersionLog> {
  let lastId = await database.work(async (connection) => {
    await connection.run(`CREATE TABLE IF NOT EXISTS version_spans (
    id BIGINT PRIMARY KEY, dataset VARCHAR NOT NULL, bundle VARCHAR NOT NULL, version INTEGER NOT NULL,
    first_bar DOUBLE NOT NULL, last_bar DOUBLE NOT NULL, bars INTEGER NOT NULL)`);
    const newest = await connection.runAndReadAll('SELECT coalesce(max(id), 0) FROM version_spans');
    return Number(newest.getRows()[0][0]);
  });
  /** Where the replay of each dataset stands, and the span that it extends. */
  const places = new Map<string, VersionPlace>();
  /** Under way or ended since the last save, by id; the last of them may still grow. */
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
    if (!written.ok) unsaved = new Map([...going, ...unsaved]);
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
      // Also what could not be written counts; it is laid over what was.
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
