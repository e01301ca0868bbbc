import { createOutput } from '../../../scripts/shared/output.mjs';

/**
 * The only way this process writes to its terminal. Nothing here waits or fails: what a full, stopped or closed
 * terminal does not take is left out.
 */
export const terminal = {
  /** What the desk was started for, on stdout: one line. */
  say: (line: string): void => out.line(line),
  /** What somebody should know, on stderr: one line. */
  warn: (line: string): void => err.line(line),
  /** A bug with its stack, on stderr. Only its first line begins at the margin. */
  bug(bug: unknown): void {
    const text = bug instanceof Error ? (bug.stack ?? bug.message) : String(bug);
    const [first = '', ...rest] = text.split('\n');
    err.line(`bug: ${first}`);
    for (const line of rest) err.line(`    ${line.trim()}`);
  },
  /** Settles when everything is written, or after `ms`. */
  async flushed(ms: number): Promise<void> {
    await Promise.all([out.flushed(ms), err.flushed(ms)]);
  },
};

const out = createOutput(1);
const err = createOutput(2);
