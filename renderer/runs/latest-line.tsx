import { useEffect, useState } from 'react';
import { percent } from '../format.ts';
import { Button } from '../ui/button.tsx';
import { Progress } from '../ui/meter.tsx';
import type { LatestRun, LatestRunStore } from './latest-run.ts';
import { useRunJob } from './long-run.ts';
import { TryAgain } from './try-again.tsx';

interface LatestLineProps<Q, A> {
  readonly run: LatestRun<Q, A>;
  readonly store: LatestRunStore<Q, A>;
  readonly label: string;
}

/** Work of less than this is not worth a line that comes and goes. */
const patienceMs = 500;

/** How far a run has come once it takes long, a way to stop it, and how it ended where that was no answer. */
export function LatestLine<Q, A>({ run, store, label }: LatestLineProps<Q, A>) {
  const job = useRunJob(run, store.label);
  const long = useLasting(run.running !== null);
  if (run.running && long) {
    return (
      <div className="run-line" role="status">
        <span className="run-words">
          {label} {job && <span className="number">{percent(job.progress, 0)}</span>}{' '}
          <span className="quiet">{job?.message}</span>
        </span>
        <Button small onClick={store.cancel} aria-label={`Cancel: ${label}`}>
          Cancel
        </Button>
        <Progress label={label} value={job?.progress ?? 0} />
      </div>
    );
  }
  if (!run.running && run.cancelled)
    return (
      <p className="latest-line" role="status">
        Cancelled: nothing was kept of it. <TryAgain onClick={store.again} />
      </p>
    );
  if (run.problem)
    return (
      <p className="experiment-problem" role="alert">
        {run.problem} {run.mayPass && <TryAgain onClick={store.again} />}
      </p>
    );
  return null;
}

function useLasting(active: boolean): boolean {
  const [lasting, setLasting] = useState(false);
  useEffect(() => {
    setLasting(false);
    if (!active) return;
    const timer = setTimeout(() => setLasting(true), patienceMs);
    return () => clearTimeout(timer);
  }, [active]);
  return lasting;
}
