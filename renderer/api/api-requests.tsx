import { Copy } from 'lucide-react';
import { useMemo } from 'react';
import type { ApiRequest } from '../../shared/api.ts';
import { count, duration, none, utcClock } from '../format.ts';
import { useDesk } from '../store.ts';
import { IconButton } from '../ui/button.tsx';
import { copyText } from '../ui/copy-text.ts';
import type { LogColumn } from '../ui/log-table.tsx';
import { LogTable } from '../ui/log-table.tsx';
import { useSlowed } from '../ui/use-slowed.ts';
import { curlOfConfig } from './curl.ts';

/** Who asked what of late, and who listens. */
export function ApiRequests() {
  const recent = useSlowed((desk) => desk.api.recent);
  const readers = useSlowed((desk) => desk.api.readers);
  const oldestFirst = useMemo(() => recent.toReversed(), [recent]);
  return (
    <section className="api-requests" aria-label="Recent requests">
      <header className="api-requests-head">
        <h3>Recent requests</h3>
        <span className="quiet" data-testid="api-readers">
          {readers === 0
            ? 'no program follows the event stream'
            : `${count(readers)} ${readers === 1 ? 'program follows' : 'programs follow'} the event stream`}
        </span>
      </header>
      <div className="api-log">
        <LogTable label="Recent requests" entries={oldestFirst} columns={columns} empty={<NothingAsked />} />
      </div>
    </section>
  );
}

const columns: readonly LogColumn<ApiRequest>[] = [
  { title: 'Time (UTC)', width: '68px', cell: ({ at }) => <span className="number">{utcClock(at)}</span> },
  { title: 'Method', width: '54px', cell: ({ method }) => method },
  {
    title: 'Path',
    width: 'minmax(140px, 1fr)',
    cut: true,
    cell: ({ path }) => (
      <span className="copyable" title={path}>
        {path}
      </span>
    ),
  },
  {
    title: 'Status',
    width: '78px',
    cell: ({ status }) => <span className={status < 400 ? undefined : 'short'}>{statusInWords(status)}</span>,
  },
  { title: 'Took', width: '68px', numeric: true, cell: (request) => duration(request.duration_ms) },
  {
    title: 'By',
    width: 'minmax(60px, 0.3fr)',
    cut: true,
    cell: ({ by }) => <span title={by ?? undefined}>{by ?? none}</span>,
  },
];

function statusInWords(status: number): string {
  return status < 400 ? `${status} ok` : status < 500 ? `${status} refused` : `${status} failed`;
}

function NothingAsked() {
  const port = useDesk((desk) => desk.api.port);
  const open = useDesk((desk) => desk.api.open);
  const on = useDesk((desk) => desk.api.on);
  const line = curlOfConfig({ port, open });
  return (
    <div className="api-nothing">
      <p>
        Nothing has been asked yet.{' '}
        {on ? 'In a terminal, try:' : 'Switch the API on, then try in a terminal:'}
      </p>
      <p className="api-line">
        <code className="api-code copyable">{line}</code>
        <IconButton
          small
          label="Copy the line"
          onClick={() => copyText(line, 'The line is on the clipboard.')}
        >
          <Copy />
        </IconButton>
      </p>
      <p className="quiet">
        Beside every parameter, <em>Copy as curl</em> gives the line that sets it to its present value.
      </p>
    </div>
  );
}
