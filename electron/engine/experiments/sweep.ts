import type { Triangle } from '../../../shared/experiments.ts';
import { mixAt } from '../../../shared/simplex.ts';
import { normalise } from '../ensemble/combine.ts';
import { regimes } from '../ensemble/regime.ts';
import { sharpeOfActive } from './figures.ts';
import type { BarRange, DecisionRules, Material } from './material.ts';
import type { Outcomes } from './outcomes.ts';
import { type Candidates, mixed, packCandidates } from './sweep-candidates.ts';
import { createSurvivors, type Survivors, surviveBetween } from './sweep-filter.ts';
import { weightsByRegime } from './trade-run.ts';

/** Figures of mixes, one entry per mix; NaN where a figure means nothing. */
export type SweepColumns = Pick<
  Triangle,
  'trades' | 'wins' | 'total_pips' | 'profit_factor' | 'max_drawdown_pips' | 'sharpe'
>;

/** All mixes of the weights under one decision, whose own weights do not matter. */
export interface Sweep {
  /** UTC days with bars in the range. */
  readonly days: number;
  /**
   * The figures of the mixes `from` … `to` (excluded) of the grid with `steps` steps, into `out` from its
   * entry 0 on. Each is, to the last bit, what `runTrades` and `figuresOf` make of the mix, normalised.
   */
  figures(steps: number, from: number, to: number, out: SweepColumns): void;
  /** Pips per UTC day of these mixes, as `dailyPips` gives them: row by row, `days` entries each. */
  daily(steps: number, from: number, to: number, out: Float32Array | Float64Array): void;
}

/** Looks at the bars once; every grid and every part of it can then be asked for. */
export function createSweep(
  material: Pick<Material, 'answers' | 'hours'>,
  outcomes: Outcomes,
  decision: DecisionRules,
  range: BarRange,
): Sweep {
  const candidates = packCandidates(material, outcomes, decision, range);
  const { days } = candidates;
  const survivors = createSurvivors(candidates.count);
  const run = createMixRun(candidates, decision);
  const weights = new Float64Array(3 * regimes.length);
  const lastWeights = new Float64Array(3 * regimes.length);

  function eachMix(steps: number, from: number, to: number, take: (at: number) => void): void {
    let lineEnd = from;
    for (let mix = from; mix < to; mix += 1) {
      writeWeights(decision, mix, steps, weights);
      if (mix === lineEnd) {
        lineEnd = Math.min(to, endOfLine(mix, steps));
        writeWeights(decision, lineEnd - 1, steps, lastWeights);
        surviveBetween(candidates, decision, weights, lastWeights, survivors);
      }
      run.walk(weights, survivors);
      take(mix - from);
    }
  }

  return {
    days,
    figures(steps, from, to, out) {
      eachMix(steps, from, to, (at) => {
        out.trades[at] = run.trades;
        out.wins[at] = run.wins;
        out.total_pips[at] = run.total;
        out.profit_factor[at] = run.lost > 0 ? run.won / run.lost : Number.NaN;
        out.max_drawdown_pips[at] = run.drawdown;
        out.sharpe[at] = sharpeOfActive(run.dayPips, run.activeDays, days);
      });
    },
    daily(steps, from, to, out) {
      out.fill(0, 0, (to - from) * days);
      eachMix(steps, from, to, (at) => {
        for (let i = 0; i < run.activeDays; i += 1) out[at * days + run.dayIndex[i]] = run.dayPips[i];
      });
    },
  };
}

/** The figures of the mixes `from` … `to` (excluded) of a new sweep. */
export function sweepMixes(
  material: Pick<Material, 'answers' | 'hours'>,
  outcomes: Outcomes,
  decision: DecisionRules,
  range: BarRange,
  steps: number,
  from: number,
  to: number,
  out: SweepColumns,
): void {
  createSweep(material, outcomes, decision, range).figures(steps, from, to, out);
}

/** The daily pips of the mixes `from` … `to` (excluded) of a new sweep: row by row, one entry per UTC day. */
export function sweepDaily(
  material: Pick<Material, 'answers' | 'hours'>,
  outcomes: Outcomes,
  decision: DecisionRules,
  range: BarRange,
  steps: number,
  from: number,
  to: number,
  out: Float32Array | Float64Array,
): void {
  createSweep(material, outcomes, decision, range).daily(steps, from, to, out);
}

/** The walk of one mix over the candidates. What it finds stays until the next walk. */
interface MixRun {
  /** `weights` holds three effective weights per regime. */
  walk(weights: Float64Array, survivors: Survivors): void;
  trades: number;
  wins: number;
  total: number;
  won: number;
  lost: number;
  drawdown: number;
  /** Days that are not zero: how many, which, and their pips. */
  activeDays: number;
  readonly dayIndex: Int32Array;
  readonly dayPips: Float64Array;
}

function createMixRun(candidates: Candidates, decision: DecisionRules): MixRun {
  const { kind, regime, confidence, rise, rises, pips, next, day, days } = candidates;
  const { agreementBonus, threshold } = decision;
  const dayIndex = new Int32Array(days);
  const dayPips = new Float64Array(days);

  function walk(weights: Float64Array, { count, places, before }: Survivors): void {
    let trades = 0;
    let wins = 0;
    let total = 0;
    let won = 0;
    let lost = 0;
    let highest = 0;
    let drawdown = 0;
    let activeDays = 0;
    let today = -1;
    let todaysPips = 0;
    let place = 0;
    while (place < count) {
      const at = places[place];
      const w = 3 * regime[at];
      const c = 3 * at;
      const w1 = weights[w];
      const w4 = weights[w + 1];
      const wD = weights[w + 2];
      const base = w1 * confidence[c] + w4 * confidence[c + 1] + wD * confidence[c + 2];
      let direction = kind[at];
      if (direction < mixed) {
        if (base + agreementBonus < threshold) {
          place += 1;
          continue;
        }
      } else {
        const up = w1 * rise[c] + w4 * rise[c + 1] + wD * rise[c + 2];
        direction = up > 0.5 ? 1 : 0;
        const agreeing = direction === 1 ? rises[at] : 3 - rises[at];
        const combined = agreeing === 3 ? base + agreementBonus : base * (agreeing / 3);
        if (combined < threshold) {
          place += 1;
          continue;
        }
      }
      const trade = 2 * at + direction;
      const earned = pips[trade];
      if (day[trade] !== today) {
        if (todaysPips !== 0) {
          dayIndex[activeDays] = today;
          dayPips[activeDays] = todaysPips;
          activeDays += 1;
        }
        today = day[trade];
        todaysPips = 0;
      }
      todaysPips += earned;
      trades += 1;
      total += earned;
      if (earned > 0) {
        wins += 1;
        won += earned;
      } else lost -= earned;
      if (total > highest) highest = total;
      else if (highest - total > drawdown) drawdown = highest - total;
      place = before[next[trade]];
    }
    if (todaysPips !== 0) {
      dayIndex[activeDays] = today;
      dayPips[activeDays] = todaysPips;
      activeDays += 1;
    }
    Object.assign(run, { trades, wins, total, won, lost, drawdown, activeDays });
  }

  const run: MixRun = {
    walk,
    trades: 0,
    wins: 0,
    total: 0,
    won: 0,
    lost: 0,
    drawdown: 0,
    activeDays: 0,
    dayIndex,
    dayPips,
  };
  return run;
}

/** Writes the effective weights of a mix: three per regime, in the order of their codes. */
function writeWeights(decision: DecisionRules, mix: number, steps: number, into: Float64Array): void {
  const own = { ...decision, weights: normalise(mixAt(mix, steps)) };
  for (const [code, weights] of weightsByRegime(own).entries()) into.set(weights, 3 * code);
}

/** Mixes that are filtered together: few enough to lie close to each other, enough to be worth the filter. */
const lineLength = 26;

/** Where the line ends that begins at `mix` and runs along its row; excluded. */
function endOfLine(mix: number, steps: number): number {
  const fourHourLeft = Math.round(mixAt(mix, steps)[0] * steps);
  return mix + Math.min(fourHourLeft + 1, lineLength);
}
