import type { DuckDBConnection } from '@duckdb/node-api';
import type { Report } from './report.ts';

const lookMs = 250;

/**
 * Reports DuckDB's progress within each step of a job. Call `step` in place of `report`; `end` stops reporting.
 */
export function followProgress(
  connection: Pick<DuckDBConnection, 'progress'>,
  report: Report,
): { readonly step: Report; readonly end: () => void } {
  let share = 0;
  let message = '';
  const timer = setInterval(() => {
    const { percentage } = connection.progress;
    // Below 0 while DuckDB has no estimate yet.
    if (percentage > 0 && percentage <= 100) report(share, `${message}: ${Math.floor(percentage)} %`);
  }, lookMs);

  return {
    step(nextShare, nextMessage) {
      share = nextShare;
      message = nextMessage;
      report(share, message);
    },
    end: () => clearInterval(timer),
  };
}
