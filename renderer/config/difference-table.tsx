import type { ConfigDifference } from '../../shared/audit.ts';
import './difference-table.css';
import { labelOf, wordsAt } from './parameter-words.ts';

interface DifferenceTableProps {
  readonly label: string;
  readonly differences: readonly ConfigDifference[];
  /** What the two sides are, e.g. "Now" and "v12". */
  readonly from: string;
  readonly to: string;
}

/** Values side by side, one row for each that differs. */
export function DifferenceTable({ label, differences, from, to }: DifferenceTableProps) {
  return (
    <table className="difference-table" aria-label={label}>
      <thead>
        <tr>
          <th scope="col">Parameter</th>
          <th scope="col" className="number">
            {from}
          </th>
          <td />
          <th scope="col" className="number">
            {to}
          </th>
        </tr>
      </thead>
      <tbody>
        {differences.map(({ path, from: before, to: after, symbol }) => (
          <tr key={`${symbol} ${path}`}>
            <th scope="row" title={path}>
              {labelOf(path)}
              {symbol !== null && ` for ${symbol}`}
            </th>
            <td className="number quiet">{wordsAt(path, before)}</td>
            <td aria-hidden="true">→</td>
            <td className="number">{wordsAt(path, after)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
