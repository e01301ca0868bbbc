import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { defaultTrainingSettings } from '../../shared/models.ts';
import { type DeskProcess, deskFolder, type Shown, type Stall, sleep, startDesk } from './desk-process.ts';
import { writeEmptyApp } from './empty-window.ts';
import { type Figure, median } from './figure.ts';

const runs = 5;
/** The desk saves where it stands every five seconds. */
const savedMs = 6000;
const jobPatienceMs = 180_000;
const predictionShown = '[data-testid="prediction-confidence"]';
const parquet = resolve(import.meta.dirname, '../../../shared/data/EURUSD_5min.parquet');

/** Process start to first prediction in the window, beside an empty Electron app; and what held the main thread. */
export async function run(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'start-bench-'));
  try {
    const empty = await writeEmptyApp(join(folder, 'empty-app'));
    const prepared = join(folder, 'prepared');
    await start(deskFolder, prepared, predictionShown, () => sleep(savedMs));

    const second: Start[] = [];
    const first: Start[] = [];
    const bare: Start[] = [];
    for (let index = 0; index < runs; index += 1) {
      const used = join(folder, `second-${index}`);
      await cp(prepared, used, { recursive: true });
      bare.push(await start(empty, join(folder, `empty-${index}`), 'p'));
      second.push(await start(deskFolder, used, predictionShown));
      first.push(await start(deskFolder, join(folder, `first-${index}`), predictionShown));
    }
    return [
      figureOf('second start to first prediction shown', second, bare, 2000),
      figureOf('first start, with nothing saved, to first prediction shown', first, bare, 15_000),
      stallFigure('second start', second, bare),
      stallFigure('first start, with market and training', first, bare),
      ...(await workFigures(join(folder, 'work'))),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Start extends Shown {
  readonly started: number;
  readonly stalls: readonly Stall[];
}

/** Starts and ends an app; `then` comes before the end. */
async function start(
  app: string,
  userData: string,
  selector: string,
  then?: (desk: DeskProcess) => Promise<unknown>,
): Promise<Start> {
  const desk = startDesk({ app, userData, selector });
  try {
    const shown = await desk.shown;
    const stalls = await desk.send<Stall[]>({ kind: 'stalls' });
    await then?.(desk);
    return { ...shown, started: desk.started, stalls };
  } finally {
    await desk.end();
  }
}

function figureOf(name: string, starts: readonly Start[], bare: readonly Start[], most: number): Figure {
  const shown = starts.map(({ painted, started }) => painted - started);
  const empty = bare.map(({ painted, started }) => painted - started);
  const part = (of: (one: Start) => number) => `${Math.round(median(starts.map(of)))} ms`;
  return {
    name,
    unit: 'ms',
    median: median(shown),
    runs: shown,
    yardstick: { name: 'an empty Electron app to its first paint', median: median(empty), runs: empty },
    ratio: median(shown) / median(empty),
    target: `within ${most / 1000} s`,
    met: median(shown) <= most,
    note:
      `first line of the main process after ${part((one) => one.booted - one.started)}, ` +
      `page loaded after ${part((one) => one.domReady - one.started)}, ` +
      `its first paint after ${part((one) => one.firstPaint - one.started)}; a new process each time, files in the system's cache`,
  };
}

interface Stalled {
  readonly stalls: readonly Stall[];
}

function stallFigure(name: string, starts: readonly Stalled[], bare: readonly Stalled[] = []): Figure {
  const worst = starts.map(longestOf);
  const empty = bare.map(longestOf);
  const [example] = starts;
  const longest = [...example.stalls].sort((a, b) => b.ms - a.ms).slice(0, 5);
  return {
    name: `longest pause of the main process: ${name}`,
    unit: 'ms',
    median: median(worst),
    runs: worst,
    ...(bare.length > 0 && {
      yardstick: { name: 'an empty Electron app, its start', median: median(empty), runs: empty },
      ratio: median(worst) / median(empty),
    }),
    target: 'at most 16.7 ms, one frame',
    met: median(worst) <= 1000 / 60,
    note:
      `a timer of 2 ms that came late; pauses over 8 ms in one run: ${example.stalls.length}, the longest ` +
      longest.map(({ at, ms }) => `${ms.toFixed(0)} ms at ${(at / 1000).toFixed(2)} s`).join(', '),
  };
}

function longestOf({ stalls }: Stalled): number {
  return Math.max(0, ...stalls.map(({ ms }) => ms));
}

/** Import of the real file and training on it in a running desk. */
async function workFigures(userData: string): Promise<Figure[]> {
  if (!existsSync(parquet)) return [];
  const imported: { stalls: Stall[] } = { stalls: [] };
  const trained: { stalls: Stall[] } = { stalls: [] };
  const quiet: { stalls: Stall[] } = { stalls: [] };
  await start(deskFolder, userData, predictionShown, async (desk) => {
    await evaluate(desk, `desk.invoke('replay.pause', {})`);
    await sleep(1000);
    await desk.send({ kind: 'stalls' });
    await sleep(savedMs);
    quiet.stalls = await desk.send({ kind: 'stalls' });

    const options = { symbol: 'EURUSD', time_zone: 'UTC' };
    await work(desk, `desk.invoke('import.run', ${JSON.stringify({ path: parquet, options })})`);
    imported.stalls = await desk.send({ kind: 'stalls' });
    const training = { dataset: 'EURUSD', seed: 1, settings: defaultTrainingSettings };
    await work(desk, `desk.invoke('models.train', ${JSON.stringify(training)})`);
    trained.stalls = await desk.send({ kind: 'stalls' });
  });
  return [
    stallFigure('at rest for six seconds', [quiet]),
    stallFigure('import of the real file', [imported]),
    stallFigure('training on the real file', [trained]),
  ];
}

/** Starts a job and waits for it. */
async function work(desk: DeskProcess, script: string): Promise<void> {
  const started = await evaluate<{ ok: boolean; value?: { job: number }; problem?: object }>(desk, script);
  if (!started.value) throw new Error(JSON.stringify(started.problem));
  const { job } = started.value;
  const patience = Date.now() + jobPatienceMs;
  for (;;) {
    await sleep(500);
    const state = await evaluate<string>(
      desk,
      `desk.invoke('desk.snapshot', {}).then(({ value }) => value.state.jobs.find(({ id }) => id === ${job}).state)`,
    );
    if (state === 'done') return;
    if (state !== 'running' || Date.now() > patience) throw new Error(`job ${job} is ${state}`);
  }
}

function evaluate<T = unknown>(desk: DeskProcess, script: string): Promise<T> {
  return desk.send<T>({ kind: 'evaluate', script });
}
