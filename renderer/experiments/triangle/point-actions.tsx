import type { Weights } from '../../../shared/weights.ts';
import { useDesk } from '../../store.ts';
import { Button } from '../../ui/button.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { draftShadow } from '../candidates/shadow-draft.ts';
import { setOther, showTab, useExperiments } from '../experiments-store.ts';
import { sourceOf } from '../subject/subject.ts';
import { putPoint } from './triangle-store.ts';
import { mixName } from './triangle-words.ts';

interface PointActionsProps {
  readonly point: Weights | null;
  readonly put: Weights | null;
  readonly best: Weights | null;
  onApply(): void;
}

/** What can be done with the point. */
export function PointActions({ point, put, best, onApply }: PointActionsProps) {
  const subject = useExperiments((state) => state.subject);
  const preview = useDesk((desk) => desk.config.preview);
  const named = point && { name: mixName(point), source: sourceOf(subject, point) };
  const isWhole = Object.keys(subject.changes).length === 0 && subject.from === 'current';
  return (
    <div className="triangle-actions">
      <Button look="primary" disabled={!point || preview} onClick={onApply}>
        Apply {isWhole ? 'weights' : 'these weights only'}
      </Button>
      <Button disabled={!best} onClick={() => best && putPoint(best)}>
        To the best
      </Button>
      <Button disabled={!put} onClick={() => putPoint(null)}>
        Back
      </Button>
      <Button
        disabled={!named}
        onClick={() => {
          setOther(named);
          showTab('compare');
          if (named) showToast('info', `“${named.name}” is B of the A/B now.`);
        }}
      >
        Set as B for A/B
      </Button>
      <Button disabled={!named} onClick={() => named && draftShadow(named)}>
        Add as shadow
      </Button>
    </div>
  );
}
