import { RotateCcw } from 'lucide-react';
import { useDesk } from '../../store.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/panel.tsx';
import { useSlowed } from '../../ui/use-slowed.ts';
import { NothingToTry } from '../subject/nothing-to-try.tsx';
import './shadow.css';
import { earlyStoppingOf, sampleWarning } from '../subject/subject.ts';
import { restartShadows } from './shadow-actions.ts';
import { ShadowForm } from './shadow-form.tsx';
import { ShadowTable } from './shadow-table.tsx';
import { spanWords, trustWords } from './shadow-words.ts';

/** Candidates that decide at every bar the replay closes, beside what is in force. */
export function ShadowTab() {
  const ready = useDesk((desk) => desk.market.active !== null && desk.models.active !== null);
  const some = useDesk((desk) => desk.shadows.candidates.length > 0);
  if (!ready && !some) return <NothingToTry problem={null} waiting="" />;
  return (
    <section className="shadows" aria-label="Shadow candidates">
      <ShadowForm />
      {some ? (
        <>
          <Head />
          <div className="shadow-scroll">
            <ShadowTable />
          </div>
          <Notes />
        </>
      ) : (
        <EmptyState title="Let a change prove itself before you take it">
          <p className="empty-text">
            A candidate decides and trades on paper at every bar the replay closes, exactly as if it were in
            force, while the configuration that is in force stays as it is. Choose one above, play or step the
            replay, and watch what they earn side by side. Up to eight at a time.
          </p>
        </EmptyState>
      )}
    </section>
  );
}

function Head() {
  const span = useSlowed((desk) => spanWords(desk.shadows));
  const silent = useDesk((desk) => desk.models.silent_because);
  const warning = useSlowed((desk) =>
    sampleWarning(desk.prediction?.split ?? 'test', earlyStoppingOf(desk.models)),
  );
  return (
    <div className="shadow-head">
      <span data-testid="shadow-span">{span}</span>
      {silent && <span className="quiet">{silent}</span>}
      {warning && (
        <Badge tone="warning" title={warning}>
          now in sample
        </Badge>
      )}
      <Button small onClick={restartShadows}>
        <RotateCcw /> Begin again here
      </Button>
    </div>
  );
}

function Notes() {
  const trust = useSlowed((desk) => trustWords(desk.shadows));
  return (
    <div className="shadow-notes quiet">
      <p>{trust}</p>
      <p>
        Nothing here trades and nothing here changes what is in force, until you promote a candidate. A change
        of the active configuration counts from the next bar on. The bars are those of the replay, not the
        period chosen above; a jump or other data begins the comparison again.
      </p>
    </div>
  );
}
