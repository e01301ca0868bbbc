import { describe, expect, it } from 'vitest';
import { createReplay, type ReplayTrack } from '../../../../electron/engine/market/replay.ts';
import { hourMs } from '../../../../shared/market.ts';
import { createTestClock, settle } from '../test-clock.ts';

const from = Date.UTC(2024, 0, 1);

/** Bars that end, as imported ones do. */
function closedTrack(length: number): ReplayTrack {
  return {
    first: () => 0,
    length: () => length,
    timeAt: (index) => from + index * hourMs,
    indexAt: (time) => Math.min(length - 1, Math.floor((time - from) / hourMs)),
    extend: null,
  };
}

/** Bars that go on; each extension waits until `release` lets it end. */
function endlessTrack(length: number) {
  let bars = length;
  const pending: (() => void)[] = [];
  const asked: number[] = [];
  let most = 0;
  const track: ReplayTrack = {
    ...closedTrack(length),
    length: () => bars,
    indexAt: (time) => Math.min(bars - 1, Math.floor((time - from) / hourMs)),
    async extend(hours) {
      asked.push(hours);
      await new Promise<void>((resolve) => {
        pending.push(resolve);
        most = Math.max(most, pending.length);
      });
      bars += hours;
    },
  };
  const release = async () => {
    pending.shift()?.();
    await settle();
  };
  return { track, asked, release, waiting: () => pending.length, mostAtOnce: () => most };
}

function startReplay(track: ReplayTrack | null, index = 0) {
  const clock = createTestClock();
  const bars: number[] = [];
  let states = 0;
  const replay = createReplay({
    elapsed: clock.elapsed,
    schedule: clock.schedule,
    onBar: (bar) => bars.push(bar),
    onState: () => {
      states += 1;
    },
  });
  replay.use(track, index);
  bars.length = 0;
  return { replay, clock, bars, states: () => states };
}

describe('a replay', () => {
  it('says where it stands', () => {
    const { replay } = startReplay(closedTrack(10), 4);
    expect(replay.state()).toEqual({
      index: 4,
      bar_time: from + 4 * hourMs,
      bars: 10,
      from,
      to: from + 9 * hourMs,
      playing: false,
      speed: 1,
      endless: false,
    });
    const { replay: empty } = startReplay(null);
    expect(empty.state()).toMatchObject({ index: -1, bar_time: null, bars: 0, from: null, to: null });
  });

  it('plays one bar a second at speed 1 and stops when paused', async () => {
    const { replay, clock, bars } = startReplay(closedTrack(100));
    replay.play();
    await clock.advance(999);
    expect(bars).toEqual([]);
    await clock.advance(1);
    expect(bars).toEqual([1]);
    await clock.advance(3000);
    expect(bars).toEqual([1, 2, 3, 4]);
    replay.pause();
    await clock.advance(10_000);
    expect(bars).toEqual([1, 2, 3, 4]);
    expect(clock.waiting()).toBe(0);
  });

  it.each([2, 10, 50, 100, 500, 1000] as const)('keeps speed %i, no bar left out', async (speed) => {
    const { replay, clock, bars } = startReplay(closedTrack(10_000));
    replay.setSpeed(speed);
    replay.play();
    await clock.advance(2000);
    expect(bars).toEqual(Array.from({ length: bars.length }, (_, i) => i + 1));
    expect(bars.length).toBeGreaterThan(speed * 2 - 17);
    expect(bars.length).toBeLessThanOrEqual(speed * 2);
  });

  it('goes on at another speed from where it is', async () => {
    const { replay, clock, bars } = startReplay(closedTrack(1000));
    replay.play();
    await clock.advance(2000);
    replay.setSpeed(10);
    await clock.advance(1000);
    expect(bars).toHaveLength(12);
  });

  it('catches up in bounded ticks after the thread was held up', async () => {
    const { replay, clock, bars } = startReplay(closedTrack(10_000));
    replay.setSpeed(100);
    replay.play();
    clock.skip(60_000);
    await clock.advance(0);
    expect(bars).toHaveLength(32);
    await clock.advance(100);
    expect(bars.length).toBeLessThan(32 + 15);
  });

  it('stops at the end of imported bars and does not start there', async () => {
    const { replay, clock, bars } = startReplay(closedTrack(4), 1);
    replay.play();
    await clock.advance(60_000);
    expect(bars).toEqual([2, 3]);
    expect(replay.state()).toMatchObject({ index: 3, playing: false });
    replay.play();
    expect(replay.state().playing).toBe(false);
    expect(clock.waiting()).toBe(0);
  });

  it('steps forward and back, pausing, and never past an end', async () => {
    const { replay, bars } = startReplay(closedTrack(10), 5);
    replay.play();
    await replay.step(2);
    expect(replay.state()).toMatchObject({ index: 7, playing: false });
    await replay.step(-3);
    await replay.step(0);
    expect(bars).toEqual([6, 7, 4]);
    await replay.step(-100);
    expect(replay.state().index).toBe(0);
    await replay.step(100);
    expect(replay.state().index).toBe(9);
  });

  it('jumps to the last bar at or before a time, and goes on playing', async () => {
    const { replay, clock, bars } = startReplay(closedTrack(100));
    replay.play();
    replay.jump(from + 50.5 * hourMs);
    expect(replay.state()).toMatchObject({ index: 50, playing: true });
    replay.jump(from - hourMs);
    replay.jump(from + 1e6 * hourMs);
    replay.jump(from + 20 * hourMs);
    await clock.advance(1000);
    expect(bars).toEqual([50, 0, 99, 20, 21]);
  });

  it('goes back no further than to the oldest bar that is held', async () => {
    const { replay } = startReplay({ ...closedTrack(10), first: () => 6 }, 9);
    expect(replay.state()).toMatchObject({ from: from + 6 * hourMs, index: 9 });
    await replay.step(-8);
    expect(replay.state().index).toBe(6);
    replay.jump(from);
    expect(replay.state().index).toBe(6);
  });

  it('does nothing without a track', async () => {
    const { replay, clock, bars } = startReplay(null);
    replay.play();
    replay.jump(from);
    await replay.step(3);
    await replay.step(-3);
    expect(replay.state()).toMatchObject({ index: -1, playing: false });
    expect([bars, clock.waiting()]).toEqual([[], 0]);
  });

  it('is put on another track paused', async () => {
    const { replay, clock, bars } = startReplay(closedTrack(100));
    replay.play();
    replay.use(closedTrack(50), 30);
    await clock.advance(5000);
    expect(bars).toEqual([30]);
    expect(replay.state()).toMatchObject({ index: 30, bars: 50, playing: false });
    replay.use(closedTrack(5), 30);
    expect(replay.state().index).toBe(4);
  });
});

describe('a replay of an endless market', () => {
  it('has the track extended by what is missing', async () => {
    const { track, asked, release } = endlessTrack(3);
    const { replay, clock, bars } = startReplay(track, 1);
    expect(replay.state().endless).toBe(true);
    replay.play();
    await clock.advance(1000);
    expect([bars, asked]).toEqual([[2], []]);
    await clock.advance(1000);
    expect([bars, asked]).toEqual([[2], [1]]);
    await release();
    expect(bars).toEqual([2, 3]);
    expect(replay.state()).toMatchObject({ index: 3, bars: 4, playing: true });
  });

  it('never has two ticks at once, whatever is pressed while bars are being made', async () => {
    const { track, asked, release, mostAtOnce } = endlessTrack(1);
    const { replay, clock, bars } = startReplay(track);
    replay.setSpeed(100);
    replay.play();
    for (const press of [
      () => replay.setSpeed(1000),
      () => replay.pause(),
      () => replay.play(),
      () => replay.setSpeed(500),
      () => replay.play(),
    ]) {
      await clock.advance(200);
      press();
    }
    await clock.advance(200);
    await release();
    // What was pressed meanwhile has queued no further moves.
    expect([asked.length, bars.length]).toEqual([1, asked[0]]);
    for (let i = 0; i < 20; i += 1) {
      await release();
      await clock.advance(50);
    }
    expect(mostAtOnce()).toBe(1);
    expect(bars).toEqual(Array.from({ length: bars.length }, (_, i) => i + 1));
    expect(Math.max(...asked)).toBeLessThanOrEqual(32);
  });

  it('makes the bars of two quick steps one after the other, each once', async () => {
    const { track, asked, release, mostAtOnce } = endlessTrack(4);
    const { replay, bars } = startReplay(track, 0);
    const steps = [replay.step(5), replay.step(5)];
    await settle();
    await release();
    await release();
    await Promise.all(steps);
    expect([asked, mostAtOnce()]).toEqual([[2, 5], 1]);
    expect(bars).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(replay.state()).toMatchObject({ index: 10, bars: 11 });
  });

  it('moves nothing on the new track when bars of the old one arrive late', async () => {
    const { track, release } = endlessTrack(1);
    const { replay, clock, bars } = startReplay(track);
    replay.setSpeed(10);
    replay.play();
    await clock.advance(500);
    const other = closedTrack(100);
    replay.use(other, 7);
    replay.play();
    await release();
    expect(bars).toEqual([7]);
    await clock.advance(100);
    expect(bars).toEqual([7, 8]);
  });

  it('stands still when the pause came while bars were being made', async () => {
    const { track, release } = endlessTrack(1);
    const { replay, clock, bars } = startReplay(track);
    replay.play();
    await clock.advance(1000);
    replay.pause();
    await release();
    await clock.advance(5000);
    expect(bars).toEqual([]);
    expect(replay.state()).toMatchObject({ index: 0, playing: false });
  });
});
