import type { Material } from '../../../../electron/engine/laboratory/material.ts';
import { resample } from '../../../../electron/engine/market/resample.ts';
import {
  createSimulator,
  simulatedIntervalMs,
} from '../../../../electron/engine/market/simulator/simulator.ts';
import { createRandom, type Random } from '../../../../electron/engine/random.ts';
import type { Bars } from '../../../../shared/market.ts';
import { utcPeriods, utcRules } from '../market/utc-periods.ts';

/** Hourly bars of the simulated market, weekends and all. */
export function simulatedHours(seed: number, count: number): Bars {
  const bars = createSimulator({ seed, calendar: 'utc-22' }).next(12 * (count + 1));
  return firstBars(resample(bars, '1H', simulatedIntervalMs, utcPeriods), count);
}

/** The same with hours missing and prices that jump between bars, as at the opening after bad news. */
export function brokenHours(seed: number, count: number): Bars {
  const random = createRandom(seed);
  const whole = simulatedHours(seed, 2 * count);
  const kept = Array.from(whole.time.keys()).filter(() => random.next() > 0.2);
  let jump = 0;
  const jumps = kept.map(() => {
    if (random.next() < 0.05) jump += 0.003 * random.normal();
    return jump;
  });
  const pick = (column: Float64Array, moved: boolean) =>
    Float64Array.from(kept, (bar, i) => column[bar] + (moved ? jumps[i] : 0));
  const bars = {
    time: pick(whole.time, false),
    open: pick(whole.open, true),
    high: pick(whole.high, true),
    low: pick(whole.low, true),
    close: pick(whole.close, true),
    volume: pick(whole.volume, false),
    // As brokers record it; a few bars carry none.
    spread: Float64Array.from(kept, () => (random.next() < 0.1 ? Number.NaN : 1e-5 * random.int(40))),
  };
  return firstBars(bars, count);
}

/** Answers as models might give: near 0.5 or sure of themselves, tied, silent for a while or at single bars. */
export function withAnswers(hours: Bars, seed: number): Material {
  const random = createRandom(seed);
  const bars = hours.time.length;
  const width = [0.03, 0.1, 0.3][random.int(3)];
  const regime = new Uint8Array(bars);
  for (let bar = 0; bar < bars; bar += 1) {
    regime[bar] = bar % 24 === 0 || bar === 0 ? random.int(4) : regime[bar - 1];
  }
  return {
    hours,
    periods: utcRules,
    pipSize: 0.0001,
    splitTimes: null,
    answers: {
      prob_up: [
        answerColumn(bars, 1, width, random),
        answerColumn(bars, 4, width, random),
        answerColumn(bars, 24, width, random),
      ],
      regime,
    },
  };
}

function answerColumn(bars: number, every: number, width: number, random: Random): Float64Array {
  const column = new Float64Array(bars);
  const warmUp = random.int(30);
  let said = 0.5;
  for (let bar = 0; bar < bars; bar += 1) {
    if (bar % every === 0) {
      said = Math.min(1, Math.max(0, 0.5 + width * random.normal()));
      // One in twenty says what tips over at the last bit.
      if (random.next() < 0.05) said = 0.5 + (random.int(3) - 1) * Number.EPSILON;
    }
    column[bar] = bar < warmUp || random.next() < 0.01 ? Number.NaN : said;
  }
  return column;
}

function firstBars(bars: Bars, count: number): Bars {
  return {
    time: bars.time.slice(0, count),
    open: bars.open.slice(0, count),
    high: bars.high.slice(0, count),
    low: bars.low.slice(0, count),
    close: bars.close.slice(0, count),
    volume: bars.volume.slice(0, count),
    ...(bars.spread && { spread: bars.spread.slice(0, count) }),
  };
}
