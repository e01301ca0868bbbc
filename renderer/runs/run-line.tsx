import { percent } from '../format.ts';
import { Button } from '../ui/button.tsx';
import { Progress } from '../ui/meter.tsx';
import type { LongRun } from './long-run.ts';
import { cancelJob, useRunJob } from './long-run.ts';

interface RunLineProps {
  readonly run: LongRun<unknown, unknown>;
  readonly store: { readonly label: string };
  readonly label: string;
}

/** How far a run has come, a way to stop it, and how it ended where that was no answer. */
export function RunLine({ run, store, label }: RunLineProps) {
  const job = useRunJob(run, store.label);
  if (run.running) {
    return (
      <div className="run-line" role="status">
        <span className="run-words">
          {label} <span className="number">{percent(job?.progress ?? 0, 0)}</span>{' '}
          <span className="quiet">{job?.message}</span>
        </span>
        <Button small disabled={!job} onClick={() => job && cancelJob(job)} aria-label={`Cancel: ${label}`}>
          Cancel
        </Button>
        <Progress label={label} value={job?.progress ?? 0} />
      </div>
    );
  }
  if (run.problem)
    return (
      <p className="experiment-problem" role="alert">
        {run.problem}
      </p>
    );
  return run.cancelled ? (
    <p className="quiet" role="status">
      Cancelled: nothing was kept of it.
    </p>
  ) : null;
}
