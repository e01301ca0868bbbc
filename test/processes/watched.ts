import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { eachLine } from '../../scripts/lib/start/lines.mjs';
import { within } from './within.ts';

/** A process that is watched by what it says. */
export interface Watched {
  readonly process: ChildProcess;
  /**
   * Resolves with the first line, said already or still to come, that fits. Fails when the process ends without it,
   * or says nothing of the kind for `ms`.
   */
  line(wanted: RegExp, ms?: number): Promise<string>;
  /** Everything said so far on both streams, empty lines and noise left out. */
  said(): readonly string[];
  /**
   * Exit code, or the signal's name, once both streams are read to their end. Fails with what was said where the
   * process runs on for `ms`.
   */
  end(ms?: number): Promise<number | string>;
  /** Ends what is left of it and of its process group, by force. */
  kill(): Promise<void>;
}

export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Lines that mean nothing. */
  readonly isNoise?: (line: string) => boolean;
}

/** What a first start takes on a machine that is several times as busy as it should be. */
const linePatience = 60_000;
const endPatience = 20_000;

/** Starts a command in a process group of its own, as a shell does. */
export function watch({ command, args, env, cwd, isNoise = () => false }: Command): Watched {
  const child = spawn(command, args, { env, cwd, stdio: 'pipe', detached: true });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  let over = false;
  const look = () => {
    for (const check of [...waiting]) check();
  };
  const ended = once(child, 'close').then(([code, signal]) => {
    over = true;
    look();
    return (code ?? signal) as number | string;
  });
  for (const stream of [child.stdout, child.stderr]) {
    eachLine(stream, (text) => {
      const line = text.replace(/\r$/, '');
      if (line === '' || isNoise(line)) return;
      lines.push(line);
      look();
    });
  }
  const withSaid = (problem: string) => `${problem} It said:\n${lines.join('\n')}`;

  return {
    process: child,
    said: () => lines,
    line(wanted, ms = linePatience) {
      const found = new Promise<string>((resolve, reject) => {
        const check = () => {
          const line = lines.find((each) => wanted.test(each));
          if (line === undefined && !over) return;
          waiting.delete(check);
          if (line !== undefined) resolve(line);
          else reject(new Error(withSaid(`It ended without ${wanted}.`)));
        };
        waiting.add(check);
        check();
      });
      return within(ms, found, () => withSaid(`No ${wanted} within ${ms} ms.`));
    },
    end: (ms = endPatience) => within(ms, ended, () => withSaid(`It still runs after ${ms} ms.`)),
    async kill() {
      try {
        if (child.pid) process.kill(-child.pid, 'SIGKILL');
      } catch {
        // All of it has ended.
      }
      await ended;
    },
  };
}
