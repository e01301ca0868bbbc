import type { VersionResult } from '../../../shared/experiments/version-results.ts';
import { VersionButton } from '../../audit/version-button.tsx';
import { none } from '../../format.ts';
import { EarnedDifference } from '../figures/earned-difference.tsx';
import { type FigureColumn, FigureTable } from '../figures/figure-table.tsx';
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
    <FigureTable
      label="What each version earned"
      className="versions-table"
      rows={results.map((result) => versionRow(result, openData))}
      columns={columnsOf(unit)}
      keyOf={({ key }) => key}
    />
  );
}

function columnsOf(unit: string): readonly FigureColumn<VersionRow>[] {
  return [
    { title: 'Version', cell: ({ version }) => <VersionButton version={version} /> },
    {
      title: 'From its first to its last bar, UTC',
      className: 'copyable',
      cell: ({ from, to, elsewhere }) => (
        <>
          {from} – {to}
          {elsewhere && <span className="versions-data">on {elsewhere}, in its own unit</span>}
        </>
      ),
    },
    { title: 'Bars', numeric: true, cell: ({ bars }) => bars },
    {
      title: 'Changed',
      className: 'versions-changed',
      cell: ({ changed }) => <span title={changed}>{changed}</span>,
    },
    { title: 'Trades', numeric: true, cell: ({ trades }) => trades },
    { title: 'Win rate', numeric: true, cell: ({ winRate }) => winRate },
    { title: `Earned, ${unit}`, numeric: true, cell: ({ pips }) => pips },
    {
      title: `Predecessor, ${unit}`,
      numeric: true,
      cell: ({ predecessor }) =>
        predecessor ? (
          <>
            {predecessor.pips}
            <span className="versions-before">
              <VersionButton version={predecessor.version} />
            </span>
          </>
        ) : (
          none
        ),
    },
    {
      title: `Difference, ${unit}`,
      numeric: true,
      cell: ({ difference }) => (difference ? <EarnedDifference difference={difference} /> : none),
    },
  ];
}
