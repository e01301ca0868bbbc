import { measureBigTrail } from './big-trail.ts';
import { type Figure, median, percentile } from './figure.ts';
import { measurePreviews } from './previews.ts';
import { openBenchConfig, plainWrite, type SavedConfig, timeUpdate } from './saved-config.ts';

const runs = 7;
const updates = 2000;
const savedUpdates = 300;

/** What the configuration costs: an update without and with its file, a trail of a million entries, a minute of previews. */
export async function run(): Promise<Figure[]> {
  return [
    await inMemory(),
    ...(await onDisk('none')),
    ...(await onDisk('database')),
    ...(await measureBigTrail()),
    await measurePreviews(),
  ];
}

async function inMemory(): Promise<Figure> {
  const bench = await openBenchConfig({ file: false, trail: 'none', callbacks: 10 });
  const bare = await openBenchConfig({ file: false, trail: 'none', callbacks: 0 });
  for (let i = 0; i < 2000; i += 1) await timeUpdate(bench, i);
  const ours: number[] = [];
  const yardstick: number[] = [];
  for (let index = 0; index < runs; index += 1) {
    ours.push(percentile(await timed(bench, updates), 0.99));
    yardstick.push(percentile(await timed(bare, updates), 0.99));
  }
  await bench.close();
  await bare.close();
  return {
    name: 'config update with validation and 10 callbacks, without disk, p99',
    unit: 'ms',
    median: median(ours),
    runs: ours,
    yardstick: { name: 'the same without callbacks', median: median(yardstick), runs: yardstick },
    ratio: median(ours) / median(yardstick),
    target: 'p99 at most 0.2 ms',
    met: median(ours) <= 0.2,
    note: `each run the p99 of ${updates} updates of all categories in turn`,
  };
}

/** Update and plain write in turn: what else the disk does meets both. */
async function onDisk(trail: 'none' | 'database'): Promise<Figure[]> {
  const bench = await openBenchConfig({ file: true, trail, callbacks: 10 });
  await timed(bench, 50);
  const saved: number[][] = [];
  const plain: number[][] = [];
  for (let index = 0; index < runs; index += 1) {
    const times: number[] = [];
    const writes: number[] = [];
    for (let i = 0; i < savedUpdates; i += 1) {
      times.push(await timeUpdate(bench, i));
      writes.push(plainWrite(bench.folder));
      // As between two moves of a hand: the trail has its turn.
      if (trail === 'database') await bench.flush();
    }
    saved.push(times);
    plain.push(writes);
  }
  await bench.close();
  return (
    [
      ['p50', 0.5],
      ['p99', 0.99],
    ] as const
  ).map(([word, share]) => {
    const ours = saved.map((times) => percentile(times, share));
    const yardstick = plain.map((times) => percentile(times, share));
    const ratio = median(ours) / median(yardstick);
    return {
      name: `config update with validation and 10 callbacks, saved${trail === 'database' ? ', with its trail' : ''}, ${word}`,
      unit: 'ms',
      median: median(ours),
      runs: ours,
      yardstick: {
        name: 'one plain write and fsync of the same bytes',
        median: median(yardstick),
        runs: yardstick,
      },
      ratio,
      target: word === 'p50' ? 'at most 3 times one plain write and fsync' : 'reported',
      met: word === 'p99' || ratio <= 3,
      note: 'the save is one write, an fsync of the file, a rename, an fsync of the folder and a read back',
    };
  });
}

async function timed(bench: SavedConfig, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < count; i += 1) times.push(await timeUpdate(bench, i));
  return times;
}
