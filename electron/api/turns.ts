/**
 * Lets one through per turn of the event loop; at once where nobody was in this turn. Many changes at once
 * thus leave room between them for the window, for readers, and for the audit trail to keep up.
 */
export function createTurns(): () => Promise<void> | undefined {
  const waiting: (() => void)[] = [];
  let taken = false;

  function next(): void {
    const go = waiting.shift();
    if (go) setImmediate(next);
    else taken = false;
    go?.();
  }

  return () => {
    if (taken) return new Promise((resolve) => waiting.push(resolve));
    taken = true;
    setImmediate(next);
    return undefined;
  };
}
