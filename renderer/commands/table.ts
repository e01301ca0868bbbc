import { cacheNames } from '../../shared/caches.ts';
import { type MenuCommand, type MenuName, type MenuRow, menus } from '../../shared/commands.ts';
import { showApi } from '../api/api-store.ts';
import { redo, reloadConfig, undo } from '../config/history.ts';
import { chooseImport } from '../data/import-store.ts';
import { callOrToast } from '../desk.ts';
import { openDialog } from '../dialogs/dialog-store.ts';
import { focusNextBorder } from '../layout/focus-border.ts';
import {
  type PanelId,
  panelIds,
  resetLayout,
  showPanel,
  togglePanel,
  toggleTallActivity,
} from '../layout/layout-store.ts';
import { backToCurrent, inspectionStore } from '../prediction/inspector-store.ts';
import { showProfiles } from '../profiles/profiles-store.ts';
import { type DeskMirror, deskStore } from '../store.ts';
import { chooseTheme, themeStore } from '../theme.ts';
import { askTrial } from '../trial/trial-store.ts';
import { showToast } from '../ui/toast-store.ts';
import { showView, viewStore } from '../view.ts';
import type { Command } from './command.ts';
import { commandsOfPlaces } from './places.ts';

type Action = Omit<Command, keyof MenuRow | 'group'>;

const everyPanel = [...panelIds, 'prediction'] as const;

/** What the commands of the menu do; their words and keys are in shared/commands.ts. */
const menuActions: Readonly<Record<MenuCommand, Action>> = {
  import: { words: ['csv', 'parquet', 'open file'], run: () => void chooseImport() },
  'show-api': { words: ['http', 'curl', 'token'], run: showApi },
  'show-desk': { run: () => showView('desk') },
  'show-data': { words: ['train', 'bundles', 'datasets'], run: () => showView('data') },
  'show-experiments': { run: () => showView('experiments') },
  'show-palette': { run: () => openDialog('palette') },
  'toggle-parameters': { panels: ['parameters'], run: () => toggleOnDesk('parameters') },
  'toggle-activity': { panels: ['activity'], run: () => toggleOnDesk('activity') },
  'toggle-caches': { panels: ['caches'], run: () => toggleOnDesk('caches') },
  'reset-layout': { panels: everyPanel, run: onDesk(resetLayout) },
  'toggle-theme': {
    run: () => chooseTheme(themeStore.getState().shown === 'dark' ? 'light' : 'dark'),
  },
  undo: {
    whyNot: ({ config }) => (config.can_undo ? whyHeld(config) : 'There is nothing to undo.'),
    panels: ['parameters'],
    run: undo,
  },
  redo: {
    whyNot: ({ config }) => (config.can_redo ? whyHeld(config) : 'There is nothing to redo.'),
    panels: ['parameters'],
    run: redo,
  },
  'try-values': {
    words: ['trial'],
    panels: ['parameters'],
    whyNot: ({ config }) => (config.trial ? 'One trial runs already: keep it or take it back first.' : null),
    run: () => askTrial([]),
  },
  'show-profiles': { panels: ['parameters'], run: showProfiles },
  'reload-config': { words: ['config.json'], run: () => void reloadConfig() },
  'reset-all': { words: ['defaults'], panels: ['parameters'], run: () => openDialog('reset-all') },
  'play-pause': {
    panels: ['prediction'],
    whyNot: whyNoReplay,
    run() {
      const playing = deskStore.getState().mirror?.replay.playing;
      void callOrToast(playing ? 'replay.pause' : 'replay.play', {});
    },
  },
  'step-back': { whyNot: whyNoReplay, run: () => void callOrToast('replay.step', { bars: -1 }) },
  'step-forward': { whyNot: whyNoReplay, run: () => void callOrToast('replay.step', { bars: 1 }) },
  jump: { words: ['go to time'], panels: ['prediction'], whyNot: whyNoReplay, run: () => openDialog('jump') },
  'show-shortcuts': { run: () => openDialog('shortcuts') },
};

const menuCommands = (Object.entries(menus) as [MenuName, readonly (readonly MenuRow[])[]][]).flatMap(
  ([group, sections]) =>
    sections.flat().map((row): Command => ({ group, ...row, ...menuActions[row.id as MenuCommand] })),
);

/** The one table: a command is added here, or above where it also stands in the menu. */
export const commands: readonly Command[] = [
  ...menuCommands,
  {
    id: 'back-to-current',
    title: 'Back to the current bar',
    group: 'Chart',
    keys: ['Escape'],
    panels: ['prediction'],
    whyNot: () => (inspectionStore.getState().inspection ? null : 'The current bar is shown.'),
    run: backToCurrent,
  },
  {
    id: 'next-border',
    title: 'Resize panels: go to the next border',
    group: 'View',
    keys: ['F6'],
    whyNot: () => (viewStore.getState().view === 'desk' ? null : 'Only the desk has panels to resize.'),
    run: focusNextBorder,
  },
  {
    id: 'tall-activity',
    title: 'Activity: toggle half height',
    group: 'View',
    panels: ['activity'],
    run: onDesk(toggleTallActivity),
  },
  ...cacheNames.map(
    (name): Command => ({
      id: `clear-cache:${name}`,
      title: `Clear ${name} cache`,
      group: 'Caches',
      panels: ['caches'],
      run: () => void callOrToast('caches.clear', { name }),
    }),
  ),
  { id: 'show-about', title: 'About Ensemble Desk', group: 'Help', run: () => openDialog('about') },
];

/** All that can be asked for now. */
export function allCommands(desk: DeskMirror): readonly Command[] {
  return [...commands, ...commandsOfPlaces(desk)];
}

/** Runs what the menu asks for; where it cannot be run now, says why. */
export function runCommand(id: MenuCommand): void {
  const command = commands.find((each) => each.id === id);
  const { mirror } = deskStore.getState();
  if (!command || !mirror) return;
  const reason = command.whyNot?.(mirror);
  if (reason) showToast('info', reason);
  else command.run();
}

/** What changes the panels is done in sight of them. */
function onDesk(run: () => void): () => void {
  return () => {
    showView('desk');
    run();
  };
}

/** Shows the panel where another screen hides it; else opens or closes it. */
function toggleOnDesk(panel: PanelId): void {
  const hidden = viewStore.getState().view !== 'desk';
  showView('desk');
  if (hidden) showPanel(panel);
  else togglePanel(panel);
}

function whyHeld({ preview }: DeskMirror['config']): string | null {
  return preview ? 'A value is being dragged.' : null;
}

function whyNoReplay({ replay }: DeskMirror): string | null {
  return replay.bars === 0 ? 'There is no data to replay.' : null;
}
