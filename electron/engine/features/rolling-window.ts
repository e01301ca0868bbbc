/**
 * The last `length` values of a series. Every statistic is recomputed over the window. A running sum would drift: in a
 * flat market the deviation would be 1e-17 instead of 0, and ratios of it would be noise.
 */
export interface RollingWindow {
  push(value: number): void;
  /** The value `bars` pushes ago, 0 for the latest; NaN beyond the window. */
  ago(bars: number): number;
  highest(): number;
  lowest(): number;
  mean(): number;
  /** Population standard deviation. */
  standardDeviation(): number;
  /** Mean of |value − mean|. */
  meanDeviation(): number;
}

/** An empty window. Its statistics are NaN until `length` values have been pushed. */
export function createRollingWindow(length: number): RollingWindow {
  const values = new Float64Array(length).fill(Number.NaN);
  let latest = length - 1;

  function ago(bars: number): number {
    return bars < length ? values[(latest - bars + length) % length] : Number.NaN;
  }

  // Sums are taken of distances to the latest value, which are exactly 0 when all prices are equal.
  function meanDistance(): number {
    let sum = 0;
    for (const value of values) sum += value - values[latest];
    return sum / length;
  }

  return {
    push(value) {
      latest = (latest + 1) % length;
      values[latest] = value;
    },
    ago,
    highest() {
      let highest = values[0];
      for (const value of values) if (!(value <= highest)) highest = value;
      return highest;
    },
    lowest() {
      let lowest = values[0];
      for (const value of values) if (!(value >= lowest)) lowest = value;
      return lowest;
    },
    mean: () => values[latest] + meanDistance(),
    standardDeviation() {
      const centre = meanDistance();
      let sum = 0;
      for (const value of values) sum += (value - values[latest] - centre) ** 2;
      return Math.sqrt(sum / length);
    },
    meanDeviation() {
      const centre = meanDistance();
      let sum = 0;
      for (const value of values) sum += Math.abs(value - values[latest] - centre);
      return sum / length;
    },
  };
}
