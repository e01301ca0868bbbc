import type { OperationInput, OperationName } from '../../../shared/operations/index.ts';
import { headlessArguments, startInTerminal, type TerminalDesk } from '../../e2e/fixtures/process.ts';
import { freePort } from '../../processes/free-port.ts';

/** The built desk, driven over its HTTP door. */
export interface DrivenDesk extends TerminalDesk {
  /** The status and the body; rejects when the desk ends before it has answered. */
  ask<Name extends OperationName>(
    name: Name,
    input: OperationInput<Name>,
  ): Promise<{ readonly status: number; readonly body: unknown }>;
  /**
   * Sends SIGTERM, to the whole process group if so asked, as at the end of a session; tells how it ended and after
   * how many milliseconds.
   */
  terminate(whole?: 'group'): Promise<{ readonly code: number | string; readonly ms: number }>;
}

/** Starts the desk over `folder`; headless unless it is to have a window. */
export async function startDesk(folder: string, options: { window?: boolean } = {}): Promise<DrivenDesk> {
  const port = await freePort();
  const desk = startInTerminal(folder, {
    args: [...(options.window ? [] : headlessArguments), '--api-port', String(port), '--api-open'],
  });
  return {
    ...desk,
    async ask(name, input) {
      const answer = await fetch(`http://127.0.0.1:${port}/api/v1/operations/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(input),
      });
      return { status: answer.status, body: await answer.json() };
    },
    async terminate(whole) {
      const began = performance.now();
      const { pid } = desk.process;
      if (pid !== undefined) process.kill(whole === 'group' ? -pid : pid, 'SIGTERM');
      const code = await desk.end(60_000);
      return { code, ms: performance.now() - began };
    },
  };
}
