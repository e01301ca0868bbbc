/** Bounds on what the server accepts and keeps. */
export interface Limits {
  /** Most connections that have authenticated. */
  readonly connections: number;
  /** Most connections that have not authenticated yet, and how long each may take. */
  readonly strangers: number;
  readonly strangerMs: number;
  /** Most requests of one connection that are answered at the same time. */
  readonly requestsUnderWay: number;
  /** Unsent bytes of one connection from which no further request of it is started. */
  readonly unsentBytes: number;
  /**
   * Unsent bytes and request bodies of all connections together. Over it, the connection that holds the most is
   * closed.
   */
  readonly heldBytes: number;
  readonly headerBytes: number;
  readonly headersTimeoutMs: number;
  /** For a JSON body, from the end of the headers. */
  readonly bodyTimeoutMs: number;
  /** For a whole upload. */
  readonly uploadTimeoutMs: number;
  /** How long a connection with unsent bytes may take none of them. */
  readonly answerTimeoutMs: number;
  readonly jsonBytes: number;
  /** The sustained rate; as many again are accepted in a burst. */
  readonly requestsPerSecond: number;
  readonly changesPerSecond: number;
  readonly eventReaders: number;
  readonly uploadsAtOnce: number;
  /** How far a reader of events may lag behind before it is dropped, and how far back a stream can be resumed. */
  readonly eventsKept: number;
  readonly eventBytesKept: number;
  readonly heartbeatMs: number;
}

export const defaultLimits: Limits = {
  connections: 256,
  strangers: 32,
  strangerMs: 5000,
  requestsUnderWay: 8,
  unsentBytes: 4 * 1024 * 1024,
  heldBytes: 64 * 1024 * 1024,
  headerBytes: 16 * 1024,
  headersTimeoutMs: 10_000,
  bodyTimeoutMs: 15_000,
  uploadTimeoutMs: 600_000,
  answerTimeoutMs: 30_000,
  jsonBytes: 1024 * 1024,
  requestsPerSecond: 50_000,
  changesPerSecond: 5000,
  eventReaders: 64,
  uploadsAtOnce: 2,
  eventsKept: 10_000,
  eventBytesKept: 8 * 1024 * 1024,
  heartbeatMs: 15_000,
};

/** A token bucket: accepts `perSecond` requests a second, and as many at once after a pause. */
export interface Bucket {
  /** 0 when it may pass, else the seconds to wait. */
  take(): number;
}

/** `elapsed` is a monotonic clock, ms. */
export function createBucket(perSecond: number, elapsed: () => number): Bucket {
  let tokens = perSecond;
  let filled = elapsed();
  return {
    take() {
      const time = elapsed();
      tokens = Math.min(perSecond, tokens + ((time - filled) / 1000) * perSecond);
      filled = time;
      if (tokens < 1) return Math.max(1, Math.ceil((1 - tokens) / perSecond));
      tokens -= 1;
      return 0;
    },
  };
}
