import { percent } from '../format.ts';
import { useDesk } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { Progress } from '../ui/meter.tsx';
import { EmptyState } from '../ui/panel.tsx';
import { showView } from '../view.ts';

/** In the prediction's place while there is none: what is being done about it, or why there is none. */
export function SilentState() {
  const jobs = useDesk((desk) => desk.jobs);
  const reason = useDesk((desk) => desk.models.silent_because);
  const hasMarket = useDesk((desk) => desk.market.active !== null);
  const running = jobs.filter((job) => job.state === 'running');
  if (running.length > 0) {
    return (
      <EmptyState title={hasMarket ? 'Getting the models ready' : 'Getting the market ready'}>
        <p className="empty-text">
          The first prediction follows as soon as this is done. Nothing is needed from you.
        </p>
        {running.map((job) => (
          <div className="silent-job" key={job.id}>
            <p>
              {job.label} <span className="number">{percent(job.progress, 0)}</span>
            </p>
            <Progress label={job.label} value={job.progress} />
            <p className="quiet">{job.message}</p>
          </div>
        ))}
      </EmptyState>
    );
  }
  return (
    <EmptyState title="No prediction">
      <p className="empty-text" data-testid="silent-because">
        {reason ??
          (hasMarket
            ? 'The replay stands before the first bar that can be predicted: play or step on.'
            : 'There is no data yet: import a file of bars.')}
      </p>
      <Button onClick={() => showView('data')}>Open Data and models</Button>
    </EmptyState>
  );
}
