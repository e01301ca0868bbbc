/**
 * A decaying average never forgets its initial value (seed). It is used from the first bar at which the seed weighs less
 * than this.
 */
export const seedWeight = 0.01;

/** The seed of a decaying average, and its decay. */
interface Smoothing {
  /** The seed is the mean of this many values, the first of the series. */
  readonly seeds: number;
  /** Weight of the old average when a value is added. */
  readonly keeps: number;
}

/** Exponential average: seeded with the first value; weight of a new value 2 / (period + 1). */
function exponential(period: number): Smoothing {
  return { seeds: 1, keeps: 1 - 2 / (period + 1) };
}

/** Wilder's average (1978): seeded with the mean of the first `period` values; weight of a new value 1 / period. */
function wilder(period: number): Smoothing {
  return { seeds: period, keeps: 1 - 1 / period };
}

/** First bar, counted from 0, at which an exponential average is used if every bar has a value. */
export function emaWarmUp(period: number): number {
  return settled(exponential(period), 0, alwaysKnown);
}

/** The same for Wilder's average if bars have a value from bar `first` on. */
export function wilderWarmUp(period: number, first = 0): number {
  return settled(wilder(period), first, alwaysKnown);
}

/** The same for Wilder's average of values that are themselves Wilder's averages of the same period, such as the ADX. */
export function doubleWilderWarmUp(period: number): number {
  return settled(wilder(period), period - 1, ownSeed(wilder(period), 0));
}

/** The same for the distance between two exponential averages minus its own exponential average: the MACD histogram. */
export function macdWarmUp(long: number, signal: number): number {
  const distance = ownSeed(exponential(long), 0);
  return Math.max(emaWarmUp(long), settled(exponential(signal), long - 1, distance));
}

/** The share of a value that comes from a seed, per bar. */
type SeedShare = (bar: number) => number;

const alwaysKnown: SeedShare = () => 0;

/** The first bar from which neither an average's own seed nor the seeds in its values weigh more than `seedWeight`. */
function settled(smoothing: Smoothing, first: number, ofValue: SeedShare): number {
  const own = ownSeed(smoothing, first);
  const inherited = inheritedSeed(smoothing, first, ofValue);
  let bar = first + smoothing.seeds - 1;
  while (own(bar) >= seedWeight || inherited(bar) >= seedWeight) bar += 1;
  return bar;
}

/** Everything is seed until the average starts; from then on the seed decays bar by bar. */
function ownSeed({ seeds, keeps }: Smoothing, first: number): SeedShare {
  const start = first + seeds - 1;
  return (bar) => (bar < start ? 1 : keeps ** (bar - start));
}

/** The share of seeds in the averaged values, averaged in the same way. */
function inheritedSeed({ seeds, keeps }: Smoothing, first: number, ofValue: SeedShare): SeedShare {
  return (bar) => {
    let share = 0;
    for (let i = 0; i < seeds; i++) share += ofValue(first + i) / seeds;
    for (let at = first + seeds; at <= bar; at++) share = keeps * share + (1 - keeps) * ofValue(at);
    return share;
  };
}
