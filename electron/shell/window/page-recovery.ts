import { type BrowserWindow, dialog, type RenderProcessGoneDetails } from 'electron';
import { createCrashLimit } from './crash-limit.ts';

/** Brings the page of a window back when its process ends or hangs. */
export interface PageRecovery {
  /** False from a crash until the page is loaded again. */
  alive(): boolean;
  /** Loads the page again, whatever state it is in. */
  restart(): void;
}

/** Chromium has waited for an answer already when it says that a page hangs. */
const patienceMs = 5_000;

/**
 * A page that crashes or hangs comes back by itself, and the user is told. After three times within a minute it
 * stays down until the user asks for it: the rest of the desk does not depend on its window.
 */
export function recoverPage(options: {
  window: BrowserWindow;
  /** Loads the page; a crashed one gets a new process. */
  load: () => void;
  /** Tells the user in words what happened. */
  tell: (message: string) => void;
  /** The page has gone, and with it what it had begun. */
  onGone: () => void;
  elapsed: () => number;
  schedule: (task: () => void, ms: number) => () => void;
}): PageRecovery {
  const { window, load, tell, onGone, elapsed, schedule } = options;
  const crashes = createCrashLimit(elapsed);
  let alive = true;
  let hangs = false;
  let stopWaiting = () => {};

  function restart(): void {
    crashes.reset();
    load();
  }

  function gone(details: RenderProcessGoneDetails): void {
    if (window.isDestroyed() || details.reason === 'clean-exit') return;
    alive = false;
    stopWaiting();
    onGone();
    const why = hangs ? 'did not answer any more' : `ended unexpectedly (${wordsFor(details)})`;
    hangs = false;
    if (crashes.reached()) {
      tell(`The window ${why} for the third time within a minute and was left closed.`);
      void offerRestart();
      return;
    }
    tell(`The window ${why} and was opened again where it stood. The engine went on without it.`);
    // Electron ends the whole process when a page is loaded inside this very event.
    setImmediate(() => !window.isDestroyed() && load());
  }

  async function offerRestart(): Promise<void> {
    const { response } = await dialog.showMessageBox(window, {
      type: 'error',
      title: 'Ensemble Desk',
      message: 'The window has stopped three times within a minute.',
      detail:
        'The engine, the API and the replay go on, and nothing that was saved is lost. ' +
        'Start the window again now, or later with View › Start the window again.',
      buttons: ['Start the window again', 'Leave it for now'],
      defaultId: 0,
      cancelId: 1,
    });
    if (response === 0 && !alive && !window.isDestroyed()) restart();
  }

  const { webContents } = window;
  webContents.on('render-process-gone', (_event, details) => gone(details));
  webContents.on('did-start-loading', () => {
    alive = true;
  });
  window.on('unresponsive', () => {
    stopWaiting();
    stopWaiting = schedule(() => {
      hangs = true;
      webContents.forcefullyCrashRenderer();
    }, patienceMs);
  });
  window.on('responsive', () => stopWaiting());
  window.on('closed', () => stopWaiting());

  return { alive: () => alive, restart };
}

function wordsFor({ reason, exitCode }: RenderProcessGoneDetails): string {
  const words: Partial<Record<RenderProcessGoneDetails['reason'], string>> = {
    killed: 'it was killed',
    crashed: 'it crashed',
    oom: 'it ran out of memory',
    'launch-failed': 'it could not be started',
  };
  return `${words[reason] ?? reason}, code ${exitCode}`;
}
