import { TryAgain } from '../../runs/try-again.tsx';
import { useDesk } from '../../store.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/panel.tsx';
import { showView } from '../../view.ts';

interface NothingToTryProps {
  /** Why the operation was refused; null while its first answer is on its way. */
  readonly problem: string | null;
  /** What is being done, in words. */
  readonly waiting: string;
  /** Asks once more, where that may help. */
  readonly onAgain?: (() => void) | undefined;
}

/** In an experiment's place before its first answer: what is missing, or what is under way. */
export function NothingToTry({ problem, waiting, onAgain }: NothingToTryProps) {
  const hasMarket = useDesk((desk) => desk.market.active !== null);
  const hasBundle = useDesk((desk) => desk.models.active !== null);
  const silent = useDesk((desk) => desk.models.silent_because);
  const job = useDesk((desk) =>
    desk.jobs.find(({ state, kind }) => state === 'running' && kind !== 'experiment'),
  );
  if (hasMarket && hasBundle && !problem) {
    return (
      <EmptyState title={waiting}>
        <p className="empty-text">The answer follows in a moment.</p>
      </EmptyState>
    );
  }
  if (job) {
    return (
      <EmptyState title="Not ready yet">
        <p className="empty-text">{job.label} is under way; this follows as soon as it is done.</p>
      </EmptyState>
    );
  }
  const title = hasMarket ? (hasBundle ? 'This cannot be tried' : 'No models') : 'No bars';
  const reason = hasMarket
    ? (problem ?? silent ?? 'Train models on the open data, or load a bundle of models.')
    : (silent ?? 'Import a file of bars first: what other weights would have done can only be said of bars.');
  return (
    <EmptyState title={title}>
      <p className="empty-text" role={problem ? 'alert' : undefined}>
        {reason}
      </p>
      {hasMarket && hasBundle && onAgain && <TryAgain onClick={onAgain} />}
      <Button onClick={() => showView('data')}>Open Data and models</Button>
    </EmptyState>
  );
}
