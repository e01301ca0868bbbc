import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Schedule } from '../../engine/market/replay.ts';
import type { Limits } from './limits.ts';

/** Who is connected, what each is owed, and who has to go when there is no room for all. */
export interface Connections {
  /** A connection has come. There is always room for one more: the longest idle of its kind makes way. */
  opened(socket: Socket): void;
  /** It has shown that it may ask: it has a place among those that may, and its time is its own. */
  admitted(socket: Socket): void;
  /**
   * Answers a request when its turn comes: those of one connection one after the other, and none while it has
   * left too much unread. `answer` resolves once the answer is composed.
   */
  inTurn(response: ServerResponse, answer: () => Promise<void>): void;
  /** Counts the bytes of a body that is kept until its request is answered, or nobody waits for that any more. */
  keeps(response: ServerResponse, bytes: number): void;
  /** Counts the bytes of an answer until it has been taken, or nobody is left to take it. */
  owes(response: ServerResponse, bytes: number): void;
  /** True while something waits to be taken on this connection. */
  isOwed(socket: Socket): boolean;
}

interface Connection {
  readonly socket: Socket;
  admitted: boolean;
  /** Requests whose answer has begun and is not out. */
  underWay: number;
  composing: boolean;
  readonly waiting: (() => void)[];
  /** Bytes of composed answers that are not out. */
  owed: number;
  /** Those, what the waiting requests take, and the bodies of those that are under way. */
  held: number;
  /** Ends the time in which it must show that it may ask. */
  cancel: () => void;
}

/** `refuseLate` tells a connection that its time is over, and ends it. */
export function createConnections(options: {
  limits: Pick<
    Limits,
    'connections' | 'strangers' | 'strangerMs' | 'requestsUnderWay' | 'unsentBytes' | 'heldBytes'
  >;
  schedule: Schedule;
  refuseLate: (socket: Socket) => void;
}): Connections {
  const { limits, schedule, refuseLate } = options;
  /** The longest idle first; whoever is busy keeps the place of its last request. */
  const connections = new Map<Socket, Connection>();
  /** What each request holds, with its answer. */
  const heldFor = new WeakMap<ServerResponse, number>();
  /** What all of them hold. */
  let heldInAll = 0;

  const ofKind = (admitted: boolean) =>
    [...connections.values()].filter((each) => each.admitted === admitted);
  const isIdle = ({ underWay, composing, waiting }: Connection) =>
    underWay === 0 && !composing && waiting.length === 0;

  /** Where a kind has more than its places, the longest idle goes, else the newest, else nobody is idle. */
  function makeRoom(admitted: boolean, newest: Connection): void {
    const kind = ofKind(admitted);
    if (kind.length <= (admitted ? limits.connections : limits.strangers)) return;
    const others = kind.filter((each) => each !== newest);
    // A stranger who only waits to be heard is no better than one who says nothing.
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

  /** Whoever holds the most goes where all together hold more than there is for them. */
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
      // The last to ask is the last to go.
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
      // What has been read is parsed at once, so it may be many: no more of it until there is room.
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

/** What a request takes that waits for its turn, with its answer to be. */
const requestBytes = 4096;
