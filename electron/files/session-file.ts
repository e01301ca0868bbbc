import { z } from 'zod';
import { freshSession, type SessionStorage, sessionSchema } from '../engine/instruments/session.ts';
import { type JsonFileOptions, openJsonFile } from './json-file.ts';
import type { VersionedSchema } from './versioned-schema.ts';

const boundsSchema = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().min(1),
  height: z.int().min(1),
  maximized: z.boolean(),
});
export type WindowBounds = z.infer<typeof boundsSchema>;

const documentSchema = z.object({ session: sessionSchema, window: boundsSchema.nullable() });

/** Version 1 had no number. Up to version 2 one dataset was open at a time. */
export const sessionLayout: VersionedSchema<z.infer<typeof documentSchema>> = {
  schema: documentSchema,
  steps: [(document) => document, withOpenList],
  unnamed: 1,
};

function withOpenList({ session, ...document }: Record<string, unknown>): Record<string, unknown> {
  if (typeof session !== 'object' || session === null || !('dataset' in session))
    return { ...document, session };
  const { speed, playing, ...rest } = session as Record<string, unknown>;
  const { dataset } = rest;
  return { ...document, session: { ...rest, open: dataset === null ? [] : [{ dataset, speed, playing }] } };
}

/** `session.json`: where the user left off, and the window's place. */
export interface SessionFile extends SessionStorage {
  windowBounds(): WindowBounds | null;
  saveWindowBounds(bounds: WindowBounds): void;
}

export function openSessionFile(options: Omit<JsonFileOptions<unknown>, 'name' | 'layout'>): {
  file: SessionFile;
  notice: string | null;
} {
  const { file, notice } = openJsonFile({ ...options, name: 'session', layout: sessionLayout });
  const read = file.read();
  let document = (read.ok && read.value) || { session: freshSession, window: null };

  /** Nobody is told when a session cannot be saved: the next one is as good. */
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
