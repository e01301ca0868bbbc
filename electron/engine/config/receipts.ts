import type { AuditReceipt, ConfigDifference } from '../../../shared/audit.ts';
import type { CallbackRun, Change } from '../../../shared/config.ts';
import { categories, type ParameterValue, type TradingConfig } from '../../../shared/parameters.ts';
import { failure, type ProblemDetail } from '../../../shared/result.ts';
import type { Scope } from '../../../shared/symbols.ts';
import { type HeldConfig, layerOf, pathText, valuesFor } from './saved-layers.ts';

/** The values in which two configurations differ, in the table's order; those of `scope`, left out for all. */
export function changesBetween(before: TradingConfig, after: TradingConfig, scope: Scope = null): Change[] {
  return categories.flatMap((category) => {
    const old = before[category] as Readonly<Record<string, ParameterValue>>;
    return Object.entries(after[category] as Readonly<Record<string, ParameterValue>>)
      .filter(([key, value]) => old[key] !== value)
      .map(([key, value]) => ({ category, key, old: old[key], new: value, symbol: scope }));
  });
}

/**
 * All that differs: for all first, then for each symbol what it has, or had, a value of its own for. Where a symbol
 * only follows what changes for all, that is said once.
 */
export function changesOfHeld(before: HeldConfig, after: HeldConfig): Change[] {
  const forAll = changesBetween(before.values, after.values);
  if (before.symbols === after.symbols && forAll.length === 0) return forAll;
  const own = Object.keys({ ...before.symbols, ...after.symbols }).sort();
  return [...forAll, ...own.flatMap((symbol) => changesOfSymbol(before, after, symbol))];
}

function changesOfSymbol(before: HeldConfig, after: HeldConfig, symbol: string): Change[] {
  const [old, next] = [layerOf(before, symbol), layerOf(after, symbol)];
  return changesBetween(valuesFor(before, symbol), valuesFor(after, symbol), symbol).filter(
    ({ category, key }) => old[category]?.[key] !== undefined || next[category]?.[key] !== undefined,
  );
}

export function differencesBetween(before: TradingConfig, after: TradingConfig): ConfigDifference[] {
  return changesBetween(before, after).map(asDifference);
}

export function asDifference({ category, key, old, new: to, symbol }: Change): ConfigDifference {
  return { path: `${category}.${key}`, from: old, to, symbol };
}

/** The symbols that a change touches, in their order; null: all. What touches nothing in particular counts for all. */
export function touchedSymbols(scopes: Iterable<Scope>): readonly string[] | null {
  const found = new Set(scopes);
  if (found.size === 0 || found.has(null)) return null;
  return [...found].filter((scope) => scope !== null).sort();
}

/** What caches note as the cause of an invalidation, e.g. "config v12: model.weight_1h, EURUSD trading.spread_pips". */
export function causeOf(version: number, changes: readonly Change[]): string {
  const named = changes
    .slice(0, 3)
    .map(({ category, key, symbol }) => pathText({ scope: symbol, category, key }));
  const more = changes.length > 3 ? ` and ${changes.length - 3} more` : '';
  return `config v${version}: ${named.join(', ') || 'no value changed'}${more}`;
}

/** e.g. "5 of 6 delivered, model-service failed: …". */
export function summaryOf(runs: readonly CallbackRun[]): string {
  const { delivered, total, failed } = auditReceipt(runs);
  return [`${delivered} of ${total} delivered`, ...failed].join(', ');
}

export function auditReceipt(runs: readonly CallbackRun[]): AuditReceipt {
  const failed = runs.filter((run) => run.error !== null).map((run) => `${run.service} failed: ${run.error}`);
  return {
    delivered: runs.length - failed.length,
    total: runs.length,
    duration_ms: runs.reduce((sum, run) => sum + run.duration_ms, 0),
    failed,
  };
}

/** Problems of one refusal that are told: more than there are parameters means a flood. */
const mostProblems = 40;
const longestPath = 130;

/**
 * A refusal with every problem in words; a rule that concerns several keys is said once. Of a flood the
 * first are told.
 */
export function refusal(details: readonly ProblemDetail[], opening = 'Nothing was changed') {
  const told = details
    .slice(0, mostProblems)
    .map(({ path, message }) => ({ path: shortened(path), message }));
  const words = told.map(({ path, message }) =>
    message.startsWith('The ') ? message : `${path} ${message}`,
  );
  const more = details.length > told.length ? `; and ${details.length - told.length} more problems` : '';
  return failure('invalid', `${opening}: ${[...new Set(words)].join('; ')}${more}`, told);
}

function shortened(path: string): string {
  return path.length > longestPath ? `${path.slice(0, longestPath)}…` : path;
}
