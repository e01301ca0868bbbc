/** The newest events as the bytes that go to every reader, numbered from 1 without gaps. */
export interface EventLog<T extends string> {
  /** Keeps an event and gives it the next number. `bytes` is told that number. */
  add(type: T, bytes: (n: number) => Buffer): void;
  /** Number of the newest event; 0 before the first. */
  newest(): number;
  /** Number of the oldest that is kept; one more than `newest` when none is. */
  oldest(): number;
  /** The event of a number between the two. */
  at(n: number): { readonly type: T; readonly bytes: Buffer };
}

/** Bounded in entries and in bytes: the oldest go first. */
export function createEventLog<T extends string>(limits: { entries: number; bytes: number }): EventLog<T> {
  let kept: { readonly type: T; readonly bytes: Buffer }[] = [];
  // Entries of `kept` before this one are gone; it is cut when they outnumber the others.
  let start = 0;
  let newest = 0;
  let size = 0;

  function drop(): void {
    size -= kept[start].bytes.length;
    start += 1;
    if (start > 64 && start * 2 > kept.length) {
      kept = kept.slice(start);
      start = 0;
    }
  }

  return {
    newest: () => newest,
    oldest: () => newest - (kept.length - start) + 1,
    at: (n) => kept[kept.length - 1 - (newest - n)],
    add(type, bytes) {
      newest += 1;
      const entry = { type, bytes: bytes(newest) };
      kept.push(entry);
      size += entry.bytes.length;
      while (kept.length - start > 1 && (kept.length - start > limits.entries || size > limits.bytes)) drop();
    },
  };
}
