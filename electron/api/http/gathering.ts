/**
 * Lets all who come within one turn of the event loop through together, at its end: their changes wait for one
 * save instead of each for its own, and other requests get their turn in between.
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
