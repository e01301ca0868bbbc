import { Check, Undo2 } from 'lucide-react';
import { labelOf, wordsAt } from '../config/parameter-words.ts';
import { callOrToast } from '../desk.ts';
import { utcMinute } from '../format.ts';
import { useDesk } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { useNow } from '../ui/use-now.ts';
import { timeLeft } from './countdown.ts';
import './trial.css';

/** The values on trial, the time left, and the two ways to end the trial. Renders nothing without a trial. */
export function TrialBar() {
  const trial = useDesk((desk) => desk.config.trial);
  if (!trial) return null;
  return (
    <section className="trial-bar" aria-label="On trial">
      <p className="trial-head">
        <strong>On trial since v{trial.version}</strong>
        <TimeLeft end={trial.revert_at} />
      </p>
      <ul className="trial-values">
        {trial.changes.map(({ category, key, old, new: value, symbol }) => {
          const path = `${category}.${key}`;
          return (
            <li key={`${symbol} ${path}`}>
              {labelOf(path)}
              {symbol !== null && ` for ${symbol}`}: <span className="quiet">{wordsAt(path, old)} →</span>{' '}
              {wordsAt(path, value)}
            </li>
          );
        })}
      </ul>
      <p className="trial-actions">
        <Button small onClick={() => callOrToast('trial.keep', {})}>
          <Check /> Keep
        </Button>
        <Button small onClick={() => callOrToast('trial.revert', {})}>
          <Undo2 /> Take back
        </Button>
      </p>
    </section>
  );
}

function TimeLeft({ end }: { end: number }) {
  const left = timeLeft(end, useNow());
  return (
    <time
      className="number trial-left"
      dateTime={new Date(end).toISOString()}
      title={`Until ${utcMinute(end)}`}
    >
      <span className="hidden-text">goes back in </span>
      {left}
    </time>
  );
}
