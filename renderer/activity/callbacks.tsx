import { useState } from 'react';
import type { CallbackRun } from '../../shared/config.ts';
import { VersionButton } from '../audit/version-button.tsx';
import { duration, utcClock } from '../format.ts';
import type { LogColumn } from '../ui/log-table.tsx';
import { LogTable } from '../ui/log-table.tsx';
import { Segments } from '../ui/segments.tsx';
import { useSlowed } from '../ui/use-slowed.ts';
import { CallbackMetricsTable } from './callback-metrics.tsx';

/** The callbacks of subscribed services, one by one or summarised. */
export function Callbacks() {
  const [view, setView] = useState<'runs' | 'metrics'>('runs');
  return (
    <div className="callbacks">
      <Segments
        label="Callbacks shown as"
        value={view}
        options={[
          { value: 'runs', label: 'Runs', hint: 'Every run, newest first' },
          { value: 'metrics', label: 'Metrics', hint: 'Per service: calls, failures, last, p50, p99' },
        ]}
        onChange={(next: 'runs' | 'metrics') => setView(next)}
      />
      <div className="callbacks-table">{view === 'runs' ? <Runs /> : <CallbackMetricsTable />}</div>
    </div>
  );
}

const columns: readonly LogColumn<CallbackRun>[] = [
  { title: 'Time (UTC)', width: '72px', cell: (run) => <span className="number">{utcClock(run.at)}</span> },
  { title: 'Service', width: 'minmax(80px, 0.3fr)', cut: true, cell: (run) => run.service },
  { title: 'Category', width: '64px', cell: (run) => run.category },
  {
    title: 'Config',
    width: '92px',
    cell: (run) => <VersionButton version={run.config_version} preview={run.preview} />,
  },
  { title: 'Took', width: '72px', numeric: true, cell: (run) => duration(run.duration_ms) },
  {
    title: 'Outcome',
    width: 'minmax(48px, 1fr)',
    cut: true,
    cell: (run) =>
      run.error === null ? (
        <span className="long">✓ ok</span>
      ) : (
        <span className="short">✕ failed: {run.error}</span>
      ),
  },
];

function Runs() {
  const entries = useSlowed((desk) => desk.callbacks);
  return (
    <LogTable
      label="Callbacks"
      entries={entries}
      columns={columns}
      empty={
        <p className="log-empty">Change a parameter: the callbacks of all subscribed services appear here.</p>
      }
    />
  );
}
