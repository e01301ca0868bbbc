import type { Figures } from '../../../shared/experiments/figures.ts';
import type { Shadow, ShadowState } from '../../../shared/experiments/shadows.ts';
import type { TradingConfig } from '../../../shared/parameters.ts';
import type { Decision } from '../../../shared/prediction.ts';
import { isWeightPath, labelOf, valueAt, weightPaths, wordsAt } from '../../config/parameter-words.ts';
import { count, directionSign, directionWord, none, percent, utcMinute } from '../../format.ts';
import { figureText, leastTrades, signed } from '../figures/metrics.ts';
import { mixText } from '../triangle/mix.ts';

/** What a row of the running comparison shows; equal rows need not be drawn again. */
export interface ShadowRow {
  /** Null for the active configuration. */
  readonly id: number | null;
  readonly name: string;
  /** What it does otherwise, one text per value; empty where nothing. */
  readonly differs: readonly string[];
  readonly trades: string;
  readonly winRate: string;
  readonly pips: string;
  /** To the active configuration; null for itself. */
  readonly difference: Difference | null;
  readonly drawdown: string;
  readonly now: Decision;
  readonly nowText: string;
  /** Null for the active configuration. */
  readonly flips: string | null;
}

export interface Difference {
  readonly text: string;
  readonly sign: 'more' | 'less' | 'same';
  /** One of the two has traded too seldom for it to say anything. */
  readonly tooFew: boolean;
}

/** The active configuration first, then the candidates as they were added. */
export function shadowRows({ active, candidates }: ShadowState, config: TradingConfig): ShadowRow[] {
  return [
    {
      ...rowOf(active),
      id: null,
      name: 'Active configuration',
      differs: [],
      difference: null,
      flips: null,
    },
    ...candidates.map((candidate) => ({
      ...rowOf(candidate),
      id: candidate.id,
      name: candidate.name,
      differs: differsWords(candidate.differs, config),
      difference: differenceOf(active.figures, candidate.figures),
      flips: count(candidate.flips),
    })),
  ];
}

function rowOf({ figures, decision, confidence }: Pick<Shadow, 'figures' | 'decision' | 'confidence'>) {
  return {
    trades: count(figures.trades),
    winRate: figureText('win_rate', figures.win_rate),
    pips: figureText('total_pips', figures.total_pips),
    drawdown: figureText('max_drawdown_pips', figures.max_drawdown_pips),
    now: decision,
    nowText: nowWords(decision, confidence),
  };
}

/** Pips more (+) or less (−) than the first. */
export function differenceOf(than: Figures, own: Figures): Difference {
  const value = Number((own.total_pips - than.total_pips).toFixed(1));
  const text = signed(value, 1);
  return {
    text: value > 0 ? `+${text}` : text,
    sign: value > 0 ? 'more' : value < 0 ? 'less' : 'same',
    tooFew: Math.min(own.trades, than.trades) < leastTrades,
  };
}

/** The decision with its confidence, e.g. "▲ Long 71.2 %". */
export function nowWords(decision: Decision, confidence: number | null): string {
  if (confidence === null) return `${none} silent`;
  const direction = decision === 'long' ? 1 : 0;
  const word = decision === 'none' ? 'No trade' : directionWord(direction);
  const sign = decision === 'none' ? none : directionSign(direction);
  return `${sign} ${word} ${percent(confidence)}`;
}

/** What differs from the values in force, the three weights as one. */
export function differsWords(differs: Shadow['differs'], config: TradingConfig): string[] {
  const own = new Map(differs.map(({ path, value }) => [path, value]));
  const [hour, fourHour, daily] = weightPaths.map((path) => Number(own.get(path) ?? valueAt(config, path)));
  const others = differs
    .filter(({ path }) => !isWeightPath(path))
    .map(({ path, value }) => `${labelOf(path)} ${wordsAt(path, value)}`);
  if (others.length === differs.length) return others;
  return [`Weights ${mixText([hour ?? 0, fourHour ?? 0, daily ?? 0])}`, ...others];
}

/** Since when and over how many bars they are compared. */
export function spanWords({ since, bars }: Pick<ShadowState, 'since' | 'bars'>): string {
  if (since === null) return 'No bar has been scored yet.';
  return `Since ${utcMinute(since)}, ${bars === 1 ? '1 bar' : `${count(bars)} bars`} of 1 h.`;
}

/** How far the comparison can be trusted by now. */
export function trustWords({ active, candidates }: ShadowState): string {
  const least = Math.min(active.figures.trades, ...candidates.map(({ figures }) => figures.trades));
  if (least < leastTrades)
    return `With fewer than ${leastTrades} trades on either side a difference is too few to say anything.`;
  return 'A running difference has no interval around it: ask the A/B how much of it may be luck.';
}
