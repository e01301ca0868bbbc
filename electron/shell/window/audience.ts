/** What of a window decides whether it is told of events. */
interface Seen {
  isVisible(): boolean;
  isMinimized(): boolean;
  once(event: 'show', listener: () => void): unknown;
}

/**
 * Whether the page is to be told what happens. A hidden one is not: it learns that it is shown again and asks for
 * all then. It does not learn that it is shown for the first time, so until then it is told.
 */
export function createAudience(window: Seen): { listens(): boolean } {
  let shownBefore = false;
  window.once('show', () => {
    shownBefore = true;
  });
  return {
    listens: () => !shownBefore || (window.isVisible() && !window.isMinimized()),
  };
}
