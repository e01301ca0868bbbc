import type { Schedule } from '../../engine/market/replay.ts';

/** What of Electron's app is needed here. */
interface GraphicsHost {
  on(
    event: 'child-process-gone',
    listener: (event: unknown, gone: { readonly type: string }) => void,
  ): unknown;
  readonly commandLine: { appendSwitch(name: string): void; removeSwitch(name: string): void };
}

/** Chromium ends the whole desk once its graphics process has failed so many times; this puts no limit to it. */
const unlimited = 'disable-gpu-process-crash-limit';
const withinMs = 1000;

/**
 * Lets the desk outlive its graphics process for a second. A signal to the whole process group, as at the end of a
 * session, ends that process too and the one that would start it again; Chromium then ends the desk before the
 * signal is even told, and nothing would be stored. Where graphics fail for another reason, Chromium's limit holds
 * afterwards, by which it goes on without hardware. Must be called before the app is ready.
 */
export function outliveGraphics(app: GraphicsHost, schedule: Schedule, ending: () => boolean): void {
  app.commandLine.appendSwitch(unlimited);
  app.on('child-process-gone', (_event, { type }) => {
    if (type !== 'GPU') return;
    schedule(() => {
      if (!ending()) app.commandLine.removeSwitch(unlimited);
    }, withinMs);
  });
}
