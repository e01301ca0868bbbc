import { app } from 'electron';
import type { Result } from '../shared/result.ts';
import type { DeskApi } from './api/desk-api.ts';
import type { Engine } from './engine/engine.ts';

/** How the desk ends. */
export interface Ending {
  begun(): boolean;
  begin(code: number): void;
}

/** Everything is stored before the process goes, whoever asked it to end, and at whatever moment of the start. */
export function endCleanly(options: {
  creating: Promise<Result<Engine>>;
  /** Tells what is being started that the desk ends. */
  leaving: AbortController;
  deskApi: Pick<DeskApi, 'close'>;
  headless: boolean;
}): Ending {
  const { creating, leaving, deskApi, headless } = options;
  let ending = false;
  const end = (code: number) => {
    if (ending) return;
    ending = true;
    leaving.abort();
    void leave().finally(() => app.exit(code));
  };
  async function leave(): Promise<void> {
    // The door first: nobody is let into an engine that goes.
    await deskApi.close();
    const engine = await creating;
    if (engine.ok) await engine.value.close();
  }
  app.on('window-all-closed', () => app.quit());
  // Windows have closed by then and said where they stood.
  app.on('will-quit', (event) => {
    if (!ending) event.preventDefault();
    end(0);
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => (headless ? end(0) : app.quit()));
  }
  return { begun: () => ending, begin: end };
}
