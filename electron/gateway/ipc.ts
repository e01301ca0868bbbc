import { setMaxListeners } from 'node:events';
import type { IpcMainInvokeEvent, WebContents, WebFrameMain } from 'electron';
import { ipcMain } from 'electron';
import { type Asker, windowAsker } from '../../shared/asker.ts';
import type { Handlers } from '../../shared/operations/index.ts';
import { failure, type Result } from '../../shared/result.ts';
import { ask } from './gateway.ts';

/** The one channel on which the window asks for operations. */
export const invokeChannel = 'desk:invoke';
export const eventChannel = 'desk:event';
export const commandChannel = 'desk:command';

/** The properties of a frame that decide whether it may ask. */
export type Frame = Pick<WebFrameMain, 'parent' | 'origin'> | null;

/**
 * Serves the operations to the top frame of `origin`, and to nobody else; `onLeft` is told when its page ends.
 * What is asked before the handlers are there waits for them; where there will be none, the answer is why.
 * Returns its undo.
 */
export function serveOperations(
  handlers: Promise<Result<Handlers>>,
  origin: string,
  onLeft: (asker: Asker) => void = () => undefined,
): () => void {
  const followed = new WeakSet<WebContents>();
  let leaving = new AbortController();

  function left(): void {
    leaving.abort();
    leaving = new AbortController();
    onLeft(windowAsker);
  }

  ipcMain.handle(invokeChannel, async (event: IpcMainInvokeEvent, name: unknown, input: unknown) => {
    // Read at once: after the first wait the frame may be gone and this would be null.
    const frame = event.senderFrame;
    if (!followed.has(event.sender)) {
      followed.add(event.sender);
      followPage(event.sender, left);
    }
    const gone = leaving.signal;
    // A page may ask for much at once, all of which ends with it.
    setMaxListeners(0, gone);
    return answer(await handlers, origin, frame, name, input, { ...windowAsker, gone });
  });
  return () => ipcMain.removeHandler(invokeChannel);
}

/** Checks who asks; the gateway checks what. */
export async function answer(
  handlers: Result<Handlers>,
  origin: string,
  frame: Frame,
  name: unknown,
  input: unknown,
  asker: Asker = windowAsker,
): Promise<Result<unknown>> {
  if (!frame || frame.parent !== null || frame.origin !== origin) {
    return failure('invalid', 'Only the desk’s own window may ask for this.');
  }
  return handlers.ok ? ask(handlers.value, name, input, asker) : handlers;
}

/** Calls `left` whenever the page that asks is no more: it crashed, was closed, or another is loaded. */
function followPage(page: WebContents, left: () => void): void {
  page.on('render-process-gone', left);
  page.on('destroyed', left);
  page.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
    if (isMainFrame && !isSameDocument) left();
  });
}
