import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { allParameters, type TradingConfig } from '../../shared/parameters.ts';

export interface StormTask {
  readonly updates: number;
  /** How many are asked for in one breath; left out, each waits for the one before. */
  readonly together?: number;
  /** What to do after the last acknowledgement: stand still in the midst of everything, or leave. */
  readonly end: 'stop' | 'exit';
  /** How many accepted entries of the trail to tell at the start. */
  readonly lookBack: number;
}

/** What the storm says, one JSON line each. */
export type Said =
  | Started
  | { readonly kind: 'saved'; readonly version: number; readonly spread: number }
  | { readonly kind: 'refused'; readonly code: string; readonly version: number }
  | { readonly kind: 'notice' | 'trail-problem'; readonly message: string };

/** What stands once file and trail have been brought together. */
export interface Started {
  readonly kind: 'started';
  readonly version: number;
  readonly spread: number;
  readonly newest: { readonly version: number; readonly values: TradingConfig } | null;
  /** Accepted entries, newest first. */
  readonly record: readonly {
    readonly version: number;
    readonly changes: readonly { readonly key: string; readonly new: unknown }[];
  }[];
  readonly notices: readonly string[];
  readonly files: readonly string[];
}

export interface Storm {
  readonly process: ChildProcess;
  /** Everything said so far. */
  readonly said: readonly Said[];
  /** Resolves once the storm has said enough lines for `enough`; fails when it ends before. */
  until(enough: (said: readonly Said[]) => boolean): Promise<void>;
  readonly ended: Promise<void>;
  kill(): Promise<void>;
}

/** Starts the storm in a real Electron over `folder`, which is made where it is missing. */
export function startStorm(folder: string, task: StormTask): Storm {
  mkdirSync(folder, { recursive: true });
  const child = spawn(
    electronBinary(),
    [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--headless',
      '--ozone-platform=headless',
      '--disable-gpu',
      '--disable-software-rasterizer',
      join(import.meta.dirname, 'storm-main.ts'),
      `--user-data-dir=${folder}`,
    ],
    {
      env: { ...ownEnvironment(), DESK_STORM: JSON.stringify(task) },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    },
  );
  const said: Said[] = [];
  const complaints: string[] = [];
  const waiting = new Set<() => void>();
  const look = () => {
    for (const check of [...waiting]) check();
  };
  let over = false;
  const ended = once(child, 'close').then(() => {
    over = true;
    look();
  });
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    said.push(...lines.filter((line) => line.startsWith('{')).map((line): Said => JSON.parse(line)));
    look();
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => complaints.push(chunk));
  const end = () => {
    if (!over && child.pid) process.kill(-child.pid, 'SIGKILL');
  };
  process.on('exit', end);
  void ended.then(() => process.off('exit', end));
  return {
    process: child,
    said,
    ended,
    until: (enough) =>
      new Promise((resolve, reject) => {
        const check = () => {
          if (!enough(said) && !over) return;
          waiting.delete(check);
          if (enough(said)) resolve();
          else reject(new Error(`The storm ended too early.\n${complaints.join('')}`));
        };
        waiting.add(check);
        check();
      }),
    async kill() {
      end();
      await ended;
    },
  };
}

export function startedOf(said: readonly Said[]): Started | undefined {
  return said.find((line) => line.kind === 'started');
}

export function savedOf(said: readonly Said[]): { version: number; spread: number }[] {
  return said.flatMap((line) => (line.kind === 'saved' ? [line] : []));
}

function electronBinary(): string {
  const binary = process.env.DESK_ELECTRON;
  if (!binary) throw new Error('DESK_ELECTRON is not set: run these tests by `npm test`.');
  return binary;
}

function ownEnvironment(): Record<string, string | undefined> {
  const hidden = new Set(['ELECTRON_RUN_AS_NODE', ...allParameters().map(({ parameter }) => parameter.env)]);
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !hidden.has(name)));
}
