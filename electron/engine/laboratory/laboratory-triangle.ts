import { failure, type Result, success } from '../../../shared/result.ts';
import { indexOfSteps, mixCount } from '../../../shared/simplex.ts';
import type { CallOptions, Experiment } from './laboratory.ts';
import type { MaterialSource, WorkerPool } from './laboratory-pool.ts';
import { answerSchemas, type TriangleRequest, type TriangleResult } from './laboratory-protocol.ts';

/** Fewest mixes for which a second worker pays off. */
const smallestShared = 500;
/** Parts of a grid: enough for a point to wait only a few milliseconds, and for both workers to end together. */
const parts = 8;

/**
 * Computes triangles one after the other, each with both workers, taking askers in turn. Of the waiting requests of one
 * asker only the newest is kept, because the others are out of date. A triangle under computation is always completed,
 * so that there is something new to show however fast requests come.
 */
export function createTriangleQueue(pool: WorkerPool): Experiment<'triangle'> {
  interface Waiting {
    begin(): void;
    refuse(result: Result<never>): void;
  }
  let busy = false;
  /** By asker, in the order of their turns. */
  const waiting = new Map<string, Waiting>();

  async function compute(
    key: string,
    material: MaterialSource,
    request: TriangleRequest,
    { signal, onProgress, asker }: CallOptions,
  ): Promise<Result<TriangleResult>> {
    const whole = emptyTriangle(request.steps);
    const ranges = partsOf(request.steps);
    const stop = new AbortController();
    const cancel = () => stop.abort();
    signal?.addEventListener('abort', cancel);
    if (signal?.aborted) stop.abort();
    let done = 0;
    let problem: Result<never> | null = null;
    await Promise.all(
      ranges.map(async ({ from, to }) => {
        const options = { lane: 'triangle', key, material, signal: stop.signal, asker } as const;
        const part = await pool.run(
          options,
          { kind: 'triangle', key, request, from, to },
          answerSchemas.triangle,
        );
        if (!part.ok) {
          problem ??= part;
          stop.abort();
          return;
        }
        for (const column of triangleColumns) whole[column].set(part.value[column], from);
        done += 1;
        onProgress?.(done / ranges.length, `${done} of ${ranges.length} parts of the triangle`);
      }),
    );
    signal?.removeEventListener('abort', cancel);
    return problem ?? success(whole);
  }

  function next(): void {
    const [first] = waiting;
    if (!first) return;
    waiting.delete(first[0]);
    first[1].begin();
  }

  return (key, material, request, options = {}) =>
    new Promise((resolve) => {
      const { asker = '', signal } = options;
      const begin = async () => {
        busy = true;
        const result = await compute(key, material, request, options);
        busy = false;
        resolve(result);
        next();
      };
      if (!busy) return void begin();
      waiting.get(asker)?.refuse(failure('cancelled', 'A newer triangle was asked for.'));
      const own: Waiting = { begin: () => void begin(), refuse: resolve };
      // It takes the place of the older one, so that frequent requests do not lose their turn.
      waiting.set(asker, own);
      signal?.addEventListener('abort', () => {
        if (waiting.get(asker) !== own) return;
        waiting.delete(asker);
        resolve(failure('cancelled', 'Cancelled; nothing was changed.'));
      });
    });
}

const triangleColumns = [
  'trades',
  'wins',
  'losses',
  'total_pips',
  'profit_factor',
  'max_drawdown_pips',
  'max_drawdown_open_pips',
  'sharpe',
] as const;

/** Columns for every mix of the grid, filled with 0. */
export function emptyTriangle(steps: number, mixes = mixCount(steps)): TriangleResult {
  return {
    steps,
    trades: new Int32Array(mixes),
    wins: new Int32Array(mixes),
    losses: new Int32Array(mixes),
    total_pips: new Float64Array(mixes),
    profit_factor: new Float64Array(mixes),
    max_drawdown_pips: new Float64Array(mixes),
    max_drawdown_open_pips: new Float64Array(mixes),
    sharpe: new Float64Array(mixes),
  };
}

/** Divides the grid into parts of whole rows and about equal size. */
export function partsOf(steps: number): { from: number; to: number }[] {
  const mixes = mixCount(steps);
  const size = mixes < smallestShared ? mixes : mixes / parts;
  const found: { from: number; to: number }[] = [];
  let from = 0;
  for (let daily = 1; daily <= steps + 1; daily += 1) {
    const to = indexOfSteps(0, daily, steps);
    if (to - from < size && daily <= steps) continue;
    found.push({ from, to });
    from = to;
  }
  return found;
}
