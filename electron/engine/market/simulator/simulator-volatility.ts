import type { Random } from '../../random.ts';
import type { SimulatedRegime } from './simulator-drift.ts';

/** Logarithms of the two components. */
export interface VolatilityState {
  readonly hours: number;
  readonly days: number;
}

export interface VolatilityProcess {
  /** Standard deviation of the next five-minute return, before the hour's activity. */
  next(regime: SimulatedRegime): number;
  state(): VolatilityState;
}

/**
 * Stochastic volatility: the logarithm is the sum of a component that forgets within hours and one that
 * forgets within days (two Ornstein–Uhlenbeck processes), times the regime's own level. It depends on
 * no return, so it leaves a random walk without drift a martingale.
 */
export function createVolatilityProcess(
  random: Random,
  from: VolatilityState = { hours: 0, days: 0 },
): VolatilityProcess {
  let { hours, days } = from;

  return {
    state: () => ({ hours, days }),
    next(regime) {
      hours = hoursMemory * hours + hoursNoise * random.normal();
      days = daysMemory * days + daysNoise * random.normal();
      return baseDeviation * regimeLevel[regime] * Math.exp(hours + days);
    },
  };
}

/** Gives about 0.4 % a day as a random walk and, through its trends, 0.6 % with structure 1. */
const baseDeviation = 0.00023;
const regimeLevel: Readonly<Record<SimulatedRegime, number>> = {
  trending: 1.1,
  ranging: 0.65,
  volatile: 1.8,
};

const hoursMemory = Math.exp(-1 / 48);
const daysMemory = Math.exp(-1 / (288 * 4));
const hoursNoise = 0.25 * Math.sqrt(1 - hoursMemory ** 2);
const daysNoise = 0.12 * Math.sqrt(1 - daysMemory ** 2);
