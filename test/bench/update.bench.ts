import { type Figure, median, percentile } from './figure.ts';
import { inMemory, startPredicting } from './predicting.ts';
import { measureSaving } from './saving.ts';
import { fillAnswers, timeUpdates } from './updates.ts';

const runs = 7;
const warmUp = 1000;
const updates = 2000;

/** A config update to the new prediction: in the engine alone, and with the real file beside a plain write. */
export async function run(): Promise<Figure[]> {
  const engine = startPredicting(inMemory);
  const asked = { config: engine.config, predict: fillAnswers(engine).predict };
  await timeUpdates(asked, warmUp);
  const ours: number[] = [];
  const bare: number[] = [];
  for (let index = 0; index < runs; index += 1) {
    ours.push(percentile(await timeUpdates(asked, updates), 0.99));
    bare.push(percentile(timePredictions(asked.predict, engine.models.clear), 0.99));
  }
  engine.close();
  const p99 = median(ours);
  return [
    {
      name: 'config update to new prediction inside the engine, p99',
      unit: 'ms',
      median: p99,
      runs: ours,
      yardstick: { name: 'the prediction alone, its cache emptied', median: median(bare), runs: bare },
      ratio: p99 / median(bare),
      target: 'p99 at most 1 ms',
      met: p99 <= 1,
      note: `each run the p99 of ${updates} updates of weights, bonus, regime flag, threshold and cache limits in turn; storage keeps nothing, ${warmUp} updates before to warm up`,
    },
    ...(await savingFigures()),
  ];
}

function timePredictions(predict: (index: number) => unknown, clear: (cause: string) => number): number[] {
  return Array.from({ length: updates }, (_, index) => {
    clear('bench');
    const start = performance.now();
    predict(index);
    return performance.now() - start;
  });
}

async function savingFigures(): Promise<Figure[]> {
  const rounds = await measureSaving();
  const figure = (share: number, word: string): Figure => {
    const saved = rounds.map(({ updates: times }) => percentile(times, share));
    const plain = rounds.map(({ writes: times }) => percentile(times, share));
    const ratio = median(saved) / median(plain);
    return {
      name: `config update to new prediction with the file on disk, ${word}`,
      unit: 'ms',
      median: median(saved),
      runs: saved,
      yardstick: { name: 'one write and fsync of the same bytes', median: median(plain), runs: plain },
      ratio,
      target: 'none here: reported (a later issue asks for at most 3 times one fsync)',
      met: true,
      note: `${rounds[0].bytes} bytes; ${rounds[0].updates.length} updates per run, each beside one plain write; the save reads back, keeps the last good copy and syncs the folder`,
    };
  };
  return [figure(0.5, 'p50'), figure(0.99, 'p99')];
}
