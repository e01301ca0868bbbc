import { useEffect } from 'react';
import { deskNow } from '../store.ts';
import type { Command } from './command.ts';
import { keysOf } from './keys.ts';
import { commands } from './table.ts';

/** Runs the commands by their keys while mounted. Keys that a field or control uses itself are left to it. */
export function useShortcuts(): void {
  useEffect(() => {
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}

const byKeys: ReadonlyMap<string, Command> = new Map(
  commands.flatMap((command) => (command.keys ?? []).map((keys) => [keys, command] as const)),
);

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented) return;
  const keys = keysOf(event);
  const command = byKeys.get(keys);
  if (!command || isOwned(keys, event.target)) return;
  event.preventDefault();
  if (!command.whyNot?.(deskNow())) command.run();
}

/** Whether the keys belong to what has the focus. */
function isOwned(keys: string, target: EventTarget | null): boolean {
  if (document.querySelector('dialog[open]')) return true;
  if (!(target instanceof Element)) return false;
  // Text fields undo their own typing.
  if (editing.has(keys)) return target.closest('input:not([type=checkbox]), textarea') !== null;
  if (/^(Mod|F\d)/.test(keys)) return false;
  if (keys === 'Space' && target.closest('button, summary, a')) return true;
  return (
    target.closest(
      'input, select, textarea, [role=slider], [role=tab], [role=radio], [role=toolbar], [role=separator], [role=menu]',
    ) !== null
  );
}

const editing = new Set(['Mod+Z', 'Mod+Shift+Z', 'Mod+Y']);
