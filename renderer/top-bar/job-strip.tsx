import type { Job } from '../../shared/jobs.ts';
import { callOrToast } from '../desk.ts';
import { duration, percent } from '../format.ts';
import { useDesk } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { Progress } from '../ui/meter.tsx';

/** Work under way, each with progress, time left and a way to stop it. */
export function JobStrip() {
  const jobs = useDesk((desk) => desk.jobs);
  const running = jobs.filter((job) => job.state === 'running');
  if (running.length === 0) return null;
  return (
    <section className="job-strip" aria-label="Running jobs">
      {running.map((job) => (
        <RunningJob key={job.id} job={job} />
      ))}
    </section>
  );
}

function RunningJob({ job }: { job: Job }) {
  return (
    <div className="job" data-testid={`job-${job.kind}`}>
      <span className="job-label">{job.label}</span>
      <span className="job-progress">
        <Progress thin label={job.label} value={job.progress} />
      </span>
      <span className="number job-percent">{percent(job.progress, 0)}</span>
      <span className="quiet job-message">
        {job.message}
        {timeLeft(job)}
      </span>
      <Button small onClick={() => callOrToast('jobs.cancel', { job: job.id })}>
        Cancel
      </Button>
    </div>
  );
}

/** Said once enough is done for the guess to mean something. */
function timeLeft({ progress, started_at: started }: Job): string {
  const spent = Date.now() - started;
  if (progress < 0.05 || progress >= 1 || spent < 1_500) return '';
  const left = (spent / progress) * (1 - progress);
  return ` · about ${duration(Math.max(1_000, Math.round(left / 1_000) * 1_000))} left`;
}
