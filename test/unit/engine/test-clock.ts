import type { Schedule } from '../../../electron/engine/market/replay.ts';

/** Time that moves only when a test says so. */
export interface TestClock {
  /** Wall clock, ms since the epoch; may be set back. */
  now(): number;
  /** Monotonic, ms. */
  elapsed(): number;
  readonly schedule: Schedule;
  /** Moves both clocks and runs what falls due, in order; work that waits for promises is awaited in between. */
  advance(ms: number): Promise<void>;
  /** Moves both clocks without running anything. */
  skip(ms: number): void;
  /** Moves the wall clock alone, back as well. */
  shiftWall(ms: number): void;
  /** Tasks that wait for their time. */
  waiting(): number;
}

export function createTestClock(start = Date.UTC(2024, 0, 2)): TestClock {
  let wall = start;
  let passed = 0;
  let tasks: { due: number; run: () => void }[] = [];

  function skip(ms: number): void {
    wall += ms;
    passed += ms;
  }

  return {
    now: () => wall,
    elapsed: () => passed,
    schedule(run, ms) {
      const task = { due: passed + Math.max(0, ms), run };
      tasks.push(task);
      return () => {
        tasks = tasks.filter((other) => other !== task);
      };
    },
    async advance(ms) {
      const end = passed + ms;
      for (;;) {
        const next = tasks.filter(({ due }) => due <= end).sort((a, b) => a.due - b.due)[0];
        if (!next) break;
        tasks = tasks.filter((task) => task !== next);
        skip(Math.max(0, next.due - passed));
        next.run();
        await settle();
      }
      skip(end - passed);
    },
    skip,
    shiftWall(ms) {
      wall += ms;
    },
    waiting: () => tasks.length,
  };
}

/** Lets every promise that can go on without outside help go on. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
