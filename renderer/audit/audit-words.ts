import type { AuditAction, AuditEntry } from '../../shared/audit.ts';
import type { ChangeSource } from '../../shared/config.ts';
import { duration } from '../format.ts';

export const actionNames: Readonly<Record<AuditAction, string>> = {
  update: 'edit',
  slider: 'drag',
  reset: 'reset',
  file: 'file',
  restore: 'restore',
  undo: 'undo',
  redo: 'redo',
  profile: 'profile',
  bundle: 'bundle’s values',
  trial: 'trial',
  keep: 'trial kept',
  revert: 'trial taken back',
  reconcile: 'reconciled',
};

export const sourceNames: Readonly<Record<ChangeSource, string>> = {
  window: 'window',
  file: 'file',
  api: 'API',
  environment: 'environment',
  restore: 'restore',
  timer: 'timer',
};

/** Who asked, by which way. */
export function whoInWords({ by, author }: Pick<AuditEntry, 'by' | 'author'>): string {
  return author ? `${sourceNames[by]}: ${author}` : sourceNames[by];
}

/** How an attempt ended: what was delivered, or why it was refused. */
export function outcomeInWords({ outcome, action, problem, receipt }: AuditEntry): string {
  if (outcome === 'refused') return `✕ refused: ${problem ?? 'no reason is on record'}`;
  // What only puts on record what is in force calls nobody.
  if (!receipt && action === 'reconcile') return '✓ on record';
  if (!receipt) return '! no receipt: the desk ended first';
  const delivered = `${receipt.delivered} of ${receipt.total} delivered`;
  return receipt.failed.length > 0
    ? `! ${[delivered, ...receipt.failed].join(', ')}`
    : `✓ ${delivered} in ${duration(receipt.duration_ms)}`;
}

export function outcomeTone({ outcome, action, receipt }: AuditEntry): 'long' | 'short' | 'warning' {
  if (outcome === 'refused') return 'short';
  const whole = receipt ? receipt.failed.length === 0 : action === 'reconcile';
  return whole ? 'long' : 'warning';
}
