import { useMemo } from 'react';
import type { WalkForward } from '../../../shared/experiments/walk-forward.ts';
import { EquityChart } from '../../charts/equity-chart.tsx';
import { createLongRun } from '../../runs/long-run.ts';
import { RunLine } from '../../runs/run-line.tsx';
import { useDesk } from '../../store.ts';
import { EmptyState } from '../../ui/panel.tsx';
import { sampleWords } from '../backtest/backtest-words.ts';
import { useExperiments } from '../experiments-store.ts';
import { NothingToTry } from '../subject/nothing-to-try.tsx';
import type { Subject } from '../subject/subject.ts';
import { periodProblem, scopeOf, sourceOf } from '../subject/subject.ts';
import { subjectKey } from '../subject/subject-key.ts';
import { useOfOpenData } from '../subject/use-of-open-data.ts';
import './walk-forward.css';
import type { WalkForwardSettings } from './walk-forward-draft.ts';
import { settingsWords } from './walk-forward-draft.ts';
import { WalkForwardForm } from './walk-forward-form.tsx';
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
  const answered = useOfOpenData(run.answered);
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
        <Answer
          answer={answered.answer}
          settings={answered.question.settings}
          outdated={answered.question.key !== key}
        />
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

interface AnswerProps {
  readonly answer: WalkForward;
  readonly settings: WalkForwardSettings;
  readonly outdated: boolean;
}

function Answer({ answer, settings, outdated }: AnswerProps) {
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
  const flatters = sampleWords(period);
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
      {flatters && <p className="warning">{flatters}</p>}
      <p className="quiet">{settingsWords(settings)}</p>
      {first && last && (
        <>
          <div className="walk-sums">
            <EquityChart
              label="Equity of the procedure and of the fixed weights"
              lines={lines}
              from={first.trade_from}
              to={last.trade_to}
              unit={period.unit}
              parts={period.parts}
            />
            <FiguresSideBySide procedure={procedure} fixed={fixed} unit={period.unit} />
          </div>
          <Windows windows={windows} unit={period.unit} />
        </>
      )}
    </div>
  );
}
