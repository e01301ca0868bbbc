/**
 * An average that decays never forgets what it was begun with. It is used from the first bar on at which that weighs
 * less than this.
 */
export const seedWeight = 0.01;

/** What a decaying average is begun with, and how fast it forgets. */
interface Smoothing {
  /** The average is begun with the mean of so many values: the first ones there are. */
  readonly seeds: number;
  /** Share of the average that a further value leaves. */
  readonly keeps: number;
}

/** Exponential average: begun with the first value; factor 2 / (period + 1). */
function exponential(period: number): Smoothing {
  return { seeds: 1, keeps: 1 - 2 / (period + 1) };
}

/** Wilder's average (1978): begun with the mean of the first `period` values; factor 1 / period. */
function wilder(period: number): Smoothing {
  return { seeds: period, keeps: 1 - 1 / period };
}

/** First bar, counted from 0, at which an exponential average of a value that every bar has is used. */
export function emaWarmUp(period: number): number {
  return settled(exponential(period), 0, alwaysKnown);
}

/** The same for Wilder's average of a value that bars have from bar `first` on. */
export function wilderWarmUp(period: number, first = 0): number {
  return settled(wilder(period), first, alwaysKnown);
}

/** For Wilder's average of what is itself made of Wilder's averages of the same period, as the ADX is. */
export function doubleWilderWarmUp(period: number): number {
  return settled(wilder(period), period - 1, ownSeed(wilder(period), 0));
}

/** For the distance between two exponential averages and its own exponential average, as the MACD's histogram is. */
export function macdWarmUp(long: number, signal: number): number {
  const distance = ownSeed(exponential(long), 0);
  return Math.max(emaWarmUp(long), settled(exponential(signal), long - 1, distance));
}

/** Per bar the share of a value that comes from what an average was begun with. */
type SeedShare = (bar: number) => number;

const alwaysKnown: SeedShare = () => 0;

/** The first bar from which on neither an average's own seed nor what its values bring with them weighs anything. */
function settled(smoothing: Smoothing, first: number, ofValue: SeedShare): number {
  const own = ownSeed(smoothing, first);
  const brought = broughtAlong(smoothing, first, ofValue);
  let bar = first + smoothing.seeds - 1;
  while (own(bar) >= seedWeight || brought(bar) >= seedWeight) bar += 1;
  return bar;
}

/** All of it is seed until the average begins; then that fades bar by bar. */
function ownSeed({ seeds, keeps }: Smoothing, first: number): SeedShare {
  const begun = first + seeds - 1;
  return (bar) => (bar < begun ? 1 : keeps ** (bar - begun));
}

/** The share that the averaged values have of what they in turn were begun with, averaged as they are. */
function broughtAlong({ seeds, keeps }: Smoothing, first: number, ofValue: SeedShare): SeedShare {
  return (bar) => {
    let share = 0;
    for (let i = 0; i < seeds; i++) share += ofValue(first + i) / seeds;
    for (let at = first + seeds; at <= bar; at++) share = keeps * share + (1 - keeps) * ofValue(at);
    return share;
  };
}
