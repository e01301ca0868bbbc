import { useEffect, useMemo } from 'react';
import type { Backtest } from '../../../shared/experiments/backtest.ts';
import { EmptyState } from '../../ui/panel.tsx';
import './backtest.css';
import { EquityChart } from '../../charts/equity-chart.tsx';
import { ExperimentCheck } from '../files/experiment-check.tsx';
import { RunAnswer } from '../subject/run-answer.tsx';
import type { Subject } from '../subject/subject.ts';
import { ByMonth, ByRegime } from './backtest-breakdowns.tsx';
import { BacktestFigures } from './backtest-figures.tsx';
import { BacktestFiles } from './backtest-files.tsx';
import { backtestRun, followBacktest } from './backtest-run.ts';
import { BacktestTrades } from './backtest-trades.tsx';
import { backtestWords, periodWords, sampleWords, spreadWords } from './backtest-words.ts';

/** What the configuration above would have traded, trade by trade. */
export function BacktestTab() {
  useEffect(followBacktest, []);
  return (
    <section className="backtest" aria-label="Backtest">
      <RunAnswer store={backtestRun} label="Trading it on these bars">
        {(backtest, { question, outdated }) => (
          <Answer backtest={backtest} subject={question} outdated={outdated} />
        )}
      </RunAnswer>
    </section>
  );
}

interface AnswerProps {
  readonly backtest: Backtest;
  readonly subject: Subject;
  /** Of what was asked before. */
  readonly outdated: boolean;
}

function Answer({ backtest, subject, outdated }: AnswerProps) {
  const { period, figures, curve, by_regime, by_month } = backtest;
  const lines = useMemo(
    () => [{ label: backtest.tried.label, curve, token: '--accent' as const }],
    [backtest, curve],
  );
  const flatters = sampleWords(period);
  return (
    <>
      <ExperimentCheck />
      <BacktestFiles backtest={backtest} subject={subject} />
      <div className="backtest-answer" data-outdated={outdated || undefined} aria-busy={outdated}>
        {figures.trades > 0 && (
          <p className="backtest-verdict" data-testid="backtest-verdict">
            {backtestWords(backtest)}
          </p>
        )}
        <p className="quiet" data-testid="backtest-period">
          {backtest.tried.label}: {periodWords(period)}. Entered at the next open, {spreadWords(period)}.
        </p>
        {flatters && <p className="warning">{flatters}</p>}
        {figures.trades === 0 ? (
          <EmptyState title="No trade here">
            <p className="empty-text">
              {backtestWords(backtest)} Try a lower threshold above, or other bars.
            </p>
          </EmptyState>
        ) : (
          <>
            <div className="backtest-sums">
              <EquityChart
                label="Equity of the backtest"
                lines={lines}
                from={period.from}
                to={period.to}
                unit={period.unit}
                parts={period.parts}
              />
              <BacktestFigures backtest={backtest} />
            </div>
            <BacktestTrades backtest={backtest} />
            <div className="backtest-breakdowns">
              <ByRegime rows={by_regime} unit={period.unit} />
              <ByMonth rows={by_month} unit={period.unit} />
            </div>
          </>
        )}
      </div>
    </>
  );
}
