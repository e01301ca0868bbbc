import { useEffect } from 'react';
import { runCommand } from './commands.ts';
import { redo, undo } from './config/history.ts';
import { callOrToast } from './desk.ts';
import { backToCurrent } from './prediction/inspector-store.ts';

/** What the keyboard does anywhere in the window, for the list shown to people. */
export const shortcuts = [
  { keys: 'Space', action: 'Play or pause the replay' },
  { keys: '← →', action: 'Step one 1H bar back or forward' },
  { keys: 'Ctrl+1', action: 'Desk' },
  { keys: 'Ctrl+2', action: 'Data and models' },
  { keys: 'Ctrl+3', action: 'Experiments' },
  { keys: 'Ctrl+Z', action: 'Undo the latest change of the configuration' },
  { keys: 'Ctrl+Shift+Z', action: 'Redo it; Ctrl+Y too' },
  { keys: 'Ctrl+O', action: 'Import market data' },
  { keys: 'Ctrl+Shift+A', action: 'API for scripts and other programs' },
  { keys: 'Ctrl+Shift+L', action: 'Dark or light' },
  { keys: 'Enter', action: 'In a field: take the value' },
  { keys: 'Esc', action: 'In a field or while dragging: take the change back' },
  { keys: '↑ ↓ or j k', action: 'In a list of trades or flips: show the next one on the chart' },
  { keys: 'Click a candle', action: 'Inspect that bar; Esc goes back to the current one' },
] as const;

/** Listens while mounted. Keys that a field or control uses itself are left to it. */
export function useShortcuts(): void {
  useEffect(() => {
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.altKey) return;
  const asked = (event.ctrlKey || event.metaKey) && historyKey(event);
  if (asked) {
    if (isText(event.target) || document.querySelector('dialog[open]')) return;
    asked();
  } else if (event.shiftKey) return;
  else if (event.ctrlKey || event.metaKey) {
    if (event.key === '1') runCommand('show-desk');
    else if (event.key === '2') runCommand('show-data');
    else if (event.key === '3') runCommand('show-experiments');
    else return;
  } else {
    if (isOwnedByControl(event)) return;
    if (event.key === ' ') runCommand('play-pause');
    else if (event.key === 'ArrowLeft') callOrToast('replay.step', { bars: -1 });
    else if (event.key === 'Escape') backToCurrent();
    else if (event.key === 'ArrowRight') callOrToast('replay.step', { bars: 1 });
    else return;
  }
  event.preventDefault();
}

/** What undoes or redoes, if the key is for that. */
function historyKey({ key, shiftKey }: KeyboardEvent): (() => void) | null {
  const letter = key.toLowerCase();
  if (letter === 'z') return shiftKey ? redo : undo;
  return letter === 'y' && !shiftKey ? redo : null;
}

/** Text fields undo their own typing. */
function isText(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input:not([type=checkbox]), textarea') !== null;
}

function isOwnedByControl(event: KeyboardEvent): boolean {
  const target = event.target instanceof Element ? event.target : null;
  if (document.querySelector('dialog[open]')) return true;
  if (event.key === ' ' && target?.closest('button, summary, a')) return true;
  return Boolean(
    target?.closest('input, select, textarea, [role=slider], [role=tab], [role=radio], [role=toolbar]'),
  );
}
