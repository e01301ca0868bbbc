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

/** Figures of mixes, one entry per mix; NaN where a figure is undefined. */
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

/** Backtests of all mixes of the weights under one decision, whose own weights are ignored. */
export interface Sweep {
  /** The days of the range, and later days on which one of its trades may end. */
  readonly period: PeriodDays;
  /**
   * Writes the figures of the mixes `from` … `to` (excluded) of the grid with `steps` steps to `out`, from its entry 0
   * on. They equal those of `runTrades` and `figuresOf` for the normalised mix to the last bit.
   */
  figures(steps: number, from: number, to: number, out: SweepColumns): void;
  /** Writes the pips per trading day of these mixes (see `dailyPips`) to `out`: one row of `days` entries per mix. */
  daily(steps: number, from: number, to: number, out: Float32Array | Float64Array): void;
}

/** Reads the bars once; any grid and any part of it can then be evaluated. */
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

/** The walk of one mix over the candidates. Its results stay until the next walk. */
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

  /** Repeats `combineComponents` operation by operation, without its cap at 1, which changes no decision. */
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

  function walk(weights: Float64Array, { bits, uncertain }: SweepRow): void {
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
      if (uncertain[at] === 1) {
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
      // Sums without a branch are twice as fast, because the processor cannot predict which trade wins.
      wins += win[trade];
      losses += loss[trade];
      won += gain[trade];
      lost += fall[trade];
      highest = Math.max(highest, total);
      drawdown = Math.max(drawdown, highest - total);
      // Skip to the first candidate at or after the exit.
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
