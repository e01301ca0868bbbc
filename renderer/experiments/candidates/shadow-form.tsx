import { Plus } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { mostCandidates } from '../../../shared/experiments/shadows.ts';
import { call, inWords } from '../../desk.ts';
import { useDesk } from '../../store.ts';
import { Button } from '../../ui/button.tsx';
import { Select } from '../../ui/select.tsx';
import { useSlowed } from '../../ui/use-slowed.ts';
import { useExperiments } from '../experiments-store.ts';
import { useTriangle } from '../triangle/triangle-store.ts';
import { useVersions } from '../versions/use-versions.ts';
import {
  candidateChoices,
  clearShadowDraft,
  freeName,
  setShadowDraft,
  useShadowDraft,
} from './shadow-draft.ts';

/** A name and what it stands for; both are there already for who came from another tab. */
export function ShadowForm() {
  const draft = useShadowDraft();
  const choices = useChoices();
  const chosen = choices.find(({ id }) => id === draft.choice) ?? choices[0];
  const candidates = useSlowed((desk) => desk.shadows.candidates);
  const begun = useSlowed((desk) => desk.shadows.candidates.length > 0 && desk.shadows.bars > 1);
  const [problem, setProblem] = useState<string | null>(null);
  const [added, setAdded] = useState('');
  const nameField = useRef<HTMLInputElement>(null);
  const full = candidates.length >= mostCandidates;
  const suggested = freeName(
    chosen?.name ?? '',
    candidates.map(({ name }) => name),
  );
  const name = draft.name ?? suggested;

  useEffect(() => {
    if (draft.sent) nameField.current?.select();
  }, [draft.sent]);

  async function add() {
    if (!chosen) return;
    const result = await call('shadows.add', { name, source: chosen.source });
    setProblem(result.ok ? null : inWords(result.problem));
    if (!result.ok) return;
    clearShadowDraft();
    setAdded(`“${name.trim()}” now scores every closed bar beside the active configuration.`);
  }

  return (
    <form
      className="shadow-form"
      aria-label="Add a candidate"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      Let
      <Select
        label="What the candidate is"
        value={chosen?.id ?? ''}
        options={choices.map(({ id, text }) => ({ value: id, text }))}
        onChange={(choice) => setShadowDraft({ choice, name: null })}
      />
      score beside the active configuration as
      <span className="field shadow-name" data-invalid={problem !== null || undefined}>
        <input
          ref={nameField}
          aria-label="Name of the candidate"
          data-text=""
          maxLength={80}
          spellCheck={false}
          value={name}
          onChange={(event) => setShadowDraft({ name: event.target.value })}
        />
      </span>
      <Button look="primary" type="submit" disabled={full || name.trim() === ''}>
        <Plus /> Add candidate
      </Button>
      {full ? (
        <span className="quiet">{mostCandidates} candidates at most: remove one first.</span>
      ) : (
        begun && <span className="quiet">All begin again with it, so that each has seen the same bars.</span>
      )}
      <span className="hidden-text" role="status">
        {added}
      </span>
      {problem && (
        <p className="experiment-problem" role="alert">
          {problem}
        </p>
      )}
    </form>
  );
}

function useChoices() {
  const { sent } = useShadowDraft();
  const subject = useExperiments((state) => state.subject);
  const other = useExperiments((state) => state.other);
  const point = useTriangle((state) => state.point);
  const profiles = useDesk((desk) => desk.profiles);
  const versions = useVersions();
  return candidateChoices({ subject, sent, point, other, versions, profiles });
}
