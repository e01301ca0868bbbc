import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Writes an Electron app whose window, of the desk's size, shows one word: the yardstick for what a window costs. */
export async function writeEmptyApp(folder: string): Promise<string> {
  await mkdir(folder);
  await writeFile(join(folder, 'package.json'), '{ "main": "main.cjs" }');
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Empty</title><p>Empty</p>');
  await writeFile(
    join(folder, 'main.cjs'),
    `const { app, BrowserWindow } = require('electron');
app.setPath('userData', app.commandLine.getSwitchValue('user-data-dir'));
app.on('window-all-closed', () => app.quit());
app.whenReady().then(() => {
  const webPreferences = { contextIsolation: true, sandbox: true };
  const window = new BrowserWindow({ width: 1440, height: 900, show: false, webPreferences });
  window.once('ready-to-show', () => window.show());
  window.loadFile('index.html');
});
`,
  );
  return folder;
}

/** Runs in the page: something moves in every frame, from now on or no longer. */
export function animate(on: boolean): void {
  const shown: HTMLElement =
    document.querySelector<HTMLElement>('#bench-moving') ??
    document.body.appendChild(
      Object.assign(document.createElement('div'), { id: 'bench-moving', textContent: 'moving' }),
    );
  shown.style.cssText = 'position:fixed;top:50%;left:0';
  shown.dataset.on = String(on);
  const move = (at: number) => {
    if (shown.dataset.on !== 'true') return;
    shown.style.left = `${at % 1000}px`;
    requestAnimationFrame(move);
  };
  if (on) requestAnimationFrame(move);
}
