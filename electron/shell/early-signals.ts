import { hangupsWanted } from './signals.ts';

/** What a terminal, a service manager or the end of a session sends to end a program. */
export const endSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

// Read before any handler is installed: a handler hides that the signal was ignored.
const hangups = hangupsWanted();
let asked = false;
const note = () => {
  asked = true;
};
for (const signal of endSignals) if (signal !== 'SIGHUP' || hangups) process.on(signal, note);

/**
 * Hands the signals over to who can end the desk: whether a hangup ends it, and whether one has come already. This
 * module is evaluated before all others, because a signal may come while those are loaded.
 */
export function takeOverSignals(): { readonly hangups: boolean; readonly asked: boolean } {
  for (const signal of endSignals) process.off(signal, note);
  return { hangups, asked };
}
