import type { Objective } from '../../../shared/experiments/walk-forward.ts';
import { operations } from '../../../shared/operations/index.ts';
import type { Result } from '../../../shared/result.ts';
import { failure, success } from '../../../shared/result.ts';

/** What stands in the form, as typed. */
export interface WalkForwardDraft {
  readonly chooseDays: string;
  readonly tradeDays: string;
  readonly minTrades: string;
  readonly objective: Objective;
}

export interface WalkForwardSettings {
  readonly choose_days: number;
  readonly trade_days: number;
  readonly min_trades: number;
  readonly objective: Objective;
}

export const firstDraft: WalkForwardDraft = {
  chooseDays: '180',
  tradeDays: '60',
  minTrades: '20',
  objective: 'total_pips',
};

export const objectiveNames: Readonly<Record<Objective, string>> = {
  total_pips: 'most pips',
  profit_factor: 'best profit factor',
  win_rate: 'best win rate',
  sharpe: 'best Sharpe',
};

const { shape } = operations['experiments.walk-forward'].input;
const fields = [
  ['chooseDays', 'choose_days', 'Choosing takes a whole number of days from 7 to 3650.'],
  ['tradeDays', 'trade_days', 'Trading takes a whole number of days from 1 to 3650.'],
  ['minTrades', 'min_trades', 'The least trades are a whole number from 1 to 10,000.'],
] as const;

/** Reads the form; a refusal says of every wrong field what would be right. */
export function parseWalkForward(draft: WalkForwardDraft): Result<WalkForwardSettings> {
  const wrong = fields.filter(([field, key]) => !shape[key].safeParse(numberIn(draft[field])).success);
  if (wrong.length > 0) return failure('invalid', wrong.map(([, , words]) => words).join(' '));
  return success({
    choose_days: numberIn(draft.chooseDays),
    trade_days: numberIn(draft.tradeDays),
    min_trades: numberIn(draft.minTrades),
    objective: draft.objective,
  });
}

/** What an answer was asked with. */
export function settingsWords({
  objective,
  choose_days: choose,
  trade_days: trade,
  min_trades: least,
}: WalkForwardSettings): string {
  return `The mix with the ${objectiveNames[objective]} of ${choose} days with at least ${least} trades, traded for the next ${trade} days.`;
}

function numberIn(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}
