import { readFileSync } from 'node:fs';
import { constants } from 'node:os';

/** Whether SIGHUP should end this process: not where whoever started it had it ignored, as `nohup` does. */
export function hangupsWanted(): boolean {
  try {
    const [, ignored = '0'] =
      /^SigIgn:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    return (BigInt(`0x${ignored}`) & (1n << BigInt(constants.signals.SIGHUP - 1))) === 0n;
  } catch {
    // Only Linux tells.
    return true;
  }
}

/** Signals whose usual effect harms a desk. */
export function takeHarmFromSignals(): void {
  // Node would open its inspector to every program on this machine.
  process.on('SIGUSR1', () => undefined);
  // A write beyond the limit of file sizes then fails like one on a full disk.
  process.on('SIGXFSZ', () => undefined);
}
