import { closeSync, constants, openSync, readFileSync, readlinkSync, writeSync } from 'node:fs';
import { constants as system } from 'node:os';
import { join } from 'node:path';

/** The process that runs the desk with a data folder. */
export function deskOf(data: string): number {
  return Number(readlinkSync(join(data, 'SingletonLock')).split('-').at(-1));
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** The fields of /proc/PID/stat after the name: state, parent, group and so on. */
function statOf(pid: number): string[] {
  return readFileSync(`/proc/${pid}/stat`, 'utf8').split(/\) /).at(-1)?.split(' ') ?? [];
}

export function parentOf(pid: number): number {
  return Number(statOf(pid)[1]);
}

/** The processes that a process has started and not yet collected. */
export function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

/** Whether a process has a handler for a signal. */
export function hears(pid: number, signal: NodeJS.Signals): boolean {
  try {
    const [, caught = '0'] =
      /^SigCgt:\s*([0-9a-f]+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return (BigInt(`0x${caught}`) & (1n << BigInt(system.signals[signal] - 1))) !== 0n;
  } catch {
    return false;
  }
}

/** Whether a process has ended, also where its parent has not collected it yet. */
export function hasEnded(pid: number): boolean {
  try {
    return statOf(pid)[0] === 'Z';
  } catch {
    return true;
  }
}

/** The processor time a process has used so far, in seconds. */
export function processorSeconds(pid: number): number {
  const fields = statOf(pid);
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Writes to a terminal that nobody reads until it takes no more. */
export function fillTerminal(path: string) {
  const fd = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  const takesMore = () => {
    try {
      return writeSync(fd, '.') > 0;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return false;
      throw error;
    }
  };
  let bytes = 0;
  while (takesMore()) bytes += 1;
  return { bytes, takesMore, close: () => closeSync(fd) };
}
