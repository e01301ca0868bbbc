import { app } from 'electron';
import type { DeskApi } from './api/desk-api.ts';
import type { Engine } from './engine/engine.ts';

/** How the desk ends. */
export interface Ending {
  begun(): boolean;
  begin(code: number): void;
}

/** Everything is stored before the process goes, whoever asked it to end. */
export function endCleanly(options: {
  creating: Promise<Engine>;
  deskApi: Pick<DeskApi, 'close'>;
  headless: boolean;
}): Ending {
  const { creating, deskApi, headless } = options;
  let ending = false;
  const end = (code: number) => {
    if (ending) return;
    ending = true;
    // The door first: nobody is let into an engine that goes.
    void deskApi
      .close()
      .then(() => creating)
      .then((engine) => engine.close())
      .finally(() => app.exit(code));
  };
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
