import { type Result, success } from '../../shared/result.ts';
import type { Engine, EngineOptions } from '../engine/engine.ts';
import { type ApiDoor, type DoorSide, openApiDoor, type RunningServer } from './door/api-door.ts';
import type { ReadSwitches } from './door/switches.ts';
import type { SystemStore } from './door/token-keeper.ts';
import { createApiServer } from './http/server.ts';
import { sweepUploads } from './http/uploads.ts';
import { createMetrics } from './metrics/metrics.ts';
import { createReference } from './reference/reference.ts';
import { routes } from './routes/routes.ts';

/** The API of one desk: its door, what is counted, and the server behind the door. */
export interface DeskApi extends Pick<ApiDoor, 'handlers' | 'state' | 'close'> {
  readonly observer: EngineOptions['observer'];
  /**
   * Counts from the engine's own counters and opens the door where it is switched on. The answer is null, or in
   * words why nothing listens although it should.
   */
  begin(engine: Engine): Promise<string | null>;
  /**
   * The address and where the token is, as a line for the terminal; never the token itself. Null while nothing
   * listens.
   */
  line(): string | null;
}

export function createDeskApi(options: {
  /** The desk's data folder. */
  folder: string;
  about: EngineOptions['about'];
  said: ReadSwitches;
  system: SystemStore | null;
  engine: () => Promise<Engine>;
  /** Whether the data is open. */
  ready: () => boolean;
  now: () => number;
  elapsed: () => number;
  schedule: EngineOptions['schedule'];
}): DeskApi {
  const { folder, about, said, system, engine, ready, now, elapsed, schedule } = options;
  const metrics = createMetrics({ about, routes, schedule });

  async function startServer(side: DoorSide): Promise<Result<RunningServer>> {
    const server = createApiServer({
      engine: await engine(),
      folder,
      token: side.token,
      open: side.open,
      version: about.version,
      ready,
      now,
      elapsed,
      schedule,
      pages: { metrics, ...createReference(routes, about.version) },
      onRequest({ route, ...request }) {
        side.onRequest(request);
        metrics.requests.onRequest({ ...request, route: route ?? 'none' });
      },
      onReaders(readers) {
        side.onReaders(readers);
        metrics.requests.onReaders(readers);
      },
      onReaderDropped: metrics.requests.onReaderDropped,
    });
    const listening = await server.listen(side.port);
    if (listening.ok) return success(server);
    await server.close();
    return listening;
  }

  const door = openApiDoor({
    folder,
    switches: said.switches,
    system,
    startServer,
    onChange: () => void engine().then((running) => running.apiChanged()),
    now,
    schedule,
  });

  return {
    handlers: door.handlers,
    state: door.state,
    close: door.close,
    line: door.line,
    observer: metrics.observer,
    async begin(running) {
      metrics.connect(running.handlers);
      await sweepUploads(folder);
      const problem = await door.open();
      for (const notice of [...said.ignored, ...door.notices()]) running.notice('warning', notice);
      return problem && `The API is not on: ${problem}`;
    },
  };
}
