import type { Why } from '../../../shared/experiments/why.ts';
import { timeframes } from '../../../shared/market.ts';
import type { Decision, Direction, Prediction } from '../../../shared/prediction.ts';
import type { Weights } from '../../../shared/weights.ts';
import { percent, timeframeNames } from '../../format.ts';

/** A row of the waterfall: a span of the confidence from `from` to `to`, fractions of 1. */
export interface WhyRow {
  readonly name: string;
  /** What the model says; null for the steps that are no model. */
  readonly direction: Direction | null;
  /** What made the step, in words. */
  readonly reason: string;
  readonly from: number;
  readonly to: number;
  readonly change: number;
}

/** The steps as rows that begin where the one before ended. A cap that takes nothing is left out. */
export function rowsOf({ steps, prediction }: Pick<Why, 'steps' | 'prediction'>): WhyRow[] {
  return steps
    .filter(({ name, change }) => name !== 'cap' || change !== 0)
    .map(({ name, change, total }) => ({
      name: names[name],
      direction: name === 'agreement' || name === 'cap' ? null : prediction.components[name].direction,
      reason: reasonOf(name, prediction),
      from: total - change,
      to: total,
      change,
    }));
}

/** A change of the confidence with its sign, in percentage points. */
export function points(change: number): string {
  const size = (Math.abs(change) * 100).toFixed(1);
  return size === '0.0' ? '0.0' : `${change > 0 ? '+' : '−'}${size}`;
}

export const decisionNames: Readonly<Record<Decision, string>> = {
  long: '▲ Long trade',
  short: '▼ Short trade',
  none: 'No trade',
};

/** The smallest movement of weight from `now` that gives another decision, e.g. "Move 0.07 from 1H to 4H: no trade." */
export function flipInWords(now: Weights, { to, weights, moved, reached }: NonNullable<Why['flip']>): string {
  const changes = timeframes.map((timeframe, i) => ({
    name: timeframeNames[timeframe],
    by: (weights[i] ?? 0) - (now[i] ?? 0),
  }));
  const least = moved * 1e-3;
  const givers = changes.filter(({ by }) => by < -least).map(({ name, by }) => ({ name, by: -by }));
  const takers = changes.filter(({ by }) => by > least);
  const outcome = to === 'none' ? 'no trade' : `a ${to} trade`;
  if (moved <= 0 || givers.length === 0 || takers.length === 0)
    return `The decision stands on the very edge: the slightest change of weights gives ${outcome}.`;
  return `Move ${route(weightInWords(moved), givers, takers)}${reached ? '' : ', and a trace more'}: ${outcome}.`;
}

/** Weights side by side, e.g. "1H 0.53 · 4H 0.37 · Daily 0.10". */
export function mixInWords(mix: Weights): string {
  const decimals = mix.every((weight) => Math.abs(weight * 100 - Math.round(weight * 100)) < 1e-9) ? 2 : 4;
  return timeframes
    .map((timeframe, i) => `${timeframeNames[timeframe]} ${(mix[i] ?? 0).toFixed(decimals)}`)
    .join(' · ');
}

/** An amount of weight: two decimals, or two digits where that would hide it. */
export function weightInWords(weight: number): string {
  if (weight >= 0.095) return weight.toFixed(2);
  return weight >= 0.00005 ? String(Number(weight.toPrecision(2))) : 'less than 0.0001';
}

interface Part {
  readonly name: string;
  readonly by: number;
}

function route(moved: string, givers: readonly Part[], takers: readonly Part[]): string {
  const [giver, second] = givers;
  const [taker, other] = takers;
  if (giver && second) return `${moved} to ${taker?.name}: ${shares(givers, 'from')}`;
  if (taker && other) return `${moved} from ${giver?.name}: ${shares(takers, 'to')}`;
  return `${moved} from ${giver?.name} to ${taker?.name}`;
}

function shares(parts: readonly Part[], word: 'from' | 'to'): string {
  return parts.map(({ name, by }) => `${weightInWords(by)} ${word} ${name}`).join(', ');
}

const names: Readonly<Record<Why['steps'][number]['name'], string>> = {
  ...timeframeNames,
  agreement: 'Agreement',
  cap: 'Cap',
};

function reasonOf(name: Why['steps'][number]['name'], said: Prediction): string {
  if (name === 'cap') return 'never above 100 %';
  if (name === 'agreement') {
    return said.agreement_count === 3
      ? 'all 3 agree: bonus'
      : `${said.agreement_count} of 3 agree: × ${said.agreement_count}/3`;
  }
  const { weight, confidence } = said.components[name];
  return `${weight.toFixed(2)} × ${percent(confidence)}`;
}
