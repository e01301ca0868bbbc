import type { Comparison } from '../../../shared/experiments/comparison.ts';
import { none } from '../../format.ts';
import { intervalText, rowLabel, rowText } from '../figures/figure-rows.ts';
import type { ComparedRow } from './compare-words.ts';
import { comparedRows, differenceText, toldFromZero } from './compare-words.ts';

/** The figures of both sides, and their difference with its paired interval. */
export function CompareFigures({ comparison }: { comparison: Comparison }) {
  const { a, b, differences, period } = comparison;
  return (
    <table className="readings" aria-label="A beside B">
      <thead>
        <tr>
          <th scope="col">95 % intervals below</th>
          <th scope="col" className="number">
            A
          </th>
          <th scope="col" className="number">
            B
          </th>
          <th scope="col" className="number">
            B minus A
          </th>
        </tr>
      </thead>
      <tbody>
        {comparedRows.map((row) => (
          <tr key={row}>
            <th scope="row">{rowLabel(row, period.unit)}</th>
            {[a, b].map(({ figures, intervals }, i) => (
              <td className="number" key={i === 0 ? 'a' : 'b'} data-testid={`${i === 0 ? 'a' : 'b'}-${row}`}>
                {rowText(row, figures)}
                <span className="compare-interval">{intervalText(row, intervals)}</span>
              </td>
            ))}
            <td className="number" data-testid={`difference-${row}`}>
              <Difference row={row} difference={differences[row]} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface DifferenceProps {
  readonly row: ComparedRow;
  readonly difference: Comparison['differences'][ComparedRow];
}

function Difference({ row, difference }: DifferenceProps) {
  if (!difference) return none;
  const { value, interval } = difference;
  const told = toldFromZero(interval);
  return (
    <>
      {told === 'differs' ? <strong>{differenceText(row, value)}</strong> : differenceText(row, value)}
      <span className="compare-interval">
        {interval
          ? `${differenceText(row, interval.low)} to ${differenceText(row, interval.high)}`
          : 'too few trades to say'}
      </span>
      {told === 'cannot be told from zero' && <span className="compare-interval compare-told">{told}</span>}
    </>
  );
}
