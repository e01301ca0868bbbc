import type { ReactNode } from 'react';
import type { Backtest } from '../../../shared/experiments/backtest.ts';
import { Button } from '../../ui/button.tsx';
import { copyText } from '../../ui/copy-text.ts';
import {
  exportBacktest,
  openExperiment,
  saveExperiment,
  useExperimentCheck,
} from '../files/experiment-check-store.ts';
import { curveCsv, tradesCsv } from '../files/experiment-csv.ts';
import type { Subject } from '../subject/subject.ts';

interface BacktestFilesProps {
  readonly backtest: Backtest;
  /** What it was asked of. */
  readonly subject: Subject;
}

/** What can be taken away: trades and curve, and the experiment as a file that can be run again. */
export function BacktestFiles({ backtest: { trades, curve }, subject }: BacktestFilesProps) {
  const { busy } = useExperimentCheck();
  return (
    <div className="backtest-files">
      <Group name="Trades">
        <Button
          small
          aria-label="Copy trades as CSV"
          disabled={trades.length === 0}
          onClick={() => copyText(tradesCsv(trades), 'The trades are on the clipboard, as CSV.')}
        >
          Copy
        </Button>
        <Exports what="trades" subject={subject} />
      </Group>
      <Group name="Curve">
        <Button
          small
          aria-label="Copy curve as CSV"
          disabled={trades.length === 0}
          onClick={() => copyText(curveCsv(curve), 'The curve is on the clipboard, as CSV.')}
        >
          Copy
        </Button>
        <Exports what="curve" subject={subject} />
      </Group>
      <Group name="Experiment">
        <Button small onClick={() => saveExperiment(subject)}>
          Save experiment…
        </Button>
        <Button small disabled={busy} onClick={openExperiment}>
          {busy ? 'Running it again…' : 'Open experiment…'}
        </Button>
      </Group>
    </div>
  );
}

function Exports({ what, subject }: { what: 'trades' | 'curve'; subject: Subject }) {
  return (['csv', 'json'] as const).map((format) => (
    <Button
      small
      key={format}
      aria-label={`Export ${what} as ${format.toUpperCase()}`}
      onClick={() => exportBacktest(subject, what, format)}
    >
      {format.toUpperCase()}…
    </Button>
  ));
}

function Group({ name, children }: { name: string; children: ReactNode }) {
  return (
    <span className="backtest-group">
      <span className="quiet">{name}</span>
      {children}
    </span>
  );
}
