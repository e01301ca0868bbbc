import type {
  BarRange,
  DecisionRules,
  Material,
  TradeRules,
} from '../../../../electron/engine/laboratory/material.ts';
import { resample } from '../../../../electron/engine/market/resample.ts';
import {
  createSimulator,
  simulatedIntervalMs,
} from '../../../../electron/engine/market/simulator/simulator.ts';
import { createRandom, type Random } from '../../../../electron/engine/random.ts';
import type { Bars } from '../../../../shared/market.ts';
import { utcPeriods, utcRules } from '../market/utc-periods.ts';

/**
 * No spread, and barriers too far apart to lie inside one bar: where the stop counts because both do, trades of a
 * random walk lose on average (0.12 pips at 25 and 15 pips), and p-values lie on the safe side of uniform.
 */
export const freeRules: TradeRules = {
  takeProfit: 80,
  stopLoss: 50,
  maxHours: 24,
  spread: 0,
  recordedSpread: true,
};

export const looseDecision: DecisionRules = {
  weights: [0.6, 0.3, 0.1],
  agreementBonus: 0.05,
  regimeAdjustment: true,
  threshold: 0.6,
};

/** 1H bars of the simulator over whole trading weeks; structure 0 is a random walk. */
export function simulatedHours(seed: number, weeks: number, structure: number): Bars {
  const fiveMinutes = createSimulator({ seed, structure, calendar: 'utc-22' }).next(weeks * 120 * 12);
  return resample(fiveMinutes, '1H', simulatedIntervalMs, utcPeriods);
}

/** Answers that persist for hours, as models' do, but know nothing of the prices. */
export function unknowingMaterial(seed: number, weeks: number, structure = 0): Material {
  const hours = simulatedHours(seed, weeks, structure);
  const random = createRandom(seed + 1_000_003);
  const bars = hours.time.length;
  return {
    hours,
    periods: utcRules,
    answers: {
      prob_up: [wander(bars, 4, random), wander(bars, 12, random), wander(bars, 48, random)],
      regime: Uint8Array.from({ length: bars }, (_, bar) => 1 + (Math.floor(bar / 240) % 3)),
    },
    pipSize: 0.0001,
    splitTimes: null,
  };
}

export function wholeRange({ hours }: Material): BarRange {
  return { from: 0, to: hours.time.length };
}

/** prob_up that forgets itself over so many bars. */
function wander(bars: number, memory: number, random: Random): Float64Array {
  const stay = Math.exp(-1 / memory);
  let state = random.normal();
  return Float64Array.from({ length: bars }, () => {
    state = stay * state + Math.sqrt(1 - stay * stay) * random.normal();
    return 1 / (1 + Math.exp(-0.9 * state));
  });
}
