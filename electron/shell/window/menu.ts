import { app, dialog, Menu, type MenuItemConstructorOptions } from 'electron';
import { type MenuCommand, type MenuName, type MenuRow, menus } from '../../../shared/commands.ts';

/** The standard menu; what belongs to the desk is asked of the window. */
export function setMenu(
  window: { command(command: MenuCommand): void; restart(): void },
  about: { electron: string; folder: string },
): void {
  const own = (name: MenuName) =>
    menus[name].flatMap((section, index) => [
      ...(index > 0 ? [separator] : []),
      ...section.map((row) => ({ ...shown(row), click: () => window.command(row.id) })),
    ]);
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      { label: '&File', submenu: [...own('File'), separator, { role: 'quit' }] },
      { role: 'editMenu' },
      {
        label: '&View',
        submenu: [
          ...own('View'),
          separator,
          { role: 'resetZoom' },
          { role: 'zoomIn' },
          { role: 'zoomOut' },
          { role: 'togglefullscreen' },
          separator,
          { label: 'Start the window again', click: () => window.restart() },
        ],
      },
      { label: '&Configuration', submenu: own('Configuration') },
      { label: '&Replay', submenu: own('Replay') },
      { role: 'windowMenu' },
      {
        role: 'help',
        submenu: [
          ...own('Help'),
          separator,
          { label: 'About Ensemble Desk', click: () => void showAbout(about) },
        ],
      },
    ]),
  );
}

const separator: MenuItemConstructorOptions = { type: 'separator' };

/** The page takes the keys itself; here they are only shown. Keys without `Mod` would be lost to text fields. */
function shown({ title, keys }: MenuRow): MenuItemConstructorOptions {
  const accelerator = keys?.find((each) => each.startsWith('Mod+'))?.replace('Mod', 'CmdOrCtrl');
  return { label: title, registerAccelerator: false, ...(accelerator && { accelerator }) };
}

function showAbout({ electron, folder }: { electron: string; folder: string }): Promise<unknown> {
  return dialog.showMessageBox({
    type: 'info',
    title: 'About Ensemble Desk',
    message: `Ensemble Desk ${app.getVersion()}`,
    detail: `Electron ${electron}\nData folder: ${folder}\nCharts by TradingView Lightweight Charts™`,
  });
}
