import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom } from '../../electron/engine/random.ts';
import { type DeskProcess, deskFolder, type Mark, sleep, startDesk } from './desk-process.ts';
import { type EditTimes, installMeasuring } from './edit-page.ts';
import { animate, writeEmptyApp } from './empty-window.ts';
import { type Figure, median, percentile } from './figure.ts';

const rounds = 3;
const editsPerRound = 60;
const frameMs = 1000 / 60;

/**
 * In the real window: a key to the frame that shows the new prediction, beside an empty window of the same size that
 * paints a text on the same key. Both are there all the time and measured in turns; the desk does not play while the
 * empty window is measured.
 */
export async function run(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'edit-bench-'));
  const empty = startDesk({
    app: await writeEmptyApp(join(folder, 'empty-app')),
    userData: join(folder, 'empty'),
    selector: 'p',
  });
  const desk = startDesk({
    app: deskFolder,
    userData: join(folder, 'desk'),
    selector: '[data-testid="prediction-decision"]',
  });
  try {
    await Promise.all([empty.shown, desk.shown]);
    await sleep(2000);
    await evaluate(empty, `(${installMeasuring})(); bench.addOwn('bench-local')`);
    await evaluate(desk, `(${installMeasuring})()`);
    const figures: Figure[] = [];
    for (const mode of modes) figures.push(...(await measureMode({ desk, empty }, mode)));
    return figures;
  } finally {
    await Promise.all([desk.end(), empty.end()]);
    await rm(folder, { recursive: true, force: true });
  }
}

interface Windows {
  readonly desk: DeskProcess;
  readonly empty: DeskProcess;
}

interface Mode {
  readonly words: string;
  readonly yardstick: string;
  readonly target: string;
  /** Whether a p95 is what is promised beside that of the empty window, ms. */
  readonly isMet: (desk: number, empty: number) => boolean;
  /** What the desk does while it is measured, and the empty window. */
  readonly deskDoes: string;
  readonly emptyDoes: string;
}

const pause = `desk.invoke('replay.pause', {})`;

const modes: readonly Mode[] = [
  {
    words: 'replay paused',
    yardstick: 'an empty window that paints a text on the same key',
    target: 'p95 at most 4 ms over the empty window',
    isMet: (desk, empty) => desk <= empty + 4,
    deskDoes: pause,
    emptyDoes: `(${animate})(false)`,
  },
  {
    words: 'replay at ×1000',
    yardstick: 'an empty window that animates and paints a text on the same key',
    target: 'p95 at most 1.5 × of the empty window',
    isMet: (desk, empty) => desk <= empty * 1.5,
    deskDoes: `desk.invoke('replay.speed', { speed: 1000 }).then(() => desk.invoke('replay.play', {}))`,
    emptyDoes: `(${animate})(true)`,
  },
];

type Kind = 'slider' | 'field' | 'local';

/** One edit as the page and the main process saw it. */
interface Edit {
  readonly page: EditTimes;
  readonly marks: readonly Mark[];
}

async function measureMode({ desk, empty }: Windows, mode: Mode): Promise<Figure[]> {
  const offset = await clockOffset(desk);
  const edits: Record<Kind, Edit[][]> = { slider: [], field: [], local: [] };
  for (let round = 0; round < rounds; round += 1) {
    await evaluate(desk, pause);
    await evaluate(empty, mode.emptyDoes);
    await sleep(500);
    edits.local.push(await measureRound(empty, 'local', round));
    await evaluate(empty, `(${animate})(false)`);
    await evaluate(desk, mode.deskDoes);
    await sleep(500);
    for (const kind of ['slider', 'field'] as const) edits[kind].push(await measureRound(desk, kind, round));
  }
  const latencies = (kind: Kind) =>
    edits[kind].map((round) => round.map(({ page }) => page.painted - page.pressed));
  const share = (kind: Kind, of: number) => latencies(kind).map((round) => percentile(round, of));
  return (['slider', 'field'] as const).map((kind) => {
    const p95 = share(kind, 0.95);
    const local = share('local', 0.95);
    return {
      name: `${names[kind]} to its new prediction painted, ${mode.words}, p95`,
      unit: 'ms',
      median: median(p95),
      runs: p95,
      yardstick: { name: mode.yardstick, median: median(local), runs: local },
      ratio: median(p95) / median(local),
      target: mode.target,
      met: mode.isMet(median(p95), median(local)),
      note:
        `p50 ${ms(median(share(kind, 0.5)))} (yardstick ${ms(median(share('local', 0.5)))}), ${rounds} runs of ${editsPerRound} edits; ` +
        `both wait for the display's next frame; medians of the steps: ${breakdown(edits[kind].flat(), offset)}`,
    };
  });
}

const names = { slider: 'an arrow key on a slider', field: 'Enter in a number field' };
const targets: Record<Kind, { focus: string; watched: string; pattern: string }> = {
  slider: {
    focus: '[aria-label="Confidence threshold slider"]',
    watched: '[data-testid="prediction-decision"]',
    pattern: 'threshold of .*',
  },
  field: {
    focus: 'input[aria-label="Confidence threshold"]',
    watched: '[data-testid="prediction-decision"]',
    pattern: 'threshold of .*',
  },
  local: { focus: '#bench-local', watched: '#bench-local-output', pattern: '.*' },
};

async function measureRound(desk: DeskProcess, kind: Kind, round: number): Promise<Edit[]> {
  const { focus, watched, pattern } = targets[kind];
  const random = createRandom(round + 1);
  const arm = `bench.arm(${JSON.stringify(watched)}, ${JSON.stringify(pattern)})`;
  const edits: Edit[] = [];
  for (let index = 0; index < editsPerRound; index += 1) {
    await evaluate(desk, `bench.focus(${JSON.stringify(focus)})`);
    if (kind === 'field') await typeValue(desk, index % 2 === 0 ? '0.71' : '0.62');
    // Anywhere within a frame.
    await sleep(20 + random.next() * frameMs);
    await evaluate(desk, arm);
    await desk.send({ kind: 'marks' });
    const key = kind === 'field' ? 'Return' : index % 2 === 0 ? 'Right' : 'Left';
    await desk.send({ kind: 'key', type: 'keyDown', key });
    // The page is left alone until the frame has certainly come.
    await sleep(45);
    const page = await result(desk, kind);
    const marks = await desk.send<Mark[]>({ kind: 'marks' });
    await desk.send({ kind: 'key', type: 'keyUp', key });
    edits.push({ page, marks });
  }
  return edits;
}

async function typeValue(desk: DeskProcess, text: string): Promise<void> {
  await evaluate(desk, 'document.activeElement.select()');
  for (const key of text) await desk.send({ kind: 'key', type: 'char', key });
}

async function result(desk: DeskProcess, kind: Kind): Promise<EditTimes> {
  for (let attempt = 0; attempt < 40; attempt += 1) {
    const times = await evaluate<EditTimes | null>(desk, 'bench.result()');
    if (times) return times;
    await sleep(25);
  }
  throw new Error(`the ${kind} edit was not painted within a second`);
}

/** How far the main process's clock is ahead of the page's, ms, from the shortest of many calls. */
async function clockOffset(desk: DeskProcess): Promise<number> {
  await desk.send({ kind: 'marks' });
  const asked = await evaluate<{ from: number; to: number }[]>(desk, `(${askNothing})()`);
  const origin = await evaluate<number>(desk, 'performance.timeOrigin');
  const handled = (await desk.send<Mark[]>({ kind: 'marks' })).filter(({ name }) => name === 'bench.nothing');
  const trips = asked.map(({ from, to }, i) => ({
    took: to - from,
    offset: (handled[i].from + handled[i].to) / 2 - (from + to) / 2 - origin,
  }));
  trips.sort((a, b) => a.took - b.took);
  return trips[0].offset + origin;
}

/** Runs in the page: an operation that does not exist, so that only the way there and back counts. */
async function askNothing(): Promise<{ from: number; to: number }[]> {
  const desk: { invoke(name: string, input: object): Promise<unknown> } = Reflect.get(window, 'desk');
  const trips: { from: number; to: number }[] = [];
  for (let i = 0; i < 50; i += 1) {
    const from = performance.now();
    await desk.invoke('bench.nothing', {});
    trips.push({ from, to: performance.now() });
  }
  return trips;
}

/** Medians of the steps of an edit, in words. `offset` takes main's time since the epoch to the page's. */
function breakdown(edits: readonly Edit[], offset: number): string {
  const steps: [string, (edit: Edit) => number][] = [
    ['key to page', ({ page }) => page.heard - page.pressed],
    ['page to main', ({ page, marks }) => handlerOf(marks).from - offset - page.heard],
    ['handler until the event leaves', ({ marks }) => eventOf(marks).from - handlerOf(marks).from],
    ['of it fsync', ({ marks }) => fsyncOf(marks)],
    ['main to page and into the store', ({ page, marks }) => page.received - (eventOf(marks).from - offset)],
    ['React', ({ page }) => page.changed - page.received],
    ['until the frame begins', ({ page }) => page.frame - page.changed],
    ['frame', ({ page }) => page.painted - page.frame],
  ];
  return steps
    .map(([name, step]) => `${name} ${ms(median(edits.map(step).filter(Number.isFinite)))}`)
    .join(', ');
}

const nothing: Mark = { what: 'event', name: '', from: Number.NaN, to: Number.NaN };

function handlerOf(marks: readonly Mark[]): Mark {
  return marks.find(({ name }) => name === 'config.preview' || name === 'config.update') ?? nothing;
}

/** The first event that leaves while the handler works: the one with the new prediction. */
function eventOf(marks: readonly Mark[]): Mark {
  const { from } = handlerOf(marks);
  return marks.find((mark) => mark.what === 'event' && mark.from >= from) ?? nothing;
}

function fsyncOf(marks: readonly Mark[]): number {
  const { from, to } = handlerOf(marks);
  const within = marks.filter((mark) => mark.what === 'fsync' && mark.from >= from && mark.to <= to);
  return within.reduce((sum, mark) => sum + mark.to - mark.from, 0);
}

function evaluate<T = unknown>(desk: DeskProcess, script: string): Promise<T> {
  return desk.send<T>({ kind: 'evaluate', script });
}

function ms(value: number): string {
  return `${value.toFixed(2)} ms`;
}
