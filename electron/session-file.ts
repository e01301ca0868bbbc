import { z } from 'zod';
import { freshSession, type SessionStorage, sessionSchema } from './engine/session.ts';
import { openJsonFile } from './json-file.ts';

const boundsSchema = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().min(1),
  height: z.int().min(1),
  maximized: z.boolean(),
});
export type WindowBounds = z.infer<typeof boundsSchema>;

const documentSchema = z.object({ session: sessionSchema, window: boundsSchema.nullable() });

/** `session.json`: where the user left off, and the window's place. */
export interface SessionFile extends SessionStorage {
  windowBounds(): WindowBounds | null;
  saveWindowBounds(bounds: WindowBounds): void;
}

export function openSessionFile(
  folder: string,
  now: () => number,
): { file: SessionFile; notice: string | null } {
  const { file, notice } = openJsonFile({ folder, name: 'session', schema: documentSchema, now });
  const read = file.read();
  let document = (read.ok && read.value) || { session: freshSession, window: null };

  /** A session that cannot be saved is no reason to disturb anyone: the next one is as good. */
  function keep(next: typeof document): void {
    if (JSON.stringify(next) === JSON.stringify(document)) return;
    if (file.write(next).ok) document = next;
  }

  return {
    notice,
    file: {
      load: () => document.session,
      save: (session) => keep({ ...document, session }),
      windowBounds: () => document.window,
      saveWindowBounds: (window) => keep({ ...document, window }),
    },
  };
}
