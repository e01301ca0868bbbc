import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ApiPorts, measureReads, measureStorm } from './api-load.ts';
import { benchElectron, electronSwitches } from './desk-process.ts';
import { type Figure, median, percentile } from './figure.ts';
import { timeWrites } from './plain-write.ts';

const runs = 5;
const connections = 16;
const readMs = 2000;
const plainWrites = 300;
const writers = 16;
const readers = 32;
/** BENCH_API_SECONDS shortens a trial run. */
const stormMs = Number(process.env.BENCH_API_SECONDS ?? 60) * 1000;

/** The HTTP door beside a bare hono server, and a minute of writers with everyone looking on. */
export async function run(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'api-bench-'));
  const { ports, end } = await startServers(folder);
  try {
    return [await readFigure(ports), ...(await stormFigures(ports, folder))];
  } finally {
    end();
    await rm(folder, { recursive: true, force: true });
  }
}

async function readFigure({ door, bare, token }: ApiPorts): Promise<Figure> {
  const ours: number[] = [];
  const theirs: number[] = [];
  for (const port of [door, bare]) await measureReads({ port, token }, { connections, ms: 1000 });
  for (let index = 0; index < runs; index += 1) {
    ours.push(await measureReads({ port: door, token }, { connections, ms: readMs }));
    theirs.push(await measureReads({ port: bare, token }, { connections, ms: readMs }));
  }
  const ratio = median(ours) / median(theirs);
  return {
    name: 'GET /api/v1/config',
    unit: 'requests/s',
    median: median(ours),
    runs: ours,
    yardstick: { name: 'a bare hono server that answers the same', median: median(theirs), runs: theirs },
    ratio,
    target: 'at least 0.7 of the bare server',
    met: ratio >= 0.7,
    note: `${connections} connections without pipelining, ${readMs} ms a run, in turn; both servers in one Electron process, the load in another; ours checks host, origin, token and input and has the version as its tag`,
  };
}

async function stormFigures(ports: ApiPorts, folder: string): Promise<Figure[]> {
  const figures: Figure[] = [];
  // As fast as the disk lets them queue, and at a pace that leaves the queue short.
  for (const perSecond of [Number.POSITIVE_INFINITY, 200]) {
    // Before and after: during the storm it would be part of the load.
    const before = timeWrites(folder, plainWrites);
    const storm = await measureStorm(ports, { writers, readers, ms: stormMs, perSecond });
    const plain = percentile([...before, ...timeWrites(folder, plainWrites)], 0.99);
    const p99 = percentile([...storm.latencies], 0.99);
    const pace = Number.isFinite(perSecond) ? `${perSecond} updates a second` : 'without pause';
    const all = storm.complete === readers;
    figures.push({
      name: `PUT to event at a reader, p99, ${writers} writers ${pace}, ${readers} readers`,
      unit: 'ms',
      median: p99,
      runs: [p99],
      yardstick: { name: 'one write and fsync of 4 kB, p99, before and after', median: plain, runs: [plain] },
      ratio: p99 / plain,
      target: 'every update seen by every reader in order; p99 at most 20 ms',
      met: all && p99 <= 20,
      note: `${storm.updates} accepted updates in ${stormMs / 1000} s, each on disk before it was answered; ${storm.complete} of ${readers} readers saw all of them in order; p50 ${percentile([...storm.latencies], 0.5).toFixed(2)} ms`,
    });
  }
  return figures;
}

async function startServers(folder: string): Promise<{ ports: ApiPorts; end: () => void }> {
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  const main = join(import.meta.dirname, 'api-main.ts');
  const child = spawn(benchElectron(), [...electronSwitches(), main, `--user-data-dir=${folder}`], {
    env,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  const ports = await new Promise<ApiPorts>((resolve, reject) => {
    child.once('message', (message) => resolve(message as ApiPorts));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the servers ended with ${code}`)));
  });
  return { ports, end };
}
