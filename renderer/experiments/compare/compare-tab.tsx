import { useEffect, useMemo } from 'react';
import type { Comparison } from '../../../shared/experiments/comparison.ts';
import { useDesk } from '../../store.ts';
import { EmptyState } from '../../ui/panel.tsx';
import { periodWords, sampleWords } from '../backtest/backtest-words.ts';
import '../backtest/backtest.css';
import './compare.css';
import { EquityChart } from '../../charts/equity-chart.tsx';
import { useExperiments } from '../experiments-store.ts';
import { RunAnswer } from '../subject/run-answer.tsx';
import { CompareFigures } from './compare-figures.tsx';
import { CompareFlips } from './compare-flips.tsx';
import type { CompareQuestion } from './compare-run.ts';
import { compareRun, followComparison, useSides } from './compare-run.ts';
import { CompareSides } from './compare-sides.tsx';
import { comparisonWords } from './compare-words.ts';
import { sideTokens } from './flip-marks.ts';

/** Two configurations on the same bars: what differs, and whether that is more than chance. */
export function CompareTab() {
  useEffect(followComparison, []);
  const ready = useDesk((desk) => desk.market.active !== null && desk.models.active !== null);
  const subject = useExperiments((state) => state.subject);
  const other = useExperiments((state) => state.other);
  const { b } = useSides(subject, other);
  return (
    <section className="backtest" aria-label="A/B">
      <CompareSides />
      <RunAnswer
        store={compareRun}
        label="Trading both on these bars"
        instead={b === null && ready ? <NoB /> : undefined}
      >
        {(comparison, { question, key, outdated }) => (
          <Answer comparison={comparison} question={question} questionKey={key} outdated={outdated} />
        )}
      </RunAnswer>
    </section>
  );
}

function NoB() {
  return (
    <EmptyState title="What should it be compared with?">
      <p className="empty-text">
        Choose B: a profile, an earlier version, or what is tried above once you try another value there. In
        the weight triangle, “Set as B for A/B” brings a point here. Both then trade the same bars, and every
        bar at which they decide differently is listed.
      </p>
    </EmptyState>
  );
}

interface AnswerProps {
  readonly comparison: Comparison;
  readonly question: CompareQuestion;
  readonly questionKey: string;
  readonly outdated: boolean;
}

function Answer({ comparison, question, questionKey, outdated }: AnswerProps) {
  const { a, b, period } = comparison;
  const lines = useMemo(
    () => [
      { label: `A: ${a.tried.label}`, curve: a.curve, token: sideTokens.a, dashed: true },
      { label: `B: ${b.tried.label}`, curve: b.curve, token: sideTokens.b },
    ],
    [a, b],
  );
  const flatters = sampleWords(period);
  return (
    <div className="backtest-answer" data-outdated={outdated || undefined} aria-busy={outdated}>
      <p className="backtest-verdict" data-testid="compare-verdict">
        {comparisonWords(comparison)}
      </p>
      <p className="quiet">
        {a.tried.label} against {b.tried.label}: {periodWords(period)}.
      </p>
      {flatters && <p className="warning">{flatters}</p>}
      <div className="compare-sums">
        <EquityChart
          label="Equity of A and B"
          lines={lines}
          from={period.from}
          to={period.to}
          unit={period.unit}
          parts={period.parts}
        />
        <CompareFigures comparison={comparison} />
      </div>
      <CompareFlips comparison={comparison} question={question} questionKey={questionKey} />
    </div>
  );
}
