import { type MenuCommand, type MenuRow, menus } from '../../shared/commands.ts';

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** What was pressed, written as commands say their keys: "Mod+Shift+Z", "Space", "ArrowLeft". */
export function keysOf({ key, ctrlKey, metaKey, altKey, shiftKey }: Pressed): string {
  const name = key === ' ' ? 'Space' : key.length === 1 ? key.toUpperCase() : key;
  return [ctrlKey || metaKey ? 'Mod' : [], altKey ? 'Alt' : [], shiftKey ? 'Shift' : [], name]
    .flat()
    .join('+');
}

const signs: Readonly<Record<string, string>> = {
  Mod: 'Ctrl',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
};

/** Keys as people read them: "Ctrl+Shift+Z". */
export function keysInWords(keys: string): string {
  return keys
    .split('+')
    .map((part) => signs[part] ?? part)
    .join('+');
}

/** A hint with the keys that run the same command: "Undo the latest change (Ctrl+Z)". */
export function withKeys(hint: string, command: MenuCommand): string {
  const keys = menuRows.find(({ id }) => id === command)?.keys?.[0];
  return keys ? `${hint} (${keysInWords(keys)})` : hint;
}

const menuRows: readonly MenuRow[] = Object.values(menus).flatMap((sections) => sections.flat());
