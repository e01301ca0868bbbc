/** States to go back to and forward to again. */
export interface UndoStack<T> {
  /** A change was made from `before`: what had been undone cannot be redone any more. */
  push(before: T): void;
  /** The state to go back to from `current`, left in place until `moved` says it worked. */
  readonly back: T | undefined;
  readonly forward: T | undefined;
  moved(direction: 'back' | 'forward', from: T): void;
}

const remembered = 200;

export function createUndoStack<T>(): UndoStack<T> {
  let past: readonly T[] = [];
  let future: readonly T[] = [];
  return {
    push(before) {
      past = [...past, before].slice(-remembered);
      future = [];
    },
    get back() {
      return past.at(-1);
    },
    get forward() {
      return future.at(-1);
    },
    moved(direction, from) {
      if (direction === 'back') {
        past = past.slice(0, -1);
        future = [...future, from];
      } else {
        future = future.slice(0, -1);
        past = [...past, from];
      }
    },
  };
}
