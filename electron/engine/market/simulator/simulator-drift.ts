import type { Random } from '../../random.ts';

export const simulatedRegimes = ['trending', 'ranging', 'volatile'] as const;
export type SimulatedRegime = (typeof simulatedRegimes)[number];

/** Where the process stands: its regime, and its distances to averages over hours, days and weeks. */
export interface DriftState {
  readonly regime: SimulatedRegime;
  readonly hours: number;
  readonly days: number;
  readonly weeks: number;
}

export interface DriftProcess {
  /** The regime of the next bar. */
  regime(): SimulatedRegime;
  /** Expected return of the next bar, in standard deviations of that bar. */
  expected(): number;
  /** Takes a bar's return and moves on to the next bar. */
  add(move: number): void;
  state(): DriftState;
}

/**
 * What there is to learn: over hours prices follow their own direction in trending regimes and come
 * back in ranging ones; over days they follow it a little; over weeks they come back. All three are
 * visible as distances to moving averages.
 */
export function createDriftProcess(
  random: Random,
  from: DriftState = { regime: 'ranging', hours: 0, days: 0, weeks: 0 },
): DriftProcess {
  let { regime, hours, days, weeks } = from;

  return {
    regime: () => regime,
    state: () => ({ regime, hours, days, weeks }),
    expected: () =>
      strength.hours[regime] * bounded(hours / scales.hours.typical) +
      strength.days * bounded(days / scales.days.typical) +
      strength.weeks * bounded(weeks / scales.weeks.typical),
    add(move) {
      hours = scales.hours.memory * (hours + move);
      days = scales.days.memory * (days + move);
      weeks = scales.weeks.memory * (weeks + move);
      if (random.next() < leaving[regime]) {
        regime = successors[regime][random.next() < 0.6 ? 0 : 1];
      }
    },
  };
}

/** Into −1…1, nearly the value itself around 0. */
function bounded(value: number): number {
  return value / (1 + Math.abs(value));
}

/** Distance of the price to its exponential average over so many bars, as a fraction. */
const scales = { hours: scale(12 * 12), days: scale(3 * 288), weeks: scale(15 * 288) };

function scale(bars: number) {
  const deviationOfBar = 0.00027;
  return { memory: Math.exp(-1 / bars), typical: deviationOfBar * Math.sqrt(bars / 2) };
}

/** Largest effect per bar, in standard deviations. */
const strength = {
  hours: { trending: 0.15, ranging: -0.15, volatile: 0 },
  days: 0.04,
  weeks: -0.03,
} as const;

/** Chance per bar to leave; the mean stays are 60, 60 and 15 hours. */
const leaving: Readonly<Record<SimulatedRegime, number>> = {
  trending: 1 / (60 * 12),
  ranging: 1 / (60 * 12),
  volatile: 1 / (15 * 12),
};

/** The likelier successor first. */
const successors: Readonly<Record<SimulatedRegime, readonly [SimulatedRegime, SimulatedRegime]>> = {
  trending: ['ranging', 'volatile'],
  ranging: ['trending', 'volatile'],
  volatile: ['ranging', 'trending'],
};
