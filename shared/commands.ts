/** A command that also stands in the application's menu: what the menu and the window both need to know of it. */
export interface MenuRow {
  readonly id: string;
  readonly title: string;
  /** Keys that run it, e.g. "Mod+Shift+Z"; `Mod` is Ctrl, on a Mac Command. The first is the one shown. */
  readonly keys?: readonly string[];
}

/**
 * The desk's own part of the menu: per menu its sections, per section its commands. What each does is said in
 * renderer/commands/table.ts, which also lists the commands that stand in no menu.
 */
export const menus = {
  File: [
    [{ id: 'import', title: 'Import market data…', keys: ['Mod+O'] }],
    [{ id: 'show-api', title: 'API for other programs…', keys: ['Mod+Shift+A'] }],
  ],
  View: [
    [
      { id: 'show-desk', title: 'Desk', keys: ['Mod+1'] },
      { id: 'show-data', title: 'Data and models', keys: ['Mod+2'] },
      { id: 'show-experiments', title: 'Experiments', keys: ['Mod+3'] },
    ],
    [{ id: 'show-palette', title: 'All commands…', keys: ['Mod+K'] }],
    [
      { id: 'toggle-parameters', title: 'Parameters: show or hide', keys: ['Mod+B'] },
      { id: 'toggle-activity', title: 'Activity: show or hide', keys: ['Mod+J'] },
      { id: 'toggle-caches', title: 'Caches: show or hide', keys: ['Mod+E'] },
      { id: 'reset-layout', title: 'Reset the layout' },
    ],
    [{ id: 'toggle-theme', title: 'Switch between dark and light', keys: ['Mod+Shift+L'] }],
  ],
  Configuration: [
    [
      { id: 'undo', title: 'Undo the latest change', keys: ['Mod+Z'] },
      { id: 'redo', title: 'Redo the change', keys: ['Mod+Shift+Z', 'Mod+Y'] },
    ],
    [
      { id: 'try-values', title: 'Try other values for a while…' },
      { id: 'show-profiles', title: 'Profiles…' },
    ],
    [
      { id: 'reload-config', title: 'Reload from file' },
      { id: 'reset-all', title: 'Reset all parameters…' },
    ],
  ],
  Replay: [
    [
      { id: 'play-pause', title: 'Play or pause', keys: ['Space', 'Mod+P'] },
      { id: 'step-back', title: 'Step one 1H bar back', keys: ['ArrowLeft'] },
      { id: 'step-forward', title: 'Step one 1H bar forward', keys: ['ArrowRight'] },
    ],
    [{ id: 'jump', title: 'Jump to date…', keys: ['Mod+G'] }],
  ],
  Help: [[{ id: 'show-shortcuts', title: 'Keyboard shortcuts', keys: ['F1'] }]],
} as const satisfies Readonly<Record<string, readonly (readonly MenuRow[])[]>>;

export type MenuName = keyof typeof menus;
export type MenuCommand = (typeof menus)[MenuName][number][number]['id'];
