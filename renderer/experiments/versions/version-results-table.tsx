import type { VersionResult } from '../../../shared/experiments/version-results.ts';
import { VersionButton } from '../../audit/version-button.tsx';
import { none } from '../../format.ts';
import { EarnedDifference } from '../figures/earned-difference.tsx';
import type { VersionRow } from './version-results-words.ts';
import { versionRow } from './version-results-words.ts';

interface TableProps {
  readonly results: readonly VersionResult[];
  /** The data that is open; rows of other data say so. */
  readonly openData: string | null;
  /** Of the open data. */
  readonly unit: string;
}

/** One row per stretch of bars under one version, newest first. */
export function VersionResultsTable({ results, openData, unit }: TableProps) {
  return (
    <table className="versions-table" aria-label="What each version earned">
      <thead>
        <tr>
          <th scope="col">Version</th>
          <th scope="col">From its first to its last bar, UTC</th>
          <th scope="col" className="number">
            Bars
          </th>
          <th scope="col">Changed</th>
          <th scope="col" className="number">
            Trades
          </th>
          <th scope="col" className="number">
            Win rate
          </th>
          <th scope="col" className="number">
            Earned, {unit}
          </th>
          <th scope="col" className="number">
            Predecessor, {unit}
          </th>
          <th scope="col" className="number">
            Difference, {unit}
          </th>
        </tr>
      </thead>
      <tbody>
        {results.map((result) => {
          const row = versionRow(result, openData);
          return <Row key={row.key} row={row} />;
        })}
      </tbody>
    </table>
  );
}

function Row({ row }: { row: VersionRow }) {
  return (
    <tr>
      <td>
        <VersionButton version={row.version} />
      </td>
      <td className="copyable">
        {row.from} – {row.to}
        {row.elsewhere && <span className="versions-data">on {row.elsewhere}, in its own unit</span>}
      </td>
      <td className="number">{row.bars}</td>
      <td className="versions-changed" title={row.changed}>
        {row.changed}
      </td>
      <td className="number">{row.trades}</td>
      <td className="number">{row.winRate}</td>
      <td className="number">{row.pips}</td>
      <td className="number">
        {row.predecessor ? (
          <>
            {row.predecessor.pips}
            <span className="versions-before">
              <VersionButton version={row.predecessor.version} />
            </span>
          </>
        ) : (
          none
        )}
      </td>
      <td className="number">{row.difference ? <EarnedDifference difference={row.difference} /> : none}</td>
    </tr>
  );
}
