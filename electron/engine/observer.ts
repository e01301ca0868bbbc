import type { CallbackRun } from '../../shared/config.ts';
import type { NewAuditEntry } from './config/audit-trail.ts';

/** Receives events for metrics. Its functions must be quick and must not throw. */
export interface EngineObserver {
  /** Every accepted and every refused change. */
  onAudit(entry: Pick<NewAuditEntry, 'outcome' | 'by' | 'changes'>): void;
  /** Every callback run of the configuration, including previews. */
  onCallbacks(runs: readonly Pick<CallbackRun, 'service' | 'duration_ms' | 'error'>[]): void;
  /** Every prediction served, with its duration. */
  onPredict(served: { readonly cached: boolean; readonly duration_ms: number }): void;
}
