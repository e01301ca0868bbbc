import type { Random } from '../random.ts';

export type SimulatedRegime = 'trending' | 'ranging' | 'volatile';

export interface DriftProcess {
  /** The regime of the next bar. */
  regime(): SimulatedRegime;
  /** Expected return of the next bar, in standard deviations of that bar. */
  expected(): number;
  /** Takes a bar's log return and moves on to the next bar. */
  add(logReturn: number): void;
}

/**
 * What there is to learn: over hours prices follow their own direction in trending regimes and come
 * back in ranging ones; over days they follow it a little; over weeks they come back. All three are
 * visible as distances to moving averages.
 */
export function createDriftProcess(random: Random): DriftProcess {
  let regime: SimulatedRegime = 'ranging';
  const distances = scales.map(() => 0);

  return {
    regime: () => regime,
    expected() {
      const [hours, days, weeks] = distances.map((distance, index) =>
        Math.tanh(distance / scales[index].typical),
      );
      return strength.hours[regime] * hours + strength.days * days + strength.weeks * weeks;
    },
    add(logReturn) {
      for (let index = 0; index < distances.length; index++) {
        distances[index] = scales[index].memory * (distances[index] + logReturn);
      }
      if (random.next() < leaving[regime]) {
        regime = successors[regime][random.next() < 0.6 ? 0 : 1];
      }
    },
  };
}

/** Distance of the logarithmic price to its exponential average over so many bars. */
const scales = [scale(8 * 12), scale(3 * 288), scale(15 * 288)] as const;

function scale(bars: number) {
  const deviationOfBar = 0.0003;
  return { memory: Math.exp(-1 / bars), typical: deviationOfBar * Math.sqrt(bars / 2) };
}

/** Largest effect per bar, in standard deviations. */
const strength = {
  hours: { trending: 0.09, ranging: -0.09, volatile: 0 },
  days: 0.015,
  weeks: -0.012,
} as const;

/** Chance per bar to leave; the mean stays are 36, 36 and 10 hours. */
const leaving: Readonly<Record<SimulatedRegime, number>> = {
  trending: 1 / (36 * 12),
  ranging: 1 / (36 * 12),
  volatile: 1 / (10 * 12),
};

/** The likelier successor first. */
const successors: Readonly<Record<SimulatedRegime, readonly [SimulatedRegime, SimulatedRegime]>> = {
  trending: ['ranging', 'volatile'],
  ranging: ['trending', 'volatile'],
  volatile: ['ranging', 'trending'],
};
