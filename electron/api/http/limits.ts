/** How much one process will bear. */
export interface Limits {
  /** Connections of those who may ask. */
  readonly connections: number;
  /** Connections that have not shown yet that they may ask, and how long each has for it. */
  readonly strangers: number;
  readonly strangerMs: number;
  /** Of one connection. */
  readonly requestsUnderWay: number;
  /** Answers that are not taken: no further request of that connection begins. */
  readonly unsentBytes: number;
  /** Those of all together, and the bodies that are being read or answered: whoever has the most goes. */
  readonly heldBytes: number;
  readonly headerBytes: number;
  readonly headersTimeoutMs: number;
  /** For a JSON body, from the end of the headers. */
  readonly bodyTimeoutMs: number;
  /** For a whole upload. */
  readonly uploadTimeoutMs: number;
  /** For an answer of which nothing is taken meanwhile. */
  readonly answerTimeoutMs: number;
  readonly jsonBytes: number;
  /** Sustained, with as many again at once. */
  readonly requestsPerSecond: number;
  readonly changesPerSecond: number;
  readonly eventReaders: number;
  readonly uploadsAtOnce: number;
  /** What a reader of events may lag behind before it is dropped, and what can be resumed. */
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

/** Lets `perSecond` through, and as many at once after a pause. */
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
