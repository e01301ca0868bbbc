// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { followChart } from '../../../../renderer/charts/chart-source.ts';
import type { ChartData } from '../../../../shared/desk.ts';
import { hourMs } from '../../../../shared/market.ts';
import { success } from '../../../../shared/result.ts';
import { type HeldBridge, holdBridge, mirror, settled } from '../desk-bridge.ts';

const start = Date.UTC(2025, 0, 2);
const request = { dataset: 'EURUSD', timeframe: '1H', bars: 10 } as const;

let bridge: HeldBridge;
let told: [change: string, bars: number, trades: number][];
let stop: () => void;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  vi.stubGlobal('requestAnimationFrame', (run: () => void) => run());
  bridge = holdBridge();
  told = [];
  desk();
  stop = followChart(request, (answer, change) => {
    if (answer.ok) told.push([change, answer.value.bars.time.length, sum(answer.value.trade)]);
  });
  await answerLast(chart(0, 10));
});

afterEach(() => {
  stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('following a chart', () => {
  it('fetches all of it first', () => {
    expect(bridge.asked.map(({ name, input }) => [name, input])).toEqual([['market.chart', request]]);
    expect(told).toEqual([['all', 10, 0]]);
  });

  it('fetches a bar that has closed alone', async () => {
    desk({ hour: 10 });
    await due();
    expect(last()).toEqual(['market.chart', { ...request, bars: 1000, after: start + 9 * hourMs }]);
    await answerLast(chart(10, 11));
    expect(told.at(-1)).toEqual(['appended', 11, 0]);
  });

  it('fetches signals and no bars when the configuration has changed', async () => {
    desk({ version: 2 });
    await due();
    expect(last()).toEqual(['market.signals', { dataset: 'EURUSD', bars: 10 }]);
    await answerLast(signals(0, 10));
    expect(told.at(-1)).toEqual(['signals', 10, 10]);
    expect(bridge.names()).toEqual(['market.chart', 'market.signals']);
  });

  it('fetches signals and no bars when values of one symbol have changed', async () => {
    desk({ symbols: { EURUSD: { trading: { confidence_threshold: 0.5 } } } });
    await due();
    expect(last()).toEqual(['market.signals', { dataset: 'EURUSD', bars: 10 }]);
  });

  it('fetches all anew when it holds a bar that the replay has left', async () => {
    desk({ hour: 10 });
    await due();
    await answerLast(chart(10, 12));
    desk({ hour: 10, version: 2 });
    await due();
    expect(last()).toEqual(['market.chart', request]);
  });

  it('fetches all anew when the signals are of other bars by then', async () => {
    desk({ version: 2 });
    await due();
    await answerLast(signals(1, 11));
    expect(last()).toEqual(['market.chart', request]);
  });

  it('fetches both, one after the other, when both have changed meanwhile', async () => {
    desk({ hour: 10, version: 2 });
    await due();
    await answerLast(chart(10, 11));
    expect(last()).toEqual(['market.signals', { dataset: 'EURUSD', bars: 11 }]);
  });

  it.each([
    ['the replay went back', { hour: 5 }],
    ['other data are in focus', { active: 'GBPUSD' }],
    ['another bundle answers', { bundle: 'other' }],
    ['the day of the data is another', { trading_day: 'utc' }],
    ['older bars were let go', { from: start + hourMs }],
  ])('fetches all anew when %s', async (_what, changes) => {
    desk(changes);
    await due();
    expect(last()).toEqual(['market.chart', request]);
  });

  it('fetches all anew when more bars have closed than are appended at a time', async () => {
    desk({ hour: 2000 });
    await due();
    await answerLast(chart(1000, 2000));
    expect(last()).toEqual(['market.chart', request]);
  });

  it('makes one request at a time, and one more for all that changed meanwhile', async () => {
    desk({ hour: 10 });
    await due();
    for (const hour of [11, 12, 13]) desk({ hour });
    await due();
    expect(bridge.asked).toHaveLength(2);
    await answerLast(chart(10, 11));
    await due();
    expect(last()).toEqual(['market.chart', { ...request, bars: 1000, after: start + 10 * hourMs }]);
  });
});

function last() {
  const asked = bridge.asked.at(-1);
  return [asked?.name, asked?.input];
}

async function answerLast(value: unknown): Promise<void> {
  await bridge.asked.at(-1)?.answer(success(value));
  await settled();
}

/** Lets what waits for its time, and what follows from it, go on. */
async function due(): Promise<void> {
  await vi.advanceTimersByTimeAsync(200);
  await settled();
}

interface Shown {
  hour?: number;
  version?: number;
  symbols?: object;
  active?: string;
  bundle?: string;
  trading_day?: string;
  from?: number;
}

function desk(shown: Shown = {}): void {
  const { hour = 9, version = 1, active = 'EURUSD', bundle = 'b', trading_day = 'new-york-close' } = shown;
  mirror({
    market: { active, datasets: [{ id: active, trading_day, source: 'imported', bars: 1 }] },
    replay: { bar_time: start + hour * hourMs, from: shown.from ?? start },
    models: { active: bundle },
    config: { version, values: configs[version], symbols: shown.symbols ?? noSymbols },
  });
}

const noSymbols = {};
const configs: Record<number, object> = { 1: {}, 2: {} };

function chart(from: number, to: number): ChartData {
  const column = () => Float64Array.from({ length: to - from }, (_, i) => i);
  const time = Float64Array.from({ length: to - from }, (_, i) => start + (from + i) * hourMs);
  return {
    bars: { time, open: column(), high: column(), low: column(), close: column(), volume: column() },
    dates: null,
    confidence: new Float32Array(to - from),
    direction: new Uint8Array(to - from),
    trade: new Uint8Array(to - from),
    config_version: 1,
    test_from: null,
  };
}

function signals(from: number, to: number) {
  const { confidence, direction, bars } = chart(from, to);
  const trade = new Uint8Array(to - from).fill(1);
  return { first: bars.time[0], last: bars.time.at(-1), confidence, direction, trade, config_version: 2 };
}

function sum(values: Uint8Array): number {
  return values.reduce((total, value) => total + value, 0);
}
