import type { Bars } from '../../../../shared/market.ts';

/**
 * Every feature of one timeframe by its textbook formula, recomputed from the first bar for each row.
 * Slow and shared with nothing: the independent answer that the stream is held against.
 */
export function naiveFeature(name: string, bars: Bars, row: number): number {
  const upTo: Bars = {
    time: bars.time.slice(0, row + 1),
    open: bars.open.slice(0, row + 1),
    high: bars.high.slice(0, row + 1),
    low: bars.low.slice(0, row + 1),
    close: bars.close.slice(0, row + 1),
    volume: bars.volume.slice(0, row + 1),
  };
  const close = upTo.close[row];
  const open = upTo.open[row];
  const high = upTo.high[row];
  const low = upTo.low[row];
  const atr = lastOf(wilder(trueRanges(upTo), 14));
  const at = new Date(upTo.time[row]);
  const number = Number(name.match(/\d+/)?.[0]);

  if (name.startsWith('ret_')) return (close - upTo.close[row - number]) / atr;
  if (name.startsWith('dist_ema_')) return (close - lastOf(ema([...upTo.close], number))) / atr;
  if (name.startsWith('rsi_')) return rsi(upTo, number);
  switch (name) {
    case 'macd_hist_atr':
      return macdHistogram([...upTo.close]) / atr;
    case 'adx_14':
      return directional(upTo).adx;
    case 'plus_di_14':
      return directional(upTo).plus;
    case 'minus_di_14':
      return directional(upTo).minus;
    case 'stoch_k_14':
      return stochastic(upTo, row);
    case 'stoch_d_3':
      return mean([stochastic(upTo, row), stochastic(upTo, row - 1), stochastic(upTo, row - 2)]);
    case 'cci_20': {
      const typical = [...upTo.close].map((value, index) => (value + upTo.high[index] + upTo.low[index]) / 3);
      const window = typical.slice(-20);
      const deviation = mean(window.map((value) => Math.abs(value - mean(window))));
      return (lastOf(window) - mean(window)) / (0.015 * deviation);
    }
    case 'bb_percent_b_20': {
      const { upper, lower } = bands(upTo);
      return (close - lower) / (upper - lower);
    }
    case 'bb_width_20': {
      const { upper, lower, middle } = bands(upTo);
      return (upper - lower) / middle;
    }
    case 'atr_pct':
      return atr / close;
    case 'body_atr':
      return (close - open) / atr;
    case 'range_atr':
      return (high - low) / atr;
    case 'upper_wick_atr':
      return (high - Math.max(open, close)) / atr;
    case 'lower_wick_atr':
      return (Math.min(open, close) - low) / atr;
    case 'volume_ratio_20':
      return upTo.volume[row] / mean([...upTo.volume].slice(-20));
    case 'hour_sin':
      return Math.sin((at.getUTCHours() / 24) * 2 * Math.PI);
    case 'hour_cos':
      return Math.cos((at.getUTCHours() / 24) * 2 * Math.PI);
    case 'weekday_sin':
      return Math.sin((at.getUTCDay() / 7) * 2 * Math.PI);
    case 'weekday_cos':
      return Math.cos((at.getUTCDay() / 7) * 2 * Math.PI);
    default:
      throw new Error(`no naive formula for ${name}`);
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function lastOf(values: readonly number[]): number {
  return values[values.length - 1];
}

/** Wilder's smoothing: the mean of the first `period` values, then 1/period of each new one. */
function wilder(values: readonly number[], period: number): number[] {
  const smoothed = [mean(values.slice(0, period))];
  for (const value of values.slice(period)) {
    smoothed.push((lastOf(smoothed) * (period - 1) + value) / period);
  }
  return smoothed;
}

function ema(values: readonly number[], period: number): number[] {
  const smoothed = [values[0]];
  for (const value of values.slice(1)) {
    smoothed.push(lastOf(smoothed) + (2 / (period + 1)) * (value - lastOf(smoothed)));
  }
  return smoothed;
}

function trueRanges({ high, low, close }: Bars): number[] {
  return [...high].map((top, index) =>
    index === 0
      ? top - low[0]
      : Math.max(top - low[index], Math.abs(top - close[index - 1]), Math.abs(low[index] - close[index - 1])),
  );
}

function rsi({ close }: Bars, period: number): number {
  const changes = [...close].slice(1).map((value, index) => value - close[index]);
  const gain = lastOf(
    wilder(
      changes.map((change) => Math.max(change, 0)),
      period,
    ),
  );
  const loss = lastOf(
    wilder(
      changes.map((change) => (change < 0 ? -change : 0)),
      period,
    ),
  );
  return 100 - 100 / (1 + gain / loss);
}

/** The signal line starts with the 26th bar, the first one whose slow average is complete. */
function macdHistogram(closes: readonly number[]): number {
  const fast = ema(closes, 12);
  const macd = ema(closes, 26).map((slow, index) => fast[index] - slow);
  return lastOf(macd) - lastOf(ema(macd.slice(25), 9));
}

function directional(bars: Bars): { adx: number; plus: number; minus: number } {
  const { high, low } = bars;
  const plusMoves = [0];
  const minusMoves = [0];
  for (let index = 1; index < high.length; index++) {
    const up = high[index] - high[index - 1];
    const down = low[index - 1] - low[index];
    plusMoves.push(up > down && up > 0 ? up : 0);
    minusMoves.push(down > up && down > 0 ? down : 0);
  }
  const ranges = wilder(trueRanges(bars), 14);
  const plus = wilder(plusMoves, 14).map((value, index) => (100 * value) / ranges[index]);
  const minus = wilder(minusMoves, 14).map((value, index) => (100 * value) / ranges[index]);
  const direction = plus.map(
    (value, index) => (100 * Math.abs(value - minus[index])) / (value + minus[index]),
  );
  return { adx: lastOf(wilder(direction, 14)), plus: lastOf(plus), minus: lastOf(minus) };
}

function stochastic({ high, low, close }: Bars, row: number): number {
  const lowest = Math.min(...low.slice(row - 13, row + 1));
  const highest = Math.max(...high.slice(row - 13, row + 1));
  return ((close[row] - lowest) / (highest - lowest)) * 100;
}

function bands({ close }: Bars): { upper: number; lower: number; middle: number } {
  const window = [...close].slice(-20);
  const middle = mean(window);
  const deviation = Math.sqrt(mean(window.map((value) => (value - middle) ** 2)));
  return { upper: middle + 2 * deviation, lower: middle - 2 * deviation, middle };
}
