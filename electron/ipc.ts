import type { IpcMainInvokeEvent, WebFrameMain } from 'electron';
import { ipcMain } from 'electron';
import type { Handlers } from '../shared/operations.ts';
import { failure, type Result } from '../shared/result.ts';
import { ask } from './gateway.ts';

/** The one channel on which the window asks for operations. */
export const invokeChannel = 'desk:invoke';
export const eventChannel = 'desk:event';
export const commandChannel = 'desk:command';

/** What of a frame decides whether it may ask. */
export type Asker = Pick<WebFrameMain, 'parent' | 'origin'> | null;

/**
 * Serves the operations to the top frame of `origin`, and to nobody else. What is asked before the handlers
 * are there waits for them. Returns its undo.
 */
export function serveOperations(handlers: Promise<Handlers>, origin: string): () => void {
  ipcMain.handle(invokeChannel, async (event: IpcMainInvokeEvent, name: unknown, input: unknown) => {
    // Read at once: after the first wait the frame may be gone and this would be null.
    const asker = event.senderFrame;
    return answer(await handlers, origin, asker, name, input);
  });
  return () => ipcMain.removeHandler(invokeChannel);
}

/** Checks who asks; the gateway checks what. */
export async function answer(
  handlers: Handlers,
  origin: string,
  asker: Asker,
  name: unknown,
  input: unknown,
): Promise<Result<unknown>> {
  if (!asker || asker.parent !== null || asker.origin !== origin) {
    return failure('invalid', 'Only the desk’s own window may ask for this.');
  }
  return ask(handlers, name, input);
}
