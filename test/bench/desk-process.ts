import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';

/** The top folder of the project: what Electron is started with. */
export const deskFolder = resolve(import.meta.dirname, '../..');

/** The Electron to run; the bench itself runs on it too. */
export function benchElectron(): string {
  return process.env.DESK_ELECTRON ?? process.execPath;
}

/** Chromium refuses to run as root inside its sandbox. */
export function electronSwitches(): string[] {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

/** What desk-hook.ts does inside the desk's main process. */
export type Command =
  | { readonly kind: 'evaluate'; readonly script: string }
  | { readonly kind: 'key'; readonly type: 'keyDown' | 'keyUp' | 'char'; readonly key: string }
  | {
      readonly kind: 'mouse';
      /** `drag` is a move with the left button down. */
      readonly type: 'down' | 'up' | 'move' | 'drag';
      /** In the page, CSS pixels. */
      readonly x: number;
      readonly y: number;
    }
  | { readonly kind: 'marks' }
  | { readonly kind: 'stalls' }
  | { readonly kind: 'quit' };

/** What happened in the main process, in ms since the epoch. */
export interface Mark {
  readonly what: 'handler' | 'fsync' | 'event';
  /** The operation, for a handler. */
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** Times of a start in ms since the epoch. */
export interface Shown {
  /** The first line of ours ran in the main process. */
  readonly booted: number;
  readonly domReady: number;
  readonly firstPaint: number;
  /** The frame with the element waited for was painted. */
  readonly painted: number;
}

/** A pause of the main process's event loop. */
export interface Stall {
  /** ms since the main process began. */
  readonly at: number;
  readonly ms: number;
}

export interface DeskProcess {
  /** ms since the epoch. */
  readonly started: number;
  readonly shown: Promise<Shown>;
  send<T>(command: Command): Promise<T>;
  /** Ends the desk and waits for it. */
  end(): Promise<void>;
}

/** Starts a real Electron app with desk-hook.ts beside it; `shown` waits for `selector` in its window. */
export function startDesk(options: {
  readonly app: string;
  readonly userData: string;
  readonly selector: string;
}): DeskProcess {
  const { ELECTRON_RUN_AS_NODE: _, ...inherited } = process.env;
  const hook = join(import.meta.dirname, 'desk-hook.ts');
  const started = epochNow();
  const child = spawn(
    benchElectron(),
    [...electronSwitches(), '-r', hook, options.app, `--user-data-dir=${options.userData}`],
    { env: { ...inherited, BENCH_SELECTOR: options.selector }, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] },
  );
  const kill = () => child.kill('SIGKILL');
  process.on('exit', kill);
  const ended = new Promise<void>((done) => child.on('exit', () => done()));
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let lastId = 0;
  let isShown: (shown: Shown) => void = () => {};
  const shown = new Promise<Shown>((resolve, reject) => {
    isShown = resolve;
    void ended.then(() => reject(new Error('the desk ended before it had shown anything')));
  });
  shown.catch(() => {});

  child.on('message', (message: { id?: number; value?: unknown; error?: string; shown?: Shown }) => {
    if (message.shown) isShown(message.shown);
    const asked = waiting.get(message.id ?? 0);
    waiting.delete(message.id ?? 0);
    if (message.error === undefined) asked?.resolve(message.value);
    else asked?.reject(new Error(message.error));
  });
  void ended.then(() => {
    process.off('exit', kill);
    for (const { reject } of waiting.values()) reject(new Error('the desk has ended'));
  });

  return {
    started,
    shown,
    send<T>(command: Command) {
      lastId += 1;
      const id = lastId;
      return new Promise<T>((resolve, reject) => {
        waiting.set(id, { resolve: (value) => resolve(value as T), reject });
        child.send({ id, command });
      });
    },
    async end() {
      child.send({ id: 0, command: { kind: 'quit' } });
      const timer = setTimeout(kill, 15_000);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** ms since the epoch with fractions. */
export function epochNow(): number {
  return performance.timeOrigin + performance.now();
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
