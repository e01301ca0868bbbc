import { app, dialog, Menu, type MenuItemConstructorOptions } from 'electron';
import type { MenuCommand } from '../../../shared/bridge.ts';

/** The standard menu; what belongs to the desk is asked of the window. */
export function setMenu(
  window: { command(command: MenuCommand): void; restart(): void },
  about: { electron: string; folder: string },
): void {
  const item = (label: string, accelerator: string, asked: MenuCommand): MenuItemConstructorOptions => ({
    label,
    accelerator,
    click: () => window.command(asked),
  });
  const separator: MenuItemConstructorOptions = { type: 'separator' };

  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      {
        label: '&File',
        submenu: [
          item('Import market data…', 'CmdOrCtrl+O', 'import'),
          separator,
          item('API for other programs…', 'CmdOrCtrl+Shift+A', 'show-api'),
          separator,
          { role: 'quit' },
        ],
      },
      { role: 'editMenu' },
      {
        label: '&View',
        submenu: [
          item('Desk', 'CmdOrCtrl+1', 'show-desk'),
          item('Data and models', 'CmdOrCtrl+2', 'show-data'),
          item('Experiments', 'CmdOrCtrl+3', 'show-experiments'),
          separator,
          item('Dark or light', 'CmdOrCtrl+Shift+L', 'toggle-theme'),
          separator,
          { role: 'resetZoom' },
          { role: 'zoomIn' },
          { role: 'zoomOut' },
          { role: 'togglefullscreen' },
          separator,
          { label: 'Start the window again', click: () => window.restart() },
        ],
      },
      { label: '&Replay', submenu: [item('Play or pause', 'CmdOrCtrl+P', 'play-pause')] },
      { role: 'windowMenu' },
      {
        role: 'help',
        submenu: [{ label: 'About Ensemble Desk', click: () => void showAbout(about) }],
      },
    ]),
  );
}

function showAbout({ electron, folder }: { electron: string; folder: string }): Promise<unknown> {
  return dialog.showMessageBox({
    type: 'info',
    title: 'About Ensemble Desk',
    message: `Ensemble Desk ${app.getVersion()}`,
    detail: `Electron ${electron}\nData folder: ${folder}\nCharts by TradingView Lightweight Charts™`,
  });
}
