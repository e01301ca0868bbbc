import { describe, expect, it } from 'vitest';
import { sameSignals, withBars, withSignals } from '../../../../renderer/charts/chart-changes.ts';
import type { ChartData } from '../../../../shared/desk.ts';

describe('what differs between two answers for the chart', () => {
  it('puts the bars that have closed since at the end, with their signals', () => {
    const more = { ...chart(), config_version: 2, trade: Uint8Array.from([0, 1, 0]) };
    const both = withBars(chart(), more);
    expect([...both.bars.close]).toEqual([1, 2, 3, 1, 2, 3]);
    expect([...both.trade]).toEqual([0, 0, 0, 0, 1, 0]);
    expect([both.confidence.length, both.direction.length, both.dates]).toEqual([6, 6, null]);
    expect(both.config_version).toBe(2);
  });

  it('takes other signals of the same bars, and none of other bars', () => {
    const { confidence, direction } = chart();
    const signals = { confidence, direction, trade: Uint8Array.from([1, 0, 1]), config_version: 5 };
    const ofThese = { ...signals, first: 1, last: 3 };
    expect(withSignals(chart(), ofThese)).toEqual({ ...chart(), ...signals });
    expect(withSignals(chart(), { ...ofThese, trade: new Uint8Array(2) })).toBeNull();
    expect(withSignals(chart(), { ...ofThese, first: 2, last: 4 })).toBeNull();
  });

  it('does not mind further bars that do not trade', () => {
    const longer = (trade: number[]) => withBars(chart(), { ...chart(), trade: Uint8Array.from(trade) });
    expect(sameSignals(longer([0, 0, 0]), chart())).toBe(true);
    expect(sameSignals(longer([0, 1, 0]), chart())).toBe(false);
  });

  it('sees a trade that comes, that goes and that turns around', () => {
    const withTrades = (trade: number[], direction: number[]) => ({
      ...chart(),
      trade: Uint8Array.from(trade),
      direction: Uint8Array.from(direction),
    });
    const before = withTrades([0, 1, 0], [0, 1, 0]);
    expect(sameSignals(before, withTrades([1, 1, 0], [0, 1, 0]))).toBe(false);
    expect(sameSignals(before, withTrades([0, 0, 0], [0, 1, 0]))).toBe(false);
    expect(sameSignals(before, withTrades([0, 1, 0], [0, 0, 0]))).toBe(false);
  });

  it('does not mind the direction of a bar that does not trade', () => {
    const before = { ...chart(), direction: Uint8Array.from([0, 0, 0]) };
    expect(sameSignals(before, { ...chart(), direction: Uint8Array.from([1, 1, 1]) })).toBe(true);
  });
});

function chart(): ChartData {
  const column = () => Float64Array.from([1, 2, 3]);
  return {
    bars: {
      time: column(),
      open: column(),
      high: column(),
      low: column(),
      close: column(),
      volume: column(),
    },
    dates: null,
    confidence: Float32Array.from([0.5, 0.5, 0.5]),
    direction: new Uint8Array(3),
    trade: new Uint8Array(3),
    config_version: 1,
    test_from: null,
  };
}
