export type JobKind = 'inspect' | 'import' | 'simulate' | 'train' | 'load';

/** Work that takes longer than a moment: it has progress and can be cancelled. */
export interface Job {
  readonly id: number;
  readonly kind: JobKind;
  /** What is being done, e.g. "Training EUR/USD". */
  readonly label: string;
  readonly state: 'running' | 'done' | 'failed' | 'cancelled';
  /** 0…1. */
  readonly progress: number;
  /** The step now under way, or how it ended. */
  readonly message: string;
  readonly started_at: number;
  readonly ended_at: number | null;
}

/** Something the desk has to tell: what happened and what can be done. */
export interface Notice {
  readonly id: number;
  readonly at: number;
  readonly level: 'info' | 'warning' | 'error';
  readonly message: string;
}
