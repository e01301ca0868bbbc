import { Socket } from 'node:net';

/** The pipe between a desk and the launcher that started it. */
export interface LauncherLink {
  /** Tells the launcher where the desk stands; without a launcher nobody is told. */
  tell(state: 'ready' | 'not-ready' | 'ending'): void;
  /** Calls back once when the launcher has gone; at once where it went before. */
  onGone(callback: () => void): void;
}

const variable = 'DESK_LAUNCHER_FD';

/**
 * Takes up the pipe that a launcher hands over by naming its descriptor in DESK_LAUNCHER_FD. Its end is the
 * launcher's end, however that came about. A desk started without a launcher watches nothing.
 */
export function linkToLauncher(environment: NodeJS.ProcessEnv): LauncherLink {
  const fd = Number(environment[variable]);
  // What this process starts has no business with it.
  delete environment[variable];
  const callbacks: (() => void)[] = [];
  let gone = false;
  const leave = () => {
    if (gone) return;
    gone = true;
    for (const callback of callbacks) callback();
  };
  const socket = open(fd);
  socket?.on('error', leave).on('end', leave).on('close', leave).resume();
  return {
    tell(state) {
      if (socket && !gone) socket.write(`${state}\n`);
    },
    onGone(callback) {
      if (gone) callback();
      else callbacks.push(callback);
    },
  };
}

function open(fd: number): Socket | null {
  if (!Number.isInteger(fd) || fd < 3) return null;
  try {
    return new Socket({ fd, readable: true, writable: true, allowHalfOpen: true });
  } catch {
    // The variable was inherited, the descriptor was not.
    return null;
  }
}
