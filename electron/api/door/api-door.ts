import type { ApiState } from '../../../shared/api.ts';
import type { Handlers, HandlersOfOne } from '../../../shared/operations/index.ts';
import { failure, type Result, success } from '../../../shared/result.ts';
import type { ApiOperation } from '../../engine/handlers.ts';
import type { Schedule } from '../../engine/market/replay.ts';
import { freshApiSettings, openApiFile } from '../../files/api-file.ts';
import { createRecentRequests } from './recent-requests.ts';
import type { ApiSwitches } from './switches.ts';
import { createTokenKeeper, type SystemStore } from './token-keeper.ts';

/** The HTTP door of the desk: whether it is open, where, and with which token. */
export interface ApiDoor {
  /** Served to the window only; the API cannot reconfigure itself. */
  readonly handlers: HandlersOfOne<Pick<Handlers, ApiOperation>>;
  state(): ApiState;
  /** Listens where it should. The answer is null, or why nothing listens although it should. */
  open(): Promise<string | null>;
  /**
   * The address and where the token is, as a line for the terminal; never the token itself. Null while nothing
   * listens.
   */
  line(): string | null;
  /** What a person should know of how it was opened, in words. */
  notices(): readonly string[];
  close(): Promise<void>;
}

/** What the server asks of the door and tells it. */
export interface DoorSide {
  readonly port: number;
  /** Looked up at each request: it may be renewed. */
  readonly token: () => string;
  /** True while no token is asked for. */
  readonly open: () => boolean;
  readonly onRequest: (request: Omit<ApiState['recent'][number], 'id'>) => void;
  readonly onReaders: (readers: number) => void;
}

/** Listens on the loopback name. Fails, as a value, where the port cannot be had. */
export type StartApiServer = (side: DoorSide) => Promise<Result<RunningServer>>;

export interface RunningServer {
  /** The token, or whether one is needed, has changed: open streams are checked again. */
  lockChanged(): void;
  close(): Promise<void>;
}

export function openApiDoor(options: {
  folder: string;
  switches: ApiSwitches;
  /** Null where nothing but a file can hand the token to those who need it, as without a window. */
  system: SystemStore | null;
  startServer: StartApiServer;
  onChange: () => void;
  now: () => number;
  schedule: Schedule;
}): ApiDoor {
  const { folder, switches, startServer, onChange, now, schedule } = options;
  const settings = openApiFile({ folder, now });
  let saved = stored() ?? freshApiSettings;
  const keeper = createTokenKeeper({ folder, named: switches.tokenFile, system: options.system });
  const recent = createRecentRequests({ schedule, onChange });
  const fixed = switches.port !== undefined;
  let server: RunningServer | null = null;
  let listening: number | null = null;
  let token = '';
  let problem: string | null = null;
  let readers = 0;
  let changing: Promise<unknown> = Promise.resolve();

  function stored() {
    const read = settings.file.read();
    return read.ok ? read.value : null;
  }

  const on = () => fixed || saved.on;
  const port = () => switches.port ?? saved.port;
  const isOpen = () => switches.open ?? saved.open;

  /** Changes run one after the other: a port is released before the next one is opened. */
  function inTurn<T>(task: () => Promise<T>): Promise<T> {
    const done = changing.then(task);
    changing = done.catch(() => undefined);
    return done;
  }

  async function listen(): Promise<void> {
    if (!server || !on() || listening !== port()) {
      await stop();
      if (on()) problem = await start();
    }
    recent.changed();
  }

  async function start(): Promise<string | null> {
    const kept = keeper.token();
    if (!kept.ok) return kept.problem.message;
    token = kept.value;
    const wanted = port();
    const started = await startServer({
      port: wanted,
      token: () => token,
      open: isOpen,
      onRequest: recent.add,
      onReaders(count) {
        readers = count;
        recent.changed();
      },
    });
    if (!started.ok) return started.problem.message;
    server = started.value;
    listening = wanted;
    return null;
  }

  async function stop(): Promise<void> {
    const running = server;
    server = null;
    listening = null;
    problem = null;
    await running?.close();
    readers = 0;
  }

  const state = (): ApiState => ({
    on: on(),
    port: port(),
    open: isOpen(),
    address: listening === null ? null : `http://127.0.0.1:${listening}`,
    problem,
    token_kept: keeper.kept(),
    fixed,
    readers,
    recent: recent.list(),
  });

  return {
    state,
    async open() {
      await inTurn(listen);
      return problem;
    },
    line() {
      if (listening === null) return null;
      const path = keeper.path();
      const way = isOpen()
        ? 'open to this machine'
        : path === null
          ? 'token in the window, under API'
          : `token in ${path}`;
      return `api: http://127.0.0.1:${listening} (${way})`;
    },
    notices() {
      const alone =
        switches.open && !on() ? '--api-open opens nothing while the API is off; add --api-port 8001.' : null;
      return [settings.notice, keeper.problem(), alone].filter((notice) => notice !== null);
    },
    async close() {
      await inTurn(stop);
      recent.close();
    },
    handlers: {
      'api.configure': (asked) =>
        inTurn(async () => {
          if (fixed) return failure('conflict', setElsewhere);
          if (asked.open !== undefined && switches.open !== undefined) {
            return failure(
              'conflict',
              'Whether the API is open was said at the start (--api-open or DESK_API_OPEN).',
            );
          }
          // If the file was edited meanwhile, start from the edit.
          const present = settings.file.changed() ? (stored() ?? saved) : saved;
          const next = { ...present, ...asked };
          const written = settings.file.write(next);
          if (!written.ok) return written;
          saved = next;
          server?.lockChanged();
          await listen();
          return success(state());
        }),
      'api.token': () => {
        const kept = keeper.token();
        return kept.ok ? success({ token: kept.value }) : kept;
      },
      'api.renew-token': () => {
        const renewed = keeper.renew();
        if (!renewed.ok) return renewed;
        token = renewed.value;
        server?.lockChanged();
        recent.changed();
        return success({ token });
      },
    },
  };
}

const setElsewhere =
  'The API was set at the start (--api-port or DESK_API_PORT). Start the desk without it to change the API here.';
