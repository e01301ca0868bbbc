import { beforeEach, describe, expect, it } from 'vitest';
import { outliveGraphics } from '../../../../../electron/shell/window/graphics-loss.ts';
import { createTestClock } from '../../../engine/test-clock.ts';

const unlimited = 'disable-gpu-process-crash-limit';
let clock: ReturnType<typeof createTestClock>;
let switches: Set<string>;
let lose: (type: string) => void;
let ending: boolean;

beforeEach(() => {
  clock = createTestClock(0);
  switches = new Set();
  ending = false;
  const commandLine = {
    appendSwitch: (name: string) => void switches.add(name),
    removeSwitch: (name: string) => void switches.delete(name),
  };
  const host: Parameters<typeof outliveGraphics>[0] = {
    on: (_event, listener) => {
      lose = (type) => listener(null, { type });
    },
    commandLine,
  };
  outliveGraphics(host, clock.schedule, () => ending);
});

describe("Chromium's limit on failures of its graphics process", () => {
  it('does not hold from the start, so that a signal to the whole group lets the desk store everything', async () => {
    expect(switches).toEqual(new Set([unlimited]));
    lose('GPU');
    ending = true;
    await clock.advance(5000);
    expect(switches).toEqual(new Set([unlimited]));
  });

  it('holds again a second after a loss that is not the end of the desk', async () => {
    lose('Utility');
    await clock.advance(5000);
    expect(switches.size).toBe(1);
    lose('GPU');
    await clock.advance(900);
    expect(switches.size).toBe(1);
    await clock.advance(200);
    expect(switches.size).toBe(0);
  });
});
