import { useState } from 'react';
import { DryRunView } from '../config/dry-run-view.tsx';
import { useDryRun } from '../config/use-dry-run.ts';
import { valuesFor } from '../config/values-for.ts';
import { call, inWords } from '../desk.ts';
import { useDesk } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Select } from '../ui/select.tsx';
import './trial.css';
import type { Span, TrialDraft } from './trial-draft.ts';
import { addable, spans, trialChanges, trialEnd, withoutParameter, withParameter } from './trial-draft.ts';
import { closeTrial, trialStore, useTrialPaths } from './trial-store.ts';
import { TrialValues } from './trial-values.tsx';

/** Asks which values to try and for how long. Renders nothing while closed. */
export function TrialDialog() {
  const paths = useTrialPaths();
  return paths && <OpenDialog paths={paths} />;
}

function OpenDialog({ paths }: { paths: readonly string[] }) {
  const [{ symbol }] = useState(() => trialStore.getState());
  const values = useDesk((desk) => valuesFor(desk.config, symbol));
  const [draft, setDraft] = useState<TrialDraft>(() => ({
    ...paths.reduce<TrialDraft>((made, path) => withParameter(made, path, values), {}),
    ...trialStore.getState().values,
  }));
  const [span, setSpan] = useState<Span>('15');
  const [minutes, setMinutes] = useState('30');
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<string | null>(null);

  const changes = trialChanges(draft, values);
  const isEmpty = Object.keys(changes).length === 0;
  const would = useDryRun(changes, symbol);
  const until = trialEnd(span, minutes);
  const more = addable(draft);

  async function begin() {
    if (!until) return;
    const why = reason.trim();
    const result = await call('trial.begin', {
      changes,
      until,
      ...(symbol !== null && { symbol }),
      ...(why && { reason: why }),
    });
    if (result.ok) closeTrial();
    else setProblem(inWords(result.problem));
  }

  return (
    <Dialog
      title={`Try other values${symbol === null ? '' : ` of ${symbol}`} for a while`}
      onClose={closeTrial}
      actions={
        <>
          <Button onClick={closeTrial}>Cancel</Button>
          <Button
            look="primary"
            disabled={isEmpty || !until || !would || would.problems.length > 0}
            onClick={begin}
          >
            Try it
          </Button>
        </>
      }
    >
      <div className="trial-form">
        <p className="quiet">
          The values apply at once and go back by themselves unless you keep them, even if the desk is closed
          in the meantime.
        </p>
        <TrialValues
          draft={draft}
          onChange={setDraft}
          onRemove={(path) => setDraft(withoutParameter(draft, path))}
        />
        {more.length > 0 && (
          <Select
            label="Add a value to try"
            value=""
            options={[
              { value: '', text: Object.keys(draft).length === 0 ? 'Choose a value…' : 'Another value…' },
              ...more.map(({ path, label }) => ({ value: path, text: label })),
            ]}
            onChange={(path) => path && setDraft(withParameter(draft, path, values))}
          />
        )}
        <div className="trial-span">
          <span>For</span>
          <Select
            label="For how long"
            value={span}
            options={spans}
            onChange={(next: Span) => setSpan(next)}
          />
          {span === 'custom' && (
            <span className="field" data-invalid={until ? undefined : ''}>
              <input
                aria-label="Minutes"
                inputMode="decimal"
                value={minutes}
                onChange={(event) => setMinutes(event.target.value)}
              />
              <span className="field-unit">min</span>
            </span>
          )}
          {span === 'daily-close' && <span className="quiet">00:00 UTC</span>}
        </div>
        {!until && (
          <p className="field-error" role="alert">
            The time must be a number of minutes above 0 and up to 43,200 (30 days).
          </p>
        )}
        <span className="field trial-reason">
          <input
            data-text=""
            aria-label="Reason"
            placeholder="Why (kept in the audit trail)"
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </span>
        {isEmpty ? (
          <p className="quiet">Set a value other than the one in force.</p>
        ) : (
          would && <DryRunView would={would} nothing="These values are in force already." />
        )}
        {problem && (
          <p className="field-error" role="alert">
            {problem}
          </p>
        )}
      </div>
    </Dialog>
  );
}
