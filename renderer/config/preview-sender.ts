/** Sends a stream of drafts at most once per frame, newest wins, one under way at a time. */
export interface PreviewSender<T> {
  push(draft: T): void;
  /** Sends what still waits and resolves when nothing is under way. */
  settle(): Promise<void>;
  /** Forgets what waits; resolves when nothing is under way. */
  drop(): Promise<void>;
}

/** The first draft leaves at once; `nextFrame` runs its argument in the next animation frame. */
export function createPreviewSender<T>(
  send: (draft: T) => Promise<unknown>,
  nextFrame: (run: () => void) => unknown,
): PreviewSender<T> {
  let waiting: { draft: T } | null = null;
  let underWay: Promise<void> | null = null;
  let sentThisFrame = false;

  function flush() {
    if (!waiting || underWay || sentThisFrame) return;
    const { draft } = waiting;
    waiting = null;
    sentThisFrame = true;
    nextFrame(() => {
      sentThisFrame = false;
      flush();
    });
    underWay = send(draft).then(done, done);
  }

  function done() {
    underWay = null;
    flush();
  }

  return {
    push(draft) {
      waiting = { draft };
      flush();
    },
    async settle() {
      while (waiting || underWay) {
        sentThisFrame = false;
        flush();
        await underWay;
      }
    },
    async drop() {
      waiting = null;
      await underWay;
    },
  };
}
