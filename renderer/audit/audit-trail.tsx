import { useCallback, useState } from 'react';
import type { VersionRange } from '../../shared/audit.ts';
import { callOrToast } from '../desk.ts';
import { Button } from '../ui/button.tsx';
import { showToast } from '../ui/toast-store.ts';
import './audit.css';
import { auditQuery, noFilter } from './audit-filter.ts';
import { AuditFilters } from './audit-filters.tsx';
import { picked } from './audit-pages.ts';
import { AuditRow } from './audit-row.tsx';
import { useAuditTrail } from './use-audit-trail.ts';
import { compareVersions } from './version-store.ts';

/** Every change of the configuration and every refused attempt, newest first. */
export function AuditTrail() {
  const [draft, setDraft] = useState(noFilter);
  const [picks, setPicks] = useState<readonly number[]>([]);
  const pick = useCallback((version: number) => setPicks((before) => picked(before, version)), []);
  const query = auditQuery(draft);
  const { shown, problem, older } = useAuditTrail(query);
  const [one, other] = picks.toSorted((a, b) => a - b);

  return (
    <div className="audit">
      <AuditFilters draft={draft} onChange={setDraft}>
        <Button
          small
          disabled={one === undefined || other === undefined}
          title="Tick two rows to compare them"
          onClick={() => one !== undefined && other !== undefined && compareVersions(one, other)}
        >
          {one !== undefined && other !== undefined ? `Compare v${one} with v${other}` : 'Compare two…'}
        </Button>
        <Button small aria-label="Export as CSV" onClick={() => exportTrail(query, 'csv')}>
          CSV
        </Button>
        <Button small aria-label="Export as JSON" onClick={() => exportTrail(query, 'json')}>
          JSON
        </Button>
      </AuditFilters>
      <section
        className="audit-rows"
        aria-label="Audit trail, newest first"
        tabIndex={-1}
        onScroll={({ currentTarget: at }) => {
          if (at.scrollHeight - at.scrollTop - at.clientHeight < 200) older();
        }}
      >
        {problem && (
          <p className="log-empty short" role="alert">
            {problem}
          </p>
        )}
        {shown && shown.missing.length > 0 && (
          <p className="warning" role="note">
            Unknown: {shown.missing.map(rangeInWords).join(', ')}. The trail has lost these entries.
          </p>
        )}
        {shown?.entries.length === 0 && (
          <p className="log-empty">
            {Object.keys(query).length > 0
              ? 'Nothing on record fits these conditions.'
              : 'Change a parameter: every change and every refused attempt is kept here.'}
          </p>
        )}
        {shown && shown.entries.length > 0 && (
          <table aria-label="Audit trail">
            <thead>
              <tr className="audit-row">
                <th scope="col">
                  <span className="hidden-text">Pick</span>
                </th>
                <th scope="col">Version</th>
                <th scope="col">Time (UTC)</th>
                <th scope="col">Who and what</th>
                <th scope="col">Changes and reason</th>
                <th scope="col">Outcome</th>
                <th scope="col">
                  <span className="hidden-text">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.entries.map((entry) => (
                <AuditRow
                  key={entry.id}
                  entry={entry}
                  picked={entry.outcome === 'accepted' && picks.includes(entry.version)}
                  onPick={pick}
                />
              ))}
            </tbody>
          </table>
        )}
        {shown && shown.older !== null && (
          <p className="audit-older">
            <Button small onClick={older}>
              Older
            </Button>
          </p>
        )}
      </section>
    </div>
  );
}

function rangeInWords({ from, to }: VersionRange): string {
  return from === to ? `v${from}` : `v${from} to v${to}`;
}

async function exportTrail(filter: ReturnType<typeof auditQuery>, format: 'csv' | 'json') {
  const written = await callOrToast('audit.export', { filter, format });
  if (written) showToast('info', `The trail was written to ${written.path}.`);
}
