// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { followChart } from '../../../../renderer/charts/chart-source.ts';
import { deskStore } from '../../../../renderer/store.ts';
import type { ChartData } from '../../../../shared/desk.ts';
import type { Timeframe } from '../../../../shared/market.ts';
import { success } from '../../../../shared/result.ts';
import { type HeldBridge, holdBridge, mirror } from '../desk-bridge.ts';

let bridge: HeldBridge;
let shown: ChartData[];
let undo: () => void;

beforeEach(() => {
  bridge = holdBridge();
  shown = [];
  vi.stubGlobal('requestAnimationFrame', (run: () => void) => setTimeout(run, 16));
  mirror(desk(0, 1));
});
afterEach(() => {
  undo();
  vi.unstubAllGlobals();
});

const desk = (index: number, version: number) => ({
  market: { active: 'a', datasets: [] },
  replay: { index, bar_time: index },
  models: { active: 'b' },
  config: { version, values: deskStore.getState().mirror?.config?.values ?? {} },
});
const times = Float64Array.of(10, 20);
const chart = (time = times): Partial<ChartData> => ({
  bars: { time, open: time, high: time, low: time, close: time, volume: time } as ChartData['bars'],
  trade: Uint8Array.of(0, 0),
  config_version: 1,
  test_from: 20,
});
const signals = (first: number, last: number) => ({
  first,
  last,
  trade: Uint8Array.of(0, 1),
  direction: Uint8Array.of(0, 1),
  confidence: Float32Array.of(0, 1),
  config_version: 2,
});

async function begin(timeframe: Timeframe = '1H') {
  undo = followChart({ timeframe, bars: 2 }, (answer) => {
    if (answer.ok) shown.push(answer.value);
  });
  await bridge.asked[0]?.answer(success(chart()));
}

const asks = (number: number) => vi.waitFor(() => expect(bridge.asked).toHaveLength(number));

describe('a change of the configuration', () => {
  test('brings signals and no bars', async () => {
    await begin();
    mirror(desk(0, 2));
    await asks(2);
    expect(bridge.asked[1]).toMatchObject({ name: 'market.signals', input: { bars: 2 } });
    await bridge.asked[1]?.answer(success(signals(10, 20)));
    expect(shown).toHaveLength(2);
    expect(shown[1]).toMatchObject({ config_version: 2, test_from: 20, trade: Uint8Array.of(0, 1) });
    expect(shown[1]?.bars).toBe(shown[0]?.bars);
  });

  test('whose signals are of other bars by then brings these too', async () => {
    await begin();
    mirror(desk(0, 2));
    await asks(2);
    await bridge.asked[1]?.answer(success(signals(20, 30)));
    await asks(3);
    expect(bridge.asked[2]?.name).toBe('market.chart');
    expect(shown).toHaveLength(1);
  });

  test('asks for nothing where no signals are shown', async () => {
    await begin('4H');
    mirror(desk(0, 2));
    mirror(desk(1, 2));
    await asks(2);
    expect(bridge.names()).toEqual(['market.chart', 'market.chart']);
  });
});

test('a new bar brings the chart, also where the configuration changes after it', async () => {
  await begin();
  mirror(desk(1, 1));
  mirror(desk(1, 2));
  await asks(2);
  expect(bridge.asked[1]?.name).toBe('market.chart');
});

test('what changes while an answer is on its way is asked for once', async () => {
  undo = followChart({ timeframe: '1H', bars: 2 }, () => undefined);
  for (const version of [2, 3, 4]) mirror(desk(0, version));
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(bridge.names()).toEqual(['market.chart']);
  await bridge.asked[0]?.answer(success(chart()));
  await asks(2);
  expect(bridge.asked[1]?.name).toBe('market.signals');
});
