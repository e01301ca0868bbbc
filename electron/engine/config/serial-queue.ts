/** Runs what is asked for one after the other; what is asked for while another runs waits for it. */
export interface SerialQueue<M, R> {
  /** Runs a task by itself. */
  alone<T>(task: () => T | Promise<T>): Promise<T>;
  /** Takes a member together with those that stand next to it in the queue. */
  together(member: M): Promise<R>;
}

/**
 * `open` is given members that wait together and says, for each, what ends it: called in their order, and one
 * that throws takes no other with it. What is asked for within one task of the event loop's counts as waiting
 * together. Before each turn `room` may ask for time.
 */
export function createSerialQueue<M, R>(
  open: (members: readonly M[]) => Promise<readonly (() => R)[]>,
  room: () => Promise<void> | null = () => null,
): SerialQueue<M, R> {
  interface Alone {
    readonly task: () => Promise<void>;
  }
  interface Member {
    readonly member: M;
    end(run: () => R): void;
    reject(bug: unknown): void;
  }
  const waiting: (Alone | Member)[] = [];
  let busy = false;

  function add(turn: Alone | Member): void {
    waiting.push(turn);
    if (busy) return;
    busy = true;
    queueMicrotask(drain);
  }

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const time = room();
      if (time) await time;
      const next = waiting.shift();
      if (next && 'task' in next) await next.task();
      else if (next) await runTogether(neighboursOf(next));
    }
    busy = false;
  }

  function neighboursOf(first: Member): Member[] {
    const members = [first];
    while (members.length < mostTogether && waiting.length > 0 && 'member' in waiting[0]) {
      members.push(waiting.shift() as Member);
    }
    return members;
  }

  async function runTogether(members: readonly Member[]): Promise<void> {
    try {
      const runs = await open(members.map(({ member }) => member));
      for (const [i, { end }] of members.entries()) end(runs[i]);
    } catch (bug) {
      // Whose it is shows when each is opened by itself.
      if (members.length === 1) members[0].reject(bug);
      else for (const member of members) await runTogether([member]);
    }
  }

  return {
    alone: (task) =>
      new Promise((resolve, reject) => {
        add({
          task: async () => {
            try {
              resolve(await task());
            } catch (bug) {
              reject(bug);
            }
          },
        });
      }),
    together: (member) =>
      new Promise((resolve, reject) => {
        add({ member, end: (run) => settle(run, resolve, reject), reject });
      }),
  };
}

/** Keeps the event loop free for others between groups of this many. */
const mostTogether = 64;

function settle<T>(run: () => T, resolve: (value: T) => void, reject: (bug: unknown) => void): void {
  try {
    resolve(run());
  } catch (bug) {
    reject(bug);
  }
}
