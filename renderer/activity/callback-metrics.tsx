import type { CallbackMetrics } from '../../shared/config.ts';
import { count, duration } from '../format.ts';
import type { LogColumn } from '../ui/log-table.tsx';
import { LogTable } from '../ui/log-table.tsx';
import { useSlowed } from '../ui/use-slowed.ts';

const columns: readonly LogColumn<CallbackMetrics>[] = [
  { title: 'Service', width: 'minmax(90px, 180px)', cut: true, cell: (metrics) => metrics.service },
  { title: 'Category', width: '64px', cell: (metrics) => metrics.category },
  { title: 'Calls', width: '64px', numeric: true, cell: (metrics) => count(metrics.calls) },
  {
    title: 'Failures',
    width: '64px',
    numeric: true,
    cell: (metrics) =>
      metrics.failures === 0 ? '0' : <span className="short">✕ {count(metrics.failures)}</span>,
  },
  { title: 'Last', width: '72px', numeric: true, cell: (metrics) => took(metrics, metrics.last_ms) },
  { title: 'p50', width: '72px', numeric: true, cell: (metrics) => took(metrics, metrics.p50_ms) },
  { title: 'p99', width: '72px', numeric: true, cell: (metrics) => took(metrics, metrics.p99_ms) },
];

/** Number, failures and duration of each service's callbacks since the start. */
export function CallbackMetricsTable() {
  // The log shows the last entry first; reversed, the services are in order of registration.
  const metrics = useSlowed((desk) => desk.config.metrics);
  return (
    <LogTable
      label="Callback metrics"
      order="services in order of registration"
      entries={metrics.toReversed()}
      columns={columns}
      empty={<p className="log-empty">No service has subscribed to changes.</p>}
    />
  );
}

function took({ calls }: CallbackMetrics, ms: number): string {
  return calls === 0 ? '–' : duration(ms);
}
