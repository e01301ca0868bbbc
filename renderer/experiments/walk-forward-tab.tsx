import { Play } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { WalkForward } from '../../shared/experiments.ts';
import { objectives } from '../../shared/experiments.ts';
import { useDesk } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/panel.tsx';
import { Select } from '../ui/select.tsx';
import { EquityChart } from './equity-chart.tsx';
import { useExperiments } from './experiments-store.ts';
import { createLongRun } from './long-run.ts';
import { NothingToTry } from './nothing-to-try.tsx';
import { RunLine } from './run-line.tsx';
import type { Subject } from './subject.ts';
import { periodProblem, scopeOf, sourceOf } from './subject.ts';
import { subjectKey } from './subject-key.ts';
import './walk-forward.css';
import type { WalkForwardDraft, WalkForwardSettings } from './walk-forward-draft.ts';
import { firstDraft, objectiveNames, parseWalkForward } from './walk-forward-draft.ts';
import { FiguresSideBySide, Windows } from './walk-forward-tables.tsx';
import { walkForwardWords } from './walk-forward-words.ts';

interface Question {
  readonly subject: Subject;
  readonly settings: WalkForwardSettings;
  readonly key: string;
}

const walkForwardRun = createLongRun(
  'experiments.walk-forward',
  'Walk-forward',
  ({ subject, settings }: Question) => ({
    scope: scopeOf(subject),
    source: sourceOf(subject),
    ...settings,
  }),
);

/** What choosing weights on the past and trading them on what came next would have earned. */
export function WalkForwardTab() {
  const subject = useExperiments((state) => state.subject);
  const ready = useDesk((desk) => desk.market.active !== null && desk.models.active !== null);
  const key = useDesk((desk) => subjectKey(desk, subject, true));
  const run = walkForwardRun.use();
  const { answered } = run;
  if (!ready) return <NothingToTry problem={null} waiting="" />;
  return (
    <section className="walk" aria-label="Walk-forward">
      <WalkForwardForm
        busy={run.running !== null}
        problem={periodProblem(subject)}
        onRun={(settings) => walkForwardRun.start({ subject, settings, key })}
      />
      <RunLine run={run} store={walkForwardRun} label="Walking forward" />
      {answered ? (
        <Answer answer={answered.answer} outdated={answered.question.key !== key} />
      ) : (
        !run.running && (
          <EmptyState title="Would choosing weights have paid?">
            <p className="empty-text">
              The best mix of one stretch is only known when it is over. Walk-forward chooses a mix on each
              window, trades it on the next, unseen one, and adds up what that procedure earned beside the
              weights left as they are.
            </p>
          </EmptyState>
        )
      )}
    </section>
  );
}

interface FormProps {
  readonly busy: boolean;
  readonly problem: string | null;
  onRun(settings: WalkForwardSettings): void;
}

function WalkForwardForm({ busy, problem, onRun }: FormProps) {
  const [draft, setDraft] = useState<WalkForwardDraft>(firstDraft);
  const [refusal, setRefusal] = useState<string | null>(null);
  const set = (changes: Partial<WalkForwardDraft>) => setDraft({ ...draft, ...changes });

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

function Answer({ answer, outdated }: { answer: WalkForward; outdated: boolean }) {
  const { procedure, fixed, windows, period } = answer;
  const lines = useMemo(
    () => [
      { label: 'Choose, then trade', curve: procedure.curve, token: '--accent' as const },
      { label: 'Weights left as they are', curve: fixed.curve, token: '--text-2' as const, dashed: true },
    ],
    [procedure, fixed],
  );
  const first = windows[0];
  const last = windows.at(-1);
  return (
    <div className="walk-answer" data-outdated={outdated || undefined}>
      {outdated && (
        <p className="quiet" role="status">
          This is of what was tried before: walk forward again for what is tried now.
        </p>
      )}
      <p className="walk-verdict" data-testid="walk-verdict">
        {walkForwardWords(answer)}
      </p>
      {first && last && (
        <>
          <div className="walk-sums">
            <EquityChart
              label="Equity of the procedure and of the fixed weights"
              lines={lines}
              from={first.trade_from}
              to={last.trade_to}
              unit={period.unit}
            />
            <FiguresSideBySide procedure={procedure} fixed={fixed} unit={period.unit} />
          </div>
          <Windows windows={windows} unit={period.unit} />
        </>
      )}
    </div>
  );
}
