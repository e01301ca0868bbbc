/** Sends a stream of drafts at most once per frame, newest wins, one under way at a time. */
export interface PreviewSender<T> {
  push(draft: T): void;
  /** Sends what still waits and resolves when nothing is under way. */
  settle(): Promise<void>;
  /** Forgets what waits; resolves when nothing is under way. */
  drop(): Promise<void>;
}
/** The first draft leaves at once; `nextFrame` runs its argument in the next animation frame. */
export declare function createPreviewSender<T>(
  send: (draft: T) => Promise<unknown>,
  nextFrame: (run: () => void) => unknown,
): PreviewSender<T>;
