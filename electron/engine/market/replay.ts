import type { ReplaySpeed, ReplayState } from '../../../shared/market.ts';

/** The 1H bars that a replay walks along. */
export interface ReplayTrack {
  /** Index of the oldest bar. */
  first(): number;
  /** Index after that of the newest bar. */
  length(): number;
  timeAt(index: number): number;
  /** Index of the last bar at or before a time, `first() - 1` when there is none. */
  indexAt(time: number): number;
  /** Makes up to `hours` further bars at the end; null where the track ends. */
  readonly extend: ((hours: number) => Promise<void>) | null;
}

/** Calls `run` after `ms`; returns what takes it back. */
export type Schedule = (run: () => void, ms: number) => () => void;

export interface Replay {
  state(): ReplayState;
  /** Puts the replay on a track, at a bar, paused. */
  use(track: ReplayTrack | null, index: number): void;
  /** Tells the bar it stands at once more: what is said of it is another. */
  arriveAgain(): void;
  play(): void;
  pause(): void;
  setSpeed(speed: ReplaySpeed): void;
  /** Forward or back by so many bars; stops playing. */
  step(bars: number): Promise<void>;
  /** To the last bar at or before a time. */
  jump(time: number): void;
}

const tickMs = 16;
/** More bars than this in one tick would hold up the main thread; the rest is caught up later. */
const barsPerTick = 32;

/**
 * Walks along a track bar by bar. `onBar` is told every bar passed on the way forward and the bar
 * arrived at otherwise; `onState` whenever something else about the state changed.
 */
export function createReplay(options: {
  elapsed: () => number;
  schedule: Schedule;
  onBar: (index: number) => void;
  onState: () => void;
}): Replay {
  const { elapsed, schedule, onBar, onState } = options;
  let track: ReplayTrack | null = null;
  let index = -1;
  let speed: ReplaySpeed = 1;
  let playing = false;
  let since = 0;
  let stepped = 0;
  let cancelTick: (() => void) | null = null;
  let ticking = false;
  /** Moves go one after the other: two that extend the track at once would each count on the same end. */
  let moves: Promise<void> = Promise.resolve();

  function start(): void {
    since = elapsed();
    stepped = 0;
    arm();
  }

  function arm(): void {
    cancelTick?.();
    cancelTick = schedule(
      () => void tick(),
      Math.max(tickMs, 1000 / speed - ((elapsed() - since) % (1000 / speed))),
    );
  }

  async function tick(): Promise<void> {
    // One that waits for further bars arms the next when it is done.
    if (ticking) return;
    ticking = true;
    try {
      await walkDue();
    } finally {
      ticking = false;
    }
    if (playing) arm();
  }

  async function walkDue(): Promise<void> {
    const due = Math.floor(((elapsed() - since) * speed) / 1000) - stepped;
    const bars = Math.min(due, barsPerTick);
    // What could not be kept up with is dropped, not made up for in a rush.
    stepped += due;
    if (bars > 0) await forward(bars, () => playing);
  }

  function forward(bars: number, wanted: () => boolean): Promise<void> {
    const walked = track;
    const move = moves.then(() => walk(walked, bars, wanted));
    moves = move.catch(() => undefined);
    return move;
  }

  async function walk(walked: ReplayTrack | null, bars: number, wanted: () => boolean): Promise<void> {
    if (!walked || walked !== track || !wanted()) return;
    const missing = index + bars - (walked.length() - 1);
    if (missing > 0 && walked.extend) await walked.extend(missing);
    if (walked !== track || !wanted()) return;
    const end = Math.min(index + bars, walked.length() - 1);
    while (index < end) {
      index += 1;
      onBar(index);
    }
    if (index === walked.length() - 1 && !walked.extend && playing) pause();
  }

  function pause(): void {
    cancelTick?.();
    cancelTick = null;
    if (!playing) return;
    playing = false;
    onState();
  }

  function moveTo(next: number): void {
    index = next;
    if (index >= 0) onBar(index);
    onState();
  }

  return {
    pause,
    state: () => ({
      index,
      bar_time: track && index >= 0 ? track.timeAt(index) : null,
      bars: track?.length() ?? 0,
      from: track && track.length() > track.first() ? track.timeAt(track.first()) : null,
      to: track && track.length() > track.first() ? track.timeAt(track.length() - 1) : null,
      playing,
      speed,
      endless: track?.extend != null,
    }),
    use(next, at) {
      pause();
      track = next;
      moveTo(next ? Math.min(at, next.length() - 1) : -1);
    },
    arriveAgain: () => moveTo(index),
    play() {
      if (playing || !track) return;
      if (!track.extend && index >= track.length() - 1) return;
      playing = true;
      start();
      onState();
    },
    setSpeed(next) {
      speed = next;
      if (playing) start();
      onState();
    },
    async step(bars) {
      pause();
      if (bars >= 0) await forward(bars, () => true);
      else if (track) moveTo(Math.max(track.first(), index + bars));
      onState();
    },
    jump(time) {
      if (!track) return;
      moveTo(Math.max(track.first(), track.indexAt(time)));
    },
  };
}
