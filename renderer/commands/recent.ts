import { z } from 'zod';

const storageKey = 'ensemble-desk.recent-commands';
const most = 8;

/** Ids of the commands that were chosen in the palette last, the latest first. */
export function recentCommands(storage: Pick<Storage, 'getItem'> = localStorage): readonly string[] {
  try {
    const read = z.array(z.string()).safeParse(JSON.parse(storage.getItem(storageKey) ?? '[]'));
    return read.success ? read.data.slice(0, most) : [];
  } catch {
    return [];
  }
}

export function rememberCommand(id: string, storage: Pick<Storage, 'getItem' | 'setItem'> = localStorage) {
  const others = recentCommands(storage).filter((other) => other !== id);
  storage.setItem(storageKey, JSON.stringify([id, ...others].slice(0, most)));
}
