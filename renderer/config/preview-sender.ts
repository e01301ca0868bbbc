/** Sends a stream of drafts, newest wins, one under way at a time, the next one not before the frame after an answer. */
export interface PreviewSender<T> {
  push(draft: T): void;
  /** Sends what still waits and resolves when nothing is under way. */
  settle(): Promise<void>;
  /** Forgets what waits; resolves when nothing is under way. */
  drop(): Promise<void>;
}

/**
 * The first draft leaves at once; `nextFrame` runs its argument in the next animation frame. It is asked for
 * after an answer only: asked for earlier, it would bring an empty frame, and the answer would be shown one later.
 */
export function createPreviewSender<T>(
  send: (draft: T) => Promise<unknown>,
  nextFrame: (run: () => void) => unknown,
): PreviewSender<T> {
  let waiting: { draft: T } | null = null;
  let underWay: Promise<void> | null = null;
  let answerUnseen = false;

  function flush() {
    if (!waiting || underWay || answerUnseen) return;
    const { draft } = waiting;
    waiting = null;
    underWay = send(draft).then(done, done);
  }

  function done() {
    underWay = null;
    answerUnseen = true;
    nextFrame(() => {
      answerUnseen = false;
      flush();
    });
  }

  return {
    push(draft) {
      waiting = { draft };
      flush();
    },
    async settle() {
      while (waiting || underWay) {
        answerUnseen = false;
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
