import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Schedule } from '../../engine/market/replay.ts';
import type { Limits } from './limits.ts';

/** The open connections, the bytes waiting to be sent on each, and which one is closed when there are too many. */
export interface Connections {
  /**
   * Registers a new connection. If there are too many of its kind, the one that has been idle longest is closed.
   */
  opened(socket: Socket): void;
  /** The connection has authenticated: from now on it counts as admitted, and its time limit is lifted. */
  admitted(socket: Socket): void;
  /**
   * Answers a request when its turn comes. Requests of one connection are answered one after the other, and none is
   * started while too many bytes are unsent. `answer` resolves once the answer is complete.
   */
  inTurn(response: ServerResponse, answer: () => Promise<void>): void;
  /** Counts the bytes of a body for as long as its request is under way. */
  keeps(response: ServerResponse, bytes: number): void;
  /** Counts the bytes of an answer until it has been sent or the connection is gone. */
  owes(response: ServerResponse, bytes: number): void;
  /** True while part of an answer has not been sent on this connection. */
  isOwed(socket: Socket): boolean;
}

interface Connection {
  readonly socket: Socket;
  admitted: boolean;
  /** Requests whose answer has been started and not been sent completely. */
  underWay: number;
  composing: boolean;
  readonly waiting: (() => void)[];
  /** Bytes of finished answers that have not been sent. */
  owed: number;
  /** `owed`, plus an allowance for each waiting request and the bodies of the requests under way. */
  held: number;
  /** Cancels the time limit within which it must authenticate. */
  cancel: () => void;
}

/** `refuseLate` answers a connection that did not authenticate in time, and closes it. */
export function createConnections(options: {
  limits: Pick<
    Limits,
    'connections' | 'strangers' | 'strangerMs' | 'requestsUnderWay' | 'unsentBytes' | 'heldBytes'
  >;
  schedule: Schedule;
  refuseLate: (socket: Socket) => void;
}): Connections {
  const { limits, schedule, refuseLate } = options;
  /** In the order of their last requests, the longest ago first. */
  const connections = new Map<Socket, Connection>();
  /** Bytes held for each request and its answer. */
  const heldFor = new WeakMap<ServerResponse, number>();
  /** The total of `held`. */
  let heldInAll = 0;

  const ofKind = (admitted: boolean) =>
    [...connections.values()].filter((each) => each.admitted === admitted);
  const isIdle = ({ underWay, composing, waiting }: Connection) =>
    underWay === 0 && !composing && waiting.length === 0;

  /**
   * If there are too many of a kind, closes the one that has been idle longest. If none is idle, closes the newest
   * admitted one or the oldest stranger.
   */
  function makeRoom(admitted: boolean, newest: Connection): void {
    const kind = ofKind(admitted);
    if (kind.length <= (admitted ? limits.connections : limits.strangers)) return;
    const others = kind.filter((each) => each !== newest);
    // Strangers get no credit for a request that is still waiting.
    const gone = others.find(isIdle) ?? (admitted ? newest : others[0]);
    drop(gone ?? newest);
  }

  function drop(connection: Connection): void {
    forget(connection);
    connection.socket.destroy();
  }

  function forget(connection: Connection): void {
    connection.cancel();
    connection.waiting.length = 0;
    if (connections.delete(connection.socket)) heldInAll -= connection.held;
  }

  /** If the total is over its limit, closes the connection that holds the most. */
  function hold(connection: Connection, bytes: number): void {
    if (!connections.has(connection.socket)) return;
    connection.held += bytes;
    heldInAll += bytes;
    while (heldInAll > limits.heldBytes) {
      drop([...connections.values()].reduce((most, each) => (each.held > most.held ? each : most)));
    }
  }

  function holdUntilClosed(response: ServerResponse, bytes: number): Connection | null {
    const connection = connections.get(response.req.socket);
    if (!connection || response.closed) return null;
    const before = heldFor.get(response);
    heldFor.set(response, (before ?? 0) + bytes);
    if (before === undefined) {
      response.once('close', () => hold(connection, -(heldFor.get(response) ?? 0)));
    }
    hold(connection, bytes);
    return connection;
  }

  function next(connection: Connection): void {
    const { socket, waiting } = connection;
    if (waiting.length < limits.requestsUnderWay && socket.isPaused()) socket.resume();
    if (connection.composing || connection.underWay >= limits.requestsUnderWay) return;
    if (connection.owed >= limits.unsentBytes) return;
    const begin = waiting.shift();
    if (!begin) return;
    hold(connection, -requestBytes);
    begin();
  }

  return {
    opened(socket) {
      const connection: Connection = {
        socket,
        admitted: false,
        underWay: 0,
        composing: false,
        waiting: [],
        owed: 0,
        held: 0,
        cancel: schedule(() => refuseLate(socket), limits.strangerMs),
      };
      connections.set(socket, connection);
      socket.once('close', () => forget(connection));
      makeRoom(false, connection);
    },
    admitted(socket) {
      const connection = connections.get(socket);
      if (!connection || connection.admitted) return;
      connection.admitted = true;
      connection.cancel();
      makeRoom(true, connection);
    },
    inTurn(response, answer) {
      const { socket } = response.req;
      const connection = connections.get(socket);
      if (!connection) {
        response.destroy();
        return;
      }
      // Moves it to the end of the map, which is ordered by the last request.
      connections.delete(socket);
      connections.set(socket, connection);
      connection.waiting.push(() => {
        connection.composing = true;
        connection.underWay += 1;
        response.once('close', () => {
          connection.underWay -= 1;
          next(connection);
        });
        void answer().finally(() => {
          connection.composing = false;
          next(connection);
        });
      });
      // Node parses all requests of a packet at once, so there may be many: stop reading until there is room.
      if (connection.waiting.length > limits.requestsUnderWay) socket.pause();
      hold(connection, requestBytes);
      next(connection);
    },
    keeps: (response, bytes) => void holdUntilClosed(response, bytes),
    owes(response, bytes) {
      const connection = holdUntilClosed(response, bytes);
      if (!connection) return;
      connection.owed += bytes;
      response.once('close', () => {
        connection.owed -= bytes;
      });
    },
    isOwed: (socket) => (connections.get(socket)?.owed ?? 0) > 0,
  };
}

/** Estimated memory of a waiting request and its response object. */
const requestBytes = 4096;
