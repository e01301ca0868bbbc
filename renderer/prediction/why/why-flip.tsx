import { Timer } from 'lucide-react';
import type { Why } from '../../../shared/experiments/why.ts';
import { valuesOnData } from '../../config/values-for.ts';
import { useDesk } from '../../store.ts';
import { Button } from '../../ui/button.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { normalised } from '../weights-in-force.ts';
import { tryFlip } from './try-flip.ts';
import { flipInWords, mixInWords } from './why-words.ts';

/** The smallest change of weights that gives another decision, in words and numbers. */
export function WhyFlip({ why }: { why: Why }) {
  const model = useDesk((desk) => valuesOnData(desk).model);
  const onTrial = useDesk((desk) => desk.config.trial !== null);
  const { flip } = why;
  if (!flip)
    return (
      <div className="why-flip" data-testid="why-flip">
        <p className="why-move">No weights at all would change this decision.</p>
        <p className="quiet">
          Whatever share each model has, this is decided: the models themselves, the threshold or the bonus
          would have to differ.
        </p>
      </div>
    );
  const now = normalised(model);
  return (
    <div className="why-flip" data-testid="why-flip">
      <p className="why-move">{flipInWords(now, flip)}</p>
      <dl className="why-mixes">
        <dt>Now</dt>
        <dd>{mixInWords(now)}</dd>
        <dt>Then</dt>
        <dd>{mixInWords(flip.weights)}</dd>
      </dl>
      <Tooltip
        text={
          onTrial
            ? 'One trial at a time: keep what is on trial or take it back first'
            : 'Puts these weights into a trial, to be started or not'
        }
      >
        <Button small aria-disabled={onTrial} onClick={() => !onTrial && tryFlip(why.prediction, now, flip)}>
          <Timer /> Try these weights…
        </Button>
      </Tooltip>
    </div>
  );
}
