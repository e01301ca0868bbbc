import type { Weights } from '../../../shared/weights.ts';
import { createLongRun } from '../../runs/long-run.ts';
import type { Subject } from '../subject/subject.ts';
import { scopeOf, sourceOf } from '../subject/subject.ts';

export interface OverfitQuestion {
  readonly subject: Subject;
  readonly mix: Weights;
  /** What the answer depends on beside the mix. */
  readonly key: string;
}

export const overfitRun = createLongRun(
  'experiments.overfit',
  'Overfit meter',
  ({ subject, mix }: OverfitQuestion) => ({
    scope: scopeOf(subject),
    source: sourceOf(subject, mix),
  }),
);
