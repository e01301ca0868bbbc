import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Figure } from './figure.ts';
import { type InUse, inMemory, type Predicting, startPredicting } from './predicting.ts';
import { fillAnswers } from './updates.ts';

const seconds = 60;
const perSecond = 1000;
const warmUpSeconds = 5;

/** A minute of dragging, a thousand previews per second with their predictions: what memory is left behind. */
export async function measurePreviews(): Promise<Figure> {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const engine = startPredicting(inMemory);
  const { predict } = fillAnswers(engine);
  await drag(engine, predict, warmUpSeconds);
  const before = heap(collect);
  const start = performance.now();
  const made = await drag(engine, predict, seconds);
  const rate = made / ((performance.now() - start) / 1000);
  const after = heap(collect);
  engine.close();
  const growth = (after - before) / 2 ** 20;
  return {
    name: `heap growth over ${seconds} s of ${perSecond} previews per second, each with its prediction`,
    unit: 'MB',
    median: growth,
    runs: [growth],
    target: 'flat: at most 1 MB, at 1,000 previews per second',
    met: growth <= 1 && rate >= 0.99 * perSecond,
    note: `after gc ${(before / 2 ** 20).toFixed(2)} MB at the start, ${(after / 2 ** 20).toFixed(2)} MB at the end; ${made} previews, ${rate.toFixed(0)} per second`,
  };
}

async function drag({ config }: Predicting, predict: InUse['predict'], duration: number): Promise<number> {
  const start = performance.now();
  let made = 0;
  for (const total = duration * perSecond; made < total; ) {
    const due = Math.min(total, ((performance.now() - start) / 1000) * perSecond);
    for (; made < due; made += 1) {
      const answer = await config.preview('trading', { confidence_threshold: 0.5 + (made % 400) / 1000 });
      if (!answer.ok) throw new Error(answer.problem.message);
      if (!predict(made % 1000)) throw new Error('no prediction');
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return made;
}

function heap(collect: () => void): number {
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}
