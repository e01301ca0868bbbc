import { join } from 'node:path';
import { BrowserWindow, nativeTheme, screen } from 'electron';
import type { DeskEvent } from '../shared/desk.ts';
import type { MenuCommand } from '../shared/operations.ts';
import type { WindowBounds } from './files/session-file.ts';
import { commandChannel, eventChannel } from './ipc.ts';

export interface DeskWindow {
  /** Dropped while nobody can see the window: it asks for a snapshot when it is shown again. */
  send(event: DeskEvent): void;
  command(command: MenuCommand): void;
  show(): void;
  readonly browserWindow: BrowserWindow;
}

const smallest = { width: 1024, height: 700 };
const usual = { width: 1440, height: 900 };

/** Opens the desk's window at `url`, where it stood last. */
export function openWindow(options: {
  url: string;
  folder: string;
  bounds: WindowBounds | null;
  onBounds: (bounds: WindowBounds) => void;
}): DeskWindow {
  const window = new BrowserWindow({
    ...(options.bounds && onScreen(options.bounds) ? options.bounds : usual),
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
    },
  });
  if (options.bounds?.maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () => {
    options.onBounds({ ...window.getNormalBounds(), maximized: window.isMaximized() });
  });
  // A page that has crashed comes back with a snapshot; everything it showed lives in this process.
  window.webContents.on('render-process-gone', () => void window.loadURL(options.url));
  // Where no event can stop a page from leaving (a refused form, about:blank), the desk comes back.
  window.webContents.on('did-navigate', (_event, url) => {
    if (new URL(url).host !== new URL(options.url).host) void window.loadURL(options.url);
  });
  void window.loadURL(options.url);

  return {
    browserWindow: window,
    send(event) {
      if (!window.isDestroyed() && window.isVisible() && !window.isMinimized()) {
        window.webContents.send(eventChannel, event);
      }
    },
    command: (command) => window.webContents.send(commandChannel, command),
    show() {
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
  };
}

/** A monitor may have gone since the last time. */
function onScreen(bounds: WindowBounds): boolean {
  return screen.getAllDisplays().some(({ workArea }) => {
    const across =
      Math.min(bounds.x + bounds.width, workArea.x + workArea.width) - Math.max(bounds.x, workArea.x);
    const down =
      Math.min(bounds.y + bounds.height, workArea.y + workArea.height) - Math.max(bounds.y, workArea.y);
    return across > 100 && down > 100;
  });
}
