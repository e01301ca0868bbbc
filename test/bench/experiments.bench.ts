import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { createLaboratory } from '../../electron/engine/laboratory/laboratory.ts';
import { computeOutcomes } from '../../electron/engine/trades/outcomes.ts';
import { type Result, success } from '../../shared/result.ts';
import { mixAt, mixCount } from '../../shared/simplex.ts';
import { normalise } from '../../shared/weights.ts';
import { type Figure, median, percentile } from './figure.ts';
import { decisionAt, mixes, plainTriangle, readMaterial, rules } from './six-years.ts';

const worker = resolve(import.meta.dirname, '../../electron/workers/laboratory.ts');
const runs = 9;
const drags = 200;
/** The default one, which few bars reach, and those at which most and many bars are traded. */
const thresholds = [0.66, 0.5, 0.56] as const;

/** The experiments over six years of hourly bars, through the laboratory and its two workers. */
export async function run(): Promise<Figure[]> {
  const { material, source } = await readMaterial();
  const laboratory = createLaboratory({ startWorker: () => new Worker(worker) });
  const bring = () => success({ kind: 'ready', ...material } as const);
  const range = { from: 0, to: material.hours.time.length };
  const note = `${material.hours.time.length} hourly bars of ${source}, models trained with the default settings`;
  const triangle = async (steps: number, threshold: number, own = rules) =>
    orThrow(
      await laboratory.triangle('bench', bring, {
        rules: own,
        decision: decisionAt(threshold),
        range,
        steps,
      }),
    );
  try {
    orThrow(await laboratory.prepare('bench', bring));
    const figures: Figure[] = [];
    const outcomes = computeOutcomes(material.hours, material.pipSize, rules);
    for (const threshold of thresholds) {
      const ours: number[] = [];
      const plain: number[] = [];
      let trades = 0;
      for (let index = 0; index <= runs; index += 1) {
        // Never twice the same: nothing may be remembered from the last one.
        const own = threshold + index * 1e-7;
        const found = await timed(() => triangle(100, own));
        const expected = index < 3 ? plainTriangle(material, outcomes, decisionAt(own)) : null;
        if (expected) check(found.value.total_pips, expected.total);
        trades = median([...found.value.trades]);
        if (index === 0) continue;
        ours.push(found.ms);
        if (expected) plain.push(expected.ms);
      }
      figures.push({
        name: `weight triangle of ${mixes} mixes at a threshold of ${threshold}`,
        unit: 'ms',
        median: median(ours),
        runs: ours,
        yardstick: {
          name: 'a plain JavaScript double loop on one core, outcomes given',
          median: median(plain),
          runs: plain,
        },
        ratio: median(ours) / median(plain),
        target: 'at most 300 ms',
        met: median(ours) <= 300,
        note: `${note}; half of the mixes trade at least ${trades} times; each sum of pips is checked`,
      });
    }
    for (const steps of [10, 20]) {
      const times: number[] = [];
      for (let index = 0; index <= runs; index += 1) {
        const own = { ...rules, takeProfit: 25 + index / 10 + steps / 1000 };
        times.push((await timed(() => triangle(steps, 0.5, own))).ms);
      }
      figures.push(
        plainFigure(
          `first coarse triangle of ${mixCount(steps)} mixes after a change of the barriers`,
          times.slice(1),
          50,
          `${note}; every trade's outcome is computed anew; threshold 0.5`,
        ),
      );
    }
    const redraws: number[] = [];
    for (let index = 0; index <= runs; index += 1) {
      const threshold = 0.56 + index * 1e-3;
      const coarse = await timed(() => triangle(20, threshold));
      redraws.push(coarse.ms + (await timed(() => triangle(100, threshold))).ms);
    }
    figures.push(
      plainFigure('a change of the threshold, coarse and whole triangle', redraws.slice(1), 300, note),
    );
    const points: number[] = [];
    for (let index = 0; index < drags; index += 1) {
      const decision = { ...decisionAt(0.5), weights: normalise(mixAt((index * 23) % mixes, 100)) };
      const asked = () => laboratory.point('bench', bring, { rules, decision, range });
      points.push((await timed(async () => orThrow(await asked()))).ms);
    }
    const settled = points.slice(drags / 4);
    figures.push(
      plainFigure(
        'figures and curve of a dragged point, p99',
        [percentile(settled, 0.99)],
        1000 / 60,
        `${note}; threshold 0.5; median ${median(settled).toFixed(2)} ms of ${settled.length} points`,
      ),
    );
    return figures;
  } finally {
    await laboratory.close();
  }
}

function check(found: Float64Array, expected: Float64Array): void {
  const wrong = expected.findIndex((pips, mix) => pips !== found[mix]);
  if (wrong >= 0) throw new Error(`mix ${wrong}: ${found[wrong]} pips, expected ${expected[wrong]}`);
}

function plainFigure(name: string, times: readonly number[], limit: number, note: string): Figure {
  return {
    name,
    unit: 'ms',
    median: median(times),
    runs: times,
    target: `at most ${limit.toFixed(0)} ms`,
    met: median(times) <= limit,
    note,
  };
}

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const start = performance.now();
  const value = await work();
  return { ms: performance.now() - start, value };
}

function orThrow<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
}
