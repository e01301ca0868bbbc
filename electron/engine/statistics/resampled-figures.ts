import { type DailyResults, dailyColumn, dailyWidth } from '../trades/daily-results.ts';
import { scatterFromSums, sharpeRatio } from './sharpe.ts';
import { meanBlockFor, type StationaryBlocks, spreadCorrection } from './stationary-blocks.ts';

/** The figures that are resampled. */
export const resampledNames = [
  'total_pips',
  'win_rate',
  'mean_pips',
  'profit_factor',
  'sharpe',
  'max_drawdown_pips',
  'max_drawdown_open_pips',
  'trades',
] as const;
export type ResampledFigures = Record<(typeof resampledNames)[number], Float64Array>;

/**
 * The figures of one side in each resample of its days. All figures of a resample come from the same sums, so mean,
 * profit factor and Sharpe ratio show a gain exactly where the total does, and their intervals cannot contradict it.
 * Sums are widened around the record's own (`spreadCorrection`) before figures are computed from them; drawdowns depend
 * on the order of the days and are not corrected. A figure is not finite where it is undefined: without a losing trade,
 * without variation between days, without a trade that won or lost.
 */
export function resampleFigures(daily: DailyResults, blocks: StationaryBlocks): ResampledFigures {
  const { days, values, perYear } = daily;
  const { resamples, offsets, starts, ends } = blocks;
  const figures = Object.fromEntries(
    resampledNames.map((name) => [name, new Float64Array(resamples)]),
  ) as ResampledFigures;
  const own = sumsOf(daily);
  const correction = spreadCorrection(days, meanBlockFor(days));
  const spread = (sum: number, record: number) => record + correction * (sum - record);

  for (let resample = 0; resample < resamples; resample += 1) {
    let pips = 0;
    let squares = 0;
    let trades = 0;
    let wins = 0;
    let losses = 0;
    let won = 0;
    let lost = 0;
    let drawdown = 0;
    let drawdownOpen = 0;
    /** Current drawdown: distance of the equity below its highest point so far. */
    let below = 0;
    for (let block = offsets[resample]; block < offsets[resample + 1]; block += 1) {
      for (let day = starts[block]; day < ends[block]; day += 1) {
        const at = (day < days ? day : day - days) * dailyWidth;
        if (values[at + dailyColumn.trades] === 0) continue;
        const earned = values[at];
        pips += earned;
        squares += earned * earned;
        trades += values[at + dailyColumn.trades];
        wins += values[at + dailyColumn.wins];
        losses += values[at + dailyColumn.losses];
        won += values[at + dailyColumn.won];
        lost += values[at + dailyColumn.lost];
        drawdown = Math.max(drawdown, values[at + dailyColumn.fall], below - values[at + dailyColumn.lowest]);
        drawdownOpen = Math.max(
          drawdownOpen,
          values[at + dailyColumn.fallOpen],
          below - values[at + dailyColumn.lowestOpen],
        );
        below = Math.max(below, values[at + dailyColumn.highest]) - earned;
      }
    }
    const total = spread(pips, own.pips);
    const count = Math.max(1, spread(trades, own.trades));
    const winning = Math.max(0, spread(wins, own.wins));
    const losing = Math.max(0, spread(losses, own.losses));
    figures.total_pips[resample] = total;
    figures.trades[resample] = count;
    figures.mean_pips[resample] = total / count;
    figures.win_rate[resample] = winning / (winning + losing);
    figures.profit_factor[resample] = profitFactorOf(spread(won, own.won), spread(lost, own.lost));
    const scatter = scatterFromSums(days, total, Math.max(0, spread(squares, own.squares)));
    figures.sharpe[resample] = sharpeRatio(scatter, perYear) ?? total / 0;
    figures.max_drawdown_pips[resample] = drawdown;
    figures.max_drawdown_open_pips[resample] = drawdownOpen;
  }
  return figures;
}

/** Pips won by pips lost; Infinity without a loss. */
function profitFactorOf(won: number, lost: number): number {
  return lost > 0 ? Math.max(0, won) / lost : Number.POSITIVE_INFINITY;
}

function sumsOf({ days, values }: DailyResults) {
  const sums = { pips: 0, squares: 0, trades: 0, wins: 0, losses: 0, won: 0, lost: 0 };
  for (let day = 0; day < days; day += 1) {
    const at = day * dailyWidth;
    sums.pips += values[at + dailyColumn.pips];
    sums.squares += values[at + dailyColumn.pips] * values[at + dailyColumn.pips];
    sums.trades += values[at + dailyColumn.trades];
    sums.wins += values[at + dailyColumn.wins];
    sums.losses += values[at + dailyColumn.losses];
    sums.won += values[at + dailyColumn.won];
    sums.lost += values[at + dailyColumn.lost];
  }
  return sums;
}
