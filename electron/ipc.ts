import type { IpcMainInvokeEvent, WebFrameMain } from 'electron';
import { ipcMain } from 'electron';
import { type Handlers, type OperationName, operations } from '../shared/operations.ts';
import { failure, type Result } from '../shared/result.ts';

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

/** Checks who asks and what, then calls the handler. A handler's bug is answered, not thrown. */
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
  if (typeof name !== 'string' || !Object.hasOwn(operations, name)) {
    return failure('not-found', 'There is no such operation.');
  }
  const operation = name as OperationName;
  if (holdsPrototype(input)) {
    return failure('invalid', `${operation} was not understood: "__proto__" names nothing.`);
  }
  const parsed = operations[operation].input.safeParse(input);
  if (!parsed.success) {
    const details = parsed.error.issues.map((issue) => ({
      path: issue.path.join('.'),
      message: issue.message,
    }));
    const words = details.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; ');
    return failure('invalid', `${operation} was not understood: ${words}`, details);
  }
  try {
    const handle = handlers[operation] as (input: unknown) => Promise<Result<unknown>> | Result<unknown>;
    return await handle(parsed.data);
  } catch (bug) {
    console.error(bug);
    return failure('internal', `${operation} failed: ${bug instanceof Error ? bug.message : String(bug)}`);
  }
}

/** The schemas would leave such a key out in silence and take the rest. */
function holdsPrototype(input: unknown): boolean {
  // What comes over the channel may be as deep as it likes, and go round in circles.
  const reached = new Set<object>();
  const waiting: unknown[] = [input];
  for (let value = waiting.pop(); value !== undefined || waiting.length > 0; value = waiting.pop()) {
    if (value === null || typeof value !== 'object' || reached.has(value)) continue;
    if (Object.hasOwn(value, '__proto__')) return true;
    reached.add(value);
    for (const inner of Object.values(value)) waiting.push(inner);
  }
  return false;
}
