import { join } from 'node:path';
import { BrowserWindow, nativeTheme, screen } from 'electron';
import type { MenuCommand } from '../../../shared/commands.ts';
import type { DeskEvent } from '../../../shared/desk.ts';
import type { WindowBounds } from '../../files/session-file.ts';
import { commandChannel, eventChannel } from '../../gateway/ipc.ts';
import { elapsed, schedule } from '../clock.ts';
import { createAudience } from './audience.ts';
import { type Area, fittingZoom, openingBounds, smallestSize, within } from './bounds.ts';
import { recoverPage } from './page-recovery.ts';

export interface DeskWindow {
  /** Dropped while the window is hidden: it asks for a snapshot when it is shown again. */
  send(event: DeskEvent): void;
  command(command: MenuCommand): void;
  /** Loads the page again: it may have been left closed after crashes. */
  restart(): void;
  show(): void;
  readonly browserWindow: BrowserWindow;
}

/** Opens the desk's window at `url`, where it stood last. */
export function openWindow(options: {
  url: string;
  folder: string;
  bounds: WindowBounds | null;
  onBounds: (bounds: WindowBounds) => void;
  /** Tells the user in words what happened to the window. */
  tell: (message: string) => void;
  /** The page has gone, and with it what it had begun. */
  onPageGone: () => void;
}): DeskWindow {
  const smallest = smallestSize(workAreas());
  const opening = openingBounds(options.bounds, workAreas());
  const window = new BrowserWindow({
    ...opening,
    minWidth: smallest.width,
    minHeight: smallest.height,
    show: false,
    title: 'Ensemble Desk',
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#0e1116' : '#f5f6f8',
    webPreferences: {
      preload: join(options.folder, 'preload.cjs'),
      contextIsolation: true,
      nodeIntegration: false,
      sandbox: true,
      webviewTag: false,
      spellcheck: false,
      zoomFactor: fittingZoom(opening),
    },
  });
  if (options.bounds?.maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  const audience = createAudience(window);
  window.on('close', () => {
    options.onBounds({ ...window.getNormalBounds(), maximized: window.isMaximized() });
  });
  keepOnScreen(window);

  const load = () => void window.loadURL(options.url);
  const { tell, onPageGone: onGone } = options;
  const page = recoverPage({ window, load, tell, onGone, elapsed, schedule });
  // Where no event can stop a page from leaving (a refused form, about:blank), the desk comes back.
  window.webContents.on('did-navigate', (_event, url) => {
    if (new URL(url).host !== new URL(options.url).host) load();
  });
  load();

  return {
    browserWindow: window,
    send(event) {
      if (window.isDestroyed() || !page.alive() || !audience.listens()) return;
      // Electron reports a killed page a moment late, and would complain on the terminal meanwhile.
      const { mainFrame } = window.webContents;
      if (!mainFrame.isDestroyed()) mainFrame.send(eventChannel, event);
    },
    command(command) {
      if (page.alive()) window.webContents.send(commandChannel, command);
    },
    restart: page.restart,
    show() {
      if (!page.alive()) page.restart();
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
  };
}

/** A screen that goes or gets smaller takes no part of the window with it. */
function keepOnScreen(window: BrowserWindow): void {
  const fit = () => {
    const { width, height } = smallestSize(workAreas());
    window.setMinimumSize(width, height);
    const bounds = window.getBounds();
    const fitting = within(screen.getDisplayMatching(bounds).workArea, bounds);
    if (!window.isMaximized() && !window.isFullScreen()) window.setBounds(fitting);
  };
  screen.on('display-removed', fit);
  screen.on('display-metrics-changed', fit);
  window.on('closed', () => {
    screen.off('display-removed', fit);
    screen.off('display-metrics-changed', fit);
  });
}

/** Of all screens, the primary one first. */
function workAreas(): Area[] {
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id);
  return [primary, ...others].map(({ workArea }) => workArea);
}
