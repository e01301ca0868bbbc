import type { Triangle } from '../../../shared/experiments/triangle.ts';
import { regimes } from '../../../shared/prediction.ts';
import { mixAt } from '../../../shared/simplex.ts';
import { normalise } from '../../../shared/weights.ts';
import { sharpeOf } from '../experiments/figures.ts';
import type { DayMaterial, PeriodDays } from '../experiments/period-days.ts';
import type { BarRange, DecisionRules } from '../laboratory/material.ts';
import type { Outcomes } from '../trades/outcomes.ts';
import { noDecision, weightsByRegime } from '../trades/trade-run.ts';
import { type Candidates, packCandidates } from './sweep-candidates.ts';
import { createSweepRow, type SweepRow } from './sweep-row.ts';

/** Figures of mixes, one entry per mix; NaN where a figure means nothing. */
export type SweepColumns = Pick<
  Triangle,
  | 'trades'
  | 'wins'
  | 'losses'
  | 'total_pips'
  | 'profit_factor'
  | 'max_drawdown_pips'
  | 'max_drawdown_open_pips'
  | 'sharpe'
>;

/** All mixes of the weights under one decision, whose own weights do not matter. */
export interface Sweep {
  /** The days of the range, and those after it on which a trade may end. */
  readonly period: PeriodDays;
  /**
   * The figures of the mixes `from` … `to` (excluded) of the grid with `steps` steps, into `out` from its
   * entry 0 on. Each is, to the last bit, what `runTrades` and `figuresOf` make of the mix, normalised.
   */
  figures(steps: number, from: number, to: number, out: SweepColumns): void;
  /** Pips per trading day of these mixes, as `dailyPips` gives them: row by row, `days` entries each. */
  daily(steps: number, from: number, to: number, out: Float32Array | Float64Array): void;
}

/** Looks at the bars once; every grid and every part of it can then be asked for. */
export function createSweep(
  material: DayMaterial,
  outcomes: Outcomes,
  decision: DecisionRules,
  range: BarRange,
): Sweep {
  const candidates = packCandidates(material, outcomes, decision, range);
  const { period } = candidates;
  const run = createMixRun(candidates, decision);
  const weights = new Float64Array(3 * regimes.length);

  function eachMix(steps: number, from: number, to: number, take: (at: number) => void): void {
    const row = createSweepRow(candidates, decision, steps);
    for (let mix = from; mix < to; mix += 1) {
      const [hour, fourHour, daily] = mixAt(mix, steps).map((weight) => Math.round(weight * steps));
      if (mix === from || fourHour === 0)
        row.start(daily, fourHour, Math.min(fourHour + hour, fourHour + to - 1 - mix));
      else row.advance();
      writeWeights(decision, mix, steps, weights);
      run.walk(weights, row);
      take(mix - from);
    }
  }

  return {
    period,
    figures(steps, from, to, out) {
      eachMix(steps, from, to, (at) => {
        out.trades[at] = run.trades;
        out.wins[at] = run.wins;
        out.losses[at] = run.losses;
        out.total_pips[at] = run.total;
        out.profit_factor[at] = run.lost > 0 ? run.won / run.lost : Number.NaN;
        out.max_drawdown_pips[at] = run.drawdown;
        out.max_drawdown_open_pips[at] = run.drawdownOpen;
        out.sharpe[at] = sharpeOf(run.daily, period) ?? Number.NaN;
      });
    },
    daily(steps, from, to, out) {
      eachMix(steps, from, to, (at) => out.set(run.daily, at * period.days));
    },
  };
}

/** The walk of one mix over the candidates. What it finds stays until the next walk. */
interface MixRun {
  /** `weights` holds three effective weights per regime. */
  walk(weights: Float64Array, row: SweepRow): void;
  trades: number;
  wins: number;
  losses: number;
  total: number;
  won: number;
  lost: number;
  drawdown: number;
  drawdownOpen: number;
  /** Pips per trading day. */
  readonly daily: Float64Array;
}

function createMixRun(candidates: Candidates, decision: DecisionRules): MixRun {
  const { kind, regime, confidence, rise, rises, pips, worst, next, day, period } = candidates;
  const { ended, win, loss, won: gain, lost: fall } = candidates;
  const { agreementBonus, threshold } = decision;
  const words = (candidates.count + 31) >> 5;
  const daily = new Float64Array(period.days);

  /** In the arithmetic of `combineComponents`, operation by operation; its cut at 1 changes no decision. */
  function decide(at: number, weights: Float64Array): number {
    const w = 3 * regime[at];
    const c = 3 * at;
    const w1 = weights[w];
    const w4 = weights[w + 1];
    const wD = weights[w + 2];
    const up = w1 * rise[c] + w4 * rise[c + 1] + wD * rise[c + 2];
    const base = w1 * confidence[c] + w4 * confidence[c + 1] + wD * confidence[c + 2];
    const direction = up > 0.5 ? 1 : 0;
    const agreeing = direction === 1 ? rises[at] : 3 - rises[at];
    const combined = agreeing === 3 ? base + agreementBonus : base * (agreeing / 3);
    return combined >= threshold ? direction : noDecision;
  }

  function walk(weights: Float64Array, { bits, lazy }: SweepRow): void {
    let trades = 0;
    let wins = 0;
    let losses = 0;
    let total = 0;
    let won = 0;
    let lost = 0;
    let highest = 0;
    let drawdown = 0;
    let drawdownOpen = 0;
    daily.fill(0);
    let word = 0;
    let left = words > 0 ? bits[0] : 0;
    for (;;) {
      while (left === 0) {
        word += 1;
        if (word >= words) break;
        left = bits[word];
      }
      if (left === 0) break;
      const at = (word << 5) + 31 - Math.clz32(left & -left);
      let direction = kind[at];
      if (lazy[at] === 1) {
        direction = decide(at, weights);
        if (direction === noDecision) {
          left &= left - 1;
          continue;
        }
      }
      const trade = 2 * at + direction;
      const earned = pips[trade];
      daily[day[trade]] += earned;
      trades += ended[trade];
      drawdownOpen = Math.max(drawdownOpen, highest - (total + worst[trade]));
      total += earned;
      // Which trade wins cannot be foreseen: sums without a branch are twice as fast.
      wins += win[trade];
      losses += loss[trade];
      won += gain[trade];
      lost += fall[trade];
      highest = Math.max(highest, total);
      drawdown = Math.max(drawdown, highest - total);
      // On to the first candidate after the exit: bits before it do not count any more.
      const after = next[trade];
      word = after >> 5;
      left = word < words ? bits[word] & (-1 << after) : 0;
    }
    Object.assign(run, { trades, wins, losses, total, won, lost, drawdown, drawdownOpen });
  }

  const run: MixRun = {
    walk,
    trades: 0,
    wins: 0,
    losses: 0,
    total: 0,
    won: 0,
    lost: 0,
    drawdown: 0,
    drawdownOpen: 0,
    daily,
  };
  return run;
}

/** Writes the effective weights of a mix: three per regime, in the order of their codes. */
function writeWeights(decision: DecisionRules, mix: number, steps: number, into: Float64Array): void {
  const own = { ...decision, weights: normalise(mixAt(mix, steps)) };
  for (const [code, weights] of weightsByRegime(own).entries()) into.set(weights, 3 * code);
}
