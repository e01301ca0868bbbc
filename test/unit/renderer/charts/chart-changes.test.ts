import { describe, expect, it } from 'vitest';
import { sameBars, sameSignals } from '../../../../renderer/charts/chart-changes.ts';
import type { ChartData } from '../../../../shared/desk.ts';

describe('what differs between two answers for the chart', () => {
  it('knows the same bars by all their prices', () => {
    expect(sameBars(chart().bars, chart().bars)).toBe(true);
    for (const column of ['time', 'open', 'high', 'low', 'close'] as const) {
      const other = chart();
      other.bars[column][1] = 7;
      expect(sameBars(chart().bars, other.bars)).toBe(false);
    }
  });

  it('tells one more bar from none more', () => {
    const shorter = chart();
    const bars = { ...shorter.bars, time: shorter.bars.time.slice(0, 2) };
    expect(sameBars(bars, chart().bars)).toBe(false);
    expect(sameBars(chart().bars, bars)).toBe(false);
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
