import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deskFolder, sleep, startDesk } from './desk-process.ts';
import { type Figure, median, percentile } from './figure.ts';

const perSecond = 1000;
const rounds = 3;
const roundSeconds = 20;
const frameMs = 1000 / 60;

/** A minute of a thousand previews per second, asked for by the window itself: does it still answer within a frame? */
export async function run(): Promise<Figure[]> {
  const userData = await mkdtemp(join(tmpdir(), 'storm-bench-'));
  const desk = startDesk({ app: deskFolder, userData, selector: '[data-testid="prediction-decision"]' });
  const drag = (rate: number, seconds: number) =>
    desk.send<Drag>({ kind: 'evaluate', script: `(${dragInPage})(${rate}, ${seconds})` });
  try {
    await desk.shown;
    await desk.send({ kind: 'evaluate', script: `desk.invoke('replay.pause', {})` });
    await sleep(2000);
    const rest = await drag(0, 5);
    const storms: Drag[] = [];
    for (let round = 0; round < rounds; round += 1) storms.push(await drag(perSecond, roundSeconds));
    return [figure(rest, storms)];
  } finally {
    await desk.end();
    await rm(userData, { recursive: true, force: true });
  }
}

interface Drag {
  readonly sent: number;
  readonly accepted: number;
  /** Times between animation frames, ms. */
  readonly frames: readonly number[];
}

function figure(rest: Drag, storms: readonly Drag[]): Figure {
  const runs = storms.map(({ frames }) => frames.length / roundSeconds);
  const atRest = rest.frames.length / 5;
  const value = median(runs);
  const all = storms.flatMap(({ frames }) => frames);
  const sent = storms.reduce((sum, storm) => sum + storm.sent, 0);
  const accepted = storms.reduce((sum, storm) => sum + storm.accepted, 0);
  const quick = all.filter((time) => time < 2 * frameMs).length / all.length;
  return {
    name: `frames per second of the window over a minute of ${perSecond} previews per second`,
    unit: 'frames/s',
    median: value,
    runs,
    yardstick: { name: 'the same window at rest', median: atRest, runs: [atRest] },
    ratio: value / atRest,
    target: 'every preview accepted and at least 95 % of the frames at rest: no frame is left out for them',
    met: accepted === sent && value / atRest >= 0.95,
    note: `${sent} previews sent, ${accepted} accepted; between frames p50 ${percentile(all, 0.5).toFixed(1)} ms, p99 ${percentile(all, 0.99).toFixed(1)} ms; ${(100 * quick).toFixed(2)} % without a frame missed`,
  };
}

/** Runs in the page. */
async function dragInPage(rate: number, seconds: number): Promise<Drag> {
  interface Bridge {
    invoke(name: string, input: object): Promise<{ ok: boolean }>;
  }
  const desk: Bridge = Reflect.get(window, 'desk');
  const frames: number[] = [];
  const start = performance.now();
  let last = start;
  let running = true;
  const tick = () => {
    frames.push(performance.now() - last);
    last = performance.now();
    if (running) requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  const answers: Promise<{ ok: boolean }>[] = [];
  await new Promise<void>((done) => {
    const timer = setInterval(() => {
      const passed = (performance.now() - start) / 1000;
      while (answers.length < Math.min(passed, seconds) * rate) {
        const changes = { agreement_bonus: (answers.length % 100) / 100 };
        answers.push(desk.invoke('config.preview', { category: 'model', changes }));
      }
      if (passed < seconds) return;
      clearInterval(timer);
      done();
    }, 4);
  });
  running = false;
  const answered = await Promise.all(answers);
  await desk.invoke('config.cancel', {});
  return { sent: answers.length, accepted: answered.filter(({ ok }) => ok).length, frames };
}
