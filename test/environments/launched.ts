import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Watched, watch } from '../processes/watched.ts';

export const top = resolve(import.meta.dirname, '../..');
/** The full length of what is shortened in `npm test`. */
export const full = process.env.DESK_FULL === '1';
/** Root may do everything, which is not what most users are. */
export const ordinaryUser = 'setpriv --reuid=65534 --regid=65534 --clear-groups';

/** Folders of one test: a data folder to be, and a temporary folder of its own in which nothing may be left. */
export interface Place {
  readonly folder: string;
  readonly data: string;
  readonly temporary: string;
  left(): readonly string[];
  remove(): void;
}

export function newPlace(from?: string): Place {
  // Short: sockets are made below it.
  const folder = mkdtempSync(join(tmpdir(), 'de-'));
  const temporary = join(folder, 't');
  mkdirSync(temporary);
  if (from) cpSync(from, join(folder, 'data'), { recursive: true });
  return {
    folder,
    data: join(folder, 'data'),
    temporary,
    left: () => readdirSync(temporary),
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }),
  };
}

export interface LaunchOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What a shell does first. */
  readonly before?: string;
  /** The command that runs it, with its arguments. */
  readonly by?: string;
  /** What follows, for a shell. */
  readonly after?: string;
}

/** Starts the desk by the launcher, in a shell and a process group of its own. */
export function launch(place: Place, args: readonly string[], options: LaunchOptions = {}): Watched {
  const { before = '', by = '', after = '' } = options;
  const quoted = ['node', join(top, 'scripts/enter.cjs'), 'start', ...args].map(quote).join(' ');
  return shell(place, `${before} ${after ? '' : 'exec'} ${by} ${quoted} ${after}`, options);
}

/** Runs a command line of a shell. */
export function shell(place: Place, command: string, { cwd = top, env }: LaunchOptions = {}): Watched {
  return watch({ command: 'bash', args: ['-c', command], cwd, env: { ...environment(place), ...env } });
}

/** The environment of a user: nothing of the test run's own reaches the desk. */
function environment(place: Place): NodeJS.ProcessEnv {
  const hidden =
    /^(ELECTRON_RUN_AS_NODE|DESK_API_|INIT_CWD|DISPLAY|WAYLAND_DISPLAY|_$|VITEST|NODE_OPTIONS|TEST)/;
  const inherited = Object.entries(process.env).filter(([name]) => !hidden.test(name));
  return { ...Object.fromEntries(inherited), TMPDIR: place.temporary };
}

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** Whether the desk answers by HTTP. */
export function answers(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(3000) }).then(
    (response) => response.ok || response.status === 503,
    () => false,
  );
}

/** Sends a change of the configuration to a desk that takes requests without a token. */
export async function change(port: number, category: string, values: object): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/api/v1/config/${category}`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(values),
    signal: AbortSignal.timeout(5000),
  });
  if (!response.ok) throw new Error(await response.text());
}
