/**
 * Releases all callers of one turn of the event loop together at its end, so that their changes share one save and
 * other requests are served in between.
 */
export function createGathering(): () => Promise<void> {
  let gathered: Promise<void> | null = null;

  return () => {
    gathered ??= new Promise((resolve) => {
      setImmediate(() => {
        gathered = null;
        resolve();
      });
    });
    return gathered;
  };
}
