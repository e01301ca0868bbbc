import type { CallbackRun } from '../../shared/config.ts';
import type { NewAuditEntry } from './config/audit-trail.ts';

/** Told what happens as it happens, for counting: it must be quick and must not throw. */
export interface EngineObserver {
  /** Every accepted change and every refused attempt. */
  onAudit(entry: Pick<NewAuditEntry, 'outcome' | 'by' | 'changes'>): void;
  /** Every run of a subscriber to the configuration, of previews too. */
  onCallbacks(runs: readonly Pick<CallbackRun, 'service' | 'duration_ms' | 'error'>[]): void;
  /** Every prediction that was served, with how long it took. */
  onPredict(served: { readonly cached: boolean; readonly duration_ms: number }): void;
}
