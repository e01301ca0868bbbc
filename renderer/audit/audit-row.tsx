import { GitCompareArrows, History, Undo2 } from 'lucide-react';
import { memo } from 'react';
import type { AuditEntry } from '../../shared/audit.ts';
import { withWholeWeights } from '../config/differences.ts';
import { isWeightPath, labelOf, wordsAt } from '../config/parameter-words.ts';
import { utcSecond } from '../format.ts';
import { deskNow } from '../store.ts';
import { IconButton } from '../ui/button.tsx';
import { actionNames, outcomeInWords, outcomeTone, whoInWords } from './audit-words.ts';
import { VersionButton } from './version-button.tsx';
import { askRestore, compareVersions } from './version-store.ts';

interface AuditRowProps {
  readonly entry: AuditEntry;
  readonly picked: boolean;
  onPick(version: number): void;
}

/** One attempt: what it changed, how it ended, and the ways back to it. */
export const AuditRow = memo(function AuditRow({ entry, picked, onPick }: AuditRowProps) {
  const { version } = entry;
  const accepted = entry.outcome === 'accepted';
  return (
    <tr className="audit-row" data-outcome={entry.outcome}>
      <td>
        {accepted && (
          <input
            type="checkbox"
            aria-label={`Pick v${version} to compare`}
            checked={picked}
            onChange={() => onPick(version)}
          />
        )}
      </td>
      <td>{accepted ? <VersionButton version={version} /> : <span className="quiet">on v{version}</span>}</td>
      <td className="audit-time">{utcSecond(entry.at).replace(/.UTC$/, '')}</td>
      <td>
        {whoInWords(entry)}
        <br />
        <span className="quiet">{actionNames[entry.action]}</span>
      </td>
      <td className="copyable">
        <Changes entry={entry} />
        {entry.reason && <p className="quiet">“{entry.reason}”</p>}
      </td>
      <td className={`copyable ${outcomeTone(entry)}`}>{outcomeInWords(entry)}</td>
      <td className="audit-actions">
        {accepted && (
          <>
            <IconButton small label={`Restore v${version}`} onClick={() => askRestore(version)}>
              <History />
            </IconButton>
            <IconButton
              small
              label={`Compare v${version} with now`}
              onClick={() => compareVersions(version, deskNow().config.version)}
            >
              <GitCompareArrows />
            </IconButton>
          </>
        )}
      </td>
    </tr>
  );
});

function Changes({ entry }: { entry: AuditEntry }) {
  if (entry.changes.length === 0) return <p className="quiet">no value changed</p>;
  return (
    <ul>
      {entry.changes.map(({ category, key, old, new: value, symbol }) => {
        const path = `${category}.${key}`;
        const what = isWeightPath(path) ? 'the three weights' : labelOf(path);
        return (
          <li key={`${symbol} ${path}`} className="audit-change">
            <span title={path}>
              {labelOf(path)}
              {symbol !== null && ` for ${symbol}`} <span className="quiet">{wordsAt(path, old)} →</span>{' '}
              {wordsAt(path, value)}
            </span>
            {entry.outcome === 'accepted' && symbol === null && (
              <IconButton
                small
                label={`Restore this value: ${labelOf(path)} of v${entry.version}`}
                hint={`Restore ${what} of v${entry.version}`}
                onClick={() => askRestore(entry.version, withWholeWeights([path]))}
              >
                <Undo2 />
              </IconButton>
            )}
          </li>
        );
      })}
    </ul>
  );
}
