import { Play } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { objectives } from '../../../shared/experiments/walk-forward.ts';
import { Button } from '../../ui/button.tsx';
import { Select } from '../../ui/select.tsx';
import type { WalkForwardDraft, WalkForwardSettings } from './walk-forward-draft.ts';
import { firstDraft, objectiveNames, parseWalkForward } from './walk-forward-draft.ts';

const draftStore = createStore<WalkForwardDraft>(() => firstDraft);

interface FormProps {
  readonly busy: boolean;
  readonly problem: string | null;
  onRun(settings: WalkForwardSettings): void;
}

/** What to choose by, on how much, and for how long; kept while other tabs are looked at. */
export function WalkForwardForm({ busy, problem, onRun }: FormProps) {
  const draft = useStore(draftStore);
  const [refusal, setRefusal] = useState<string | null>(null);
  const set = (changes: Partial<WalkForwardDraft>) => draftStore.setState(changes);

  function run() {
    const parsed = parseWalkForward(draft);
    setRefusal(parsed.ok ? null : parsed.problem.message);
    if (parsed.ok) onRun(parsed.value);
  }

  return (
    <form
      className="walk-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy && !problem) run();
      }}
    >
      Choose the mix with the
      <Select
        label="What is chosen by"
        value={draft.objective}
        options={objectives.map((value) => ({ value, text: objectiveNames[value] }))}
        onChange={(objective) => set({ objective })}
      />
      of
      <NumberBox
        label="Days to choose on"
        unit="days"
        value={draft.chooseDays}
        onChange={(chooseDays) => set({ chooseDays })}
      />
      with at least
      <NumberBox
        label="Least trades"
        unit="trades"
        value={draft.minTrades}
        onChange={(minTrades) => set({ minTrades })}
      />
      and trade it for the next
      <NumberBox
        label="Days to trade"
        unit="days"
        value={draft.tradeDays}
        onChange={(tradeDays) => set({ tradeDays })}
      />
      <Button look="primary" type="submit" disabled={busy || problem !== null}>
        <Play /> Walk forward
      </Button>
      {refusal && (
        <p className="experiment-problem" role="alert">
          {refusal}
        </p>
      )}
    </form>
  );
}

interface NumberBoxProps {
  readonly label: string;
  readonly unit: string;
  readonly value: string;
  onChange(value: string): void;
}

function NumberBox({ label, unit, value, onChange }: NumberBoxProps) {
  return (
    <span className="field walk-number">
      <input
        aria-label={label}
        inputMode="numeric"
        spellCheck={false}
        autoComplete="off"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      <span className="field-unit">{unit}</span>
    </span>
  );
}
