/** Wall clock, ms since the epoch. Looked up at each call, so that a test can move the clock of a running desk. */
export function now(): number {
  return Date.now();
}

/** Monotonic, ms. */
export function elapsed(): number {
  return performance.now();
}

/** Runs `task` after `ms`. Returns its undo. */
export function schedule(task: () => void, ms: number): () => void {
  const timer = setTimeout(task, ms);
  return () => clearTimeout(timer);
}
