import type { AuditReceipt, ConfigDifference } from '../../../shared/audit.ts';
import type { CallbackRun, Change } from '../../../shared/config.ts';
import { categories, type ParameterValue, type TradingConfig } from '../../../shared/parameters.ts';
import { failure, type ProblemDetail } from '../../../shared/result.ts';

/** The values in which two configurations differ, in the table's order. */
export function changesBetween(before: TradingConfig, after: TradingConfig): Change[] {
  return categories.flatMap((category) => {
    const old = before[category] as Readonly<Record<string, ParameterValue>>;
    return Object.entries(after[category] as Readonly<Record<string, ParameterValue>>)
      .filter(([key, value]) => old[key] !== value)
      .map(([key, value]) => ({ category, key, old: old[key], new: value }));
  });
}

export function differencesBetween(before: TradingConfig, after: TradingConfig): ConfigDifference[] {
  return changesBetween(before, after).map((change) => ({
    path: `${change.category}.${change.key}`,
    from: change.old,
    to: change.new,
  }));
}

/** What caches note as the cause of an invalidation, e.g. "config v12: model.weight_1h". */
export function causeOf(version: number, changes: readonly Change[]): string {
  const named = changes.slice(0, 3).map(({ category, key }) => `${category}.${key}`);
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
