import type { MenuCommand } from '../shared/bridge.ts';
import { showApi } from './api/api-store.ts';
import { chooseImport } from './data/import-store.ts';
import { callOrToast } from './desk.ts';
import { deskStore } from './store.ts';
import { chooseTheme, themeStore } from './theme.ts';
import { showView } from './view.ts';

/** What the menu and the shortcuts can ask of the window. */
export function runCommand(command: MenuCommand): void {
  commands[command]();
}

const commands: Readonly<Record<MenuCommand, () => void>> = {
  import: () => void chooseImport(),
  'show-desk': () => showView('desk'),
  'show-data': () => showView('data'),
  'show-experiments': () => showView('experiments'),
  'show-api': showApi,
  'toggle-theme': () => chooseTheme(themeStore.getState().shown === 'dark' ? 'light' : 'dark'),
  'play-pause': () => {
    const { mirror } = deskStore.getState();
    if (mirror) void callOrToast(mirror.replay.playing ? 'replay.pause' : 'replay.play', {});
  },
};
