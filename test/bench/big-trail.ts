import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportAudit } from '../../electron/engine/config/audit-export.ts';
import { type AuditTrail, openAuditTrail } from '../../electron/engine/config/audit-trail.ts';
import { defaults } from '../../electron/engine/config/layers.ts';
import { openDatabase } from '../../electron/engine/storage/database.ts';
import type { AuditFilter } from '../../shared/audit.ts';
import { type Figure, median } from './figure.ts';

const entries = 1_000_000;
const pageSize = 100;
const runs = 9;

/** A trail of a million entries: pages, searches and its opening at the start of the desk. */
export async function measureBigTrail(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'trail-bench-'));
  try {
    await fillTrail(folder);
    const opening = await openedTrail(folder);
    const { trail } = opening;
    const figures: Figure[] = [];
    const add = async (name: string, target: string, limit: number, work: () => Promise<unknown>) => {
      const times = await timed(work);
      const met = median(times) <= limit;
      figures.push({
        name: `audit trail of a million entries: ${name}`,
        unit: 'ms',
        median: median(times),
        runs: times,
        target,
        met,
      });
    };
    const page = (filter: AuditFilter, below?: number) => trail.page({ filter, below, limit: pageSize });
    await add('first page', 'at most 50 ms', 50, () => page({}));
    await add('a page in the middle', 'reported', Number.POSITIVE_INFINITY, () => page({}, entries / 2));
    await add('first page of refusals', 'at most 50 ms', 50, () => page({ outcome: 'refused' }));
    await add('first page of a category', 'reported', Number.POSITIVE_INFINITY, () =>
      page({ category: 'model' }),
    );
    await add('search for a text found 3 times', 'reported', Number.POSITIVE_INFINITY, () =>
      page({ text: 'needle' }),
    );
    await add('search for a text found nowhere', 'reported', Number.POSITIVE_INFINITY, () =>
      page({ text: 'nowhere' }),
    );
    await add('values of one version', 'at most 50 ms', 50, () => trail.version(333_333));
    await add('append of one entry', 'reported', Number.POSITIVE_INFINITY, () => append(trail));
    opening.close();
    return [...figures, await openingFigure(folder), await exportFigure(folder)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function openedTrail(folder: string): Promise<{ trail: AuditTrail; close(): Promise<void> }> {
  const opened = await openDatabase({ folder, now: Date.now });
  if (!opened.ok) throw new Error(opened.problem.message);
  const { database } = opened.value;
  const trail = await openAuditTrail(database);
  return {
    trail,
    close: database.close,
  };
}

/** By one statement; every entry carries a whole configuration, as real ones do. */
async function fillTrail(folder: string): Promise<void> {
  const opened = await openDatabase({ folder, now: Date.now });
  if (!opened.ok) throw new Error(opened.problem.message);
  const { database } = opened.value;
  const trail = await openAuditTrail(database);
  const config = JSON.stringify(defaults).replace('"spread_pips":0.5', `"spread_pips":' || i || '`);
  const changes = `[{"category":"' || category || '","key":"spread_pips","old":' || (i - 1) || ',"new":' || i || '}]`;
  await database.work((connection) =>
    connection.run(`INSERT INTO audit
    SELECT i, 1.7e12 + i, if(i % 5 = 0, 'refused', 'accepted'), 'update', i, 'window', NULL, reason,
      '${changes}', if(i % 5 = 0, 'Nothing was changed', NULL), NULL, '${config}', '{"trading":{"spread_pips":' || i || '}}',
      lower(category || '.spread_pips' || chr(10) || reason)
    FROM (SELECT i::BIGINT AS i, (['trading', 'model', 'cache'])[1 + i % 3] AS category,
      if(i IN (5, 500000, 999999), 'Needle', 'because of ' || hash(i)) AS reason FROM range(1, ${entries + 1}) r(i))`),
  );
  const page = await trail.page({ filter: { text: 'needle' }, limit: 10 });
  if (page.entries.length !== 3) throw new Error('the trail is not filled as it should be');
  await database.close();
}

async function append(trail: AuditTrail): Promise<unknown> {
  const newest = await trail.newest();
  if (!newest) throw new Error('the trail is empty');
  const { version, values, stored } = newest;
  return trail.append([
    {
      at: 1.8e12,
      outcome: 'accepted',
      action: 'update',
      version: version + 1,
      by: 'window',
      author: null,
      reason: null,
      changes: [],
      symbols: null,
      problem: null,
      receipt: null,
      state: { values, stored, symbols: {} },
    },
  ]);
}

async function openingFigure(folder: string): Promise<Figure> {
  const times: number[] = [];
  for (let index = 0; index < 3; index += 1) {
    const start = performance.now();
    const { trail, close } = await openedTrail(folder);
    await trail.newest();
    times.push(performance.now() - start);
    close();
  }
  return {
    name: 'audit trail of a million entries: opening the database, checking and finding the newest',
    unit: 'ms',
    median: median(times),
    runs: times,
    target: 'reported',
    met: true,
    note: 'every table is read whole at the start, to find a broken file before it is written to',
  };
}

async function exportFigure(folder: string): Promise<Figure> {
  const { trail, close } = await openedTrail(folder);
  const start = performance.now();
  const written = await exportAudit(trail, { outcome: 'refused' }, join(folder, 'refused.csv'));
  const seconds = (performance.now() - start) / 1000;
  close();
  if (!written.ok) throw new Error(written.problem.message);
  return {
    name: 'audit trail of a million entries: export of 200,000 as CSV',
    unit: 's',
    median: seconds,
    runs: [seconds],
    target: 'reported',
    met: true,
  };
}

async function timed(work: () => Promise<unknown>): Promise<number[]> {
  await work();
  const times: number[] = [];
  for (let index = 0; index < runs; index += 1) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return times;
}
