import type { z } from 'zod';
import type { Asker } from '../../shared/asker.ts';
import { type Handlers, type OperationName, operations } from '../../shared/operations/index.ts';
import { failure, messageOf, type Result, success } from '../../shared/result.ts';
import { Stopped } from '../engine/storage/lease.ts';
import { terminal } from '../shell/terminal/terminal.ts';

/**
 * Calls an operation's handler for both doors: the operation must exist, the input must fit its schema, and an
 * exception of the handler becomes an answer. `handlers` may lack operations that a door does not serve.
 */
export async function ask(
  handlers: Partial<Handlers>,
  name: unknown,
  input: unknown,
  asker: Asker,
): Promise<Result<unknown>> {
  if (typeof name !== 'string' || !Object.hasOwn(operations, name) || !Object.hasOwn(handlers, name)) {
    return failure('not-found', 'There is no such operation.');
  }
  const operation = name as OperationName;
  const understood = understand(operations[operation].input as z.ZodType, input, operation);
  if (!understood.ok) return understood;
  try {
    const handle = handlers[operation] as Handle;
    return await handle(understood.value, asker);
  } catch (bug) {
    // The database was closed during a read because the desk is ending.
    if (bug instanceof Stopped) return failure('cancelled', 'The desk is ending.');
    terminal.bug(bug);
    return failure('internal', `${operation} failed: ${messageOf(bug)}`);
  }
}

type Handle = (input: unknown, asker: Asker) => Promise<Result<unknown>> | Result<unknown>;

/** Parses outside input. If it is refused, the message begins with `what` and names every field concerned. */
export function understand<T>(schema: z.ZodType<T>, input: unknown, what: string): Result<T> {
  if (holdsPrototype(input)) {
    return failure('invalid', `${what} was not understood: "__proto__" names nothing.`);
  }
  const parsed = schema.safeParse(input);
  if (parsed.success) return success(parsed.data);
  const { issues } = parsed.error;
  const details = issues.slice(0, mostDetails).map((issue) => ({
    path: issue.path.join('.'),
    message: issue.message.replace(/^Invalid input: expected (\w+), received undefined$/, 'is missing ($1)'),
  }));
  const words = details.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; ');
  const more = issues.length > mostDetails ? `; and ${issues.length - mostDetails} more` : '';
  return failure('invalid', `${what} was not understood: ${words}${more}`, details);
}

/** Most problems that are listed, so that the answer is not larger than the request. */
const mostDetails = 100;

/** zod drops such a key without an error. */
function holdsPrototype(input: unknown): boolean {
  if (input === null || typeof input !== 'object') return false;
  // Not recursive: input over IPC may be deeply nested or cyclic.
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
