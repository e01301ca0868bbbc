import { app, BrowserWindow } from 'electron';
import { endSignals, takeOverSignals } from './early-signals.ts';
import type { LauncherLink } from './launcher-link.ts';
import { terminal } from './terminal/terminal.ts';

/** How the desk ends. */
export interface Ending {
  begun(): boolean;
  begin(code: number): void;
  /** The desk could not start: whoever ends it, it ends with 1. */
  hasFailed(): void;
  /** The last step alone, where there is nothing to close. */
  leave(code: number): void;
  /** What has to be closed before the process goes; until it is said there is nothing. */
  closes(close: () => Promise<unknown>): void;
}

/** A desk that nobody watches any more is gone after this time, whatever hangs. */
const orphanMs = 4500;
const windowMs = 1000;
const lastWordsMs = 500;

/**
 * Everything is stored before the process goes, whoever asked it to end: a window, a signal, or the end of the
 * launcher unless the desk is `detached` from it. Must be called before the app is ready.
 */
export function prepareEnding(options: { link: LauncherLink; headless: boolean; detached: boolean }): Ending {
  const { link, headless, detached } = options;
  const { hangups, asked } = takeOverSignals();
  let close: () => Promise<unknown> = async () => undefined;
  let ending = false;
  let failed = false;

  const leave = (code: number) => {
    void terminal.flushed(lastWordsMs).finally(() => {
      // Removes the lock's socket from the temporary folder, which app.exit does not do.
      app.releaseSingleInstanceLock();
      app.exit(failed ? 1 : code);
    });
  };
  const begin = (code: number) => {
    if (ending) return;
    ending = true;
    link.tell('ending');
    void close()
      .catch((bug: unknown) => terminal.bug(bug))
      .finally(() => leave(code));
  };
  const ask = () => {
    // Windows close first, so that their places are saved.
    if (headless || !app.isReady()) return begin(0);
    app.quit();
    // Their places are saved by now. The signal may have reached Chromium's other processes too, and Chromium
    // starts those again and again for as long as there is a window.
    for (const window of BrowserWindow.getAllWindows()) window.destroy();
  };
  const listen = () => {
    for (const signal of endSignals) {
      process.off(signal, ask);
      if (signal !== 'SIGHUP' || hangups) process.on(signal, ask);
    }
  };

  listen();
  if (asked) begin(0);
  // While it gets ready, Electron puts its own handlers in their place, which let a second signal kill the desk.
  app.once('ready', listen);
  app.on('before-quit', () => link.tell('ending'));
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', (event) => {
    if (!ending) event.preventDefault();
    begin(0);
  });
  if (!detached) {
    link.onGone(() => {
      setTimeout(() => process.kill(process.pid, 'SIGKILL'), orphanMs);
      ask();
      setTimeout(() => begin(0), windowMs);
    });
  }
  return {
    begun: () => ending,
    begin,
    hasFailed() {
      failed = true;
    },
    leave,
    closes(next) {
      close = next;
    },
  };
}
