import type { Backtest } from '../../../shared/experiments/backtest.ts';
import { figureRows, intervalText, rowLabel, rowText } from '../figures/figure-rows.ts';

/** The figures of a backtest with their 95 % intervals. */
export function BacktestFigures({ backtest: { figures, intervals, period } }: { backtest: Backtest }) {
  return (
    <table className="readings" aria-label="Figures of the backtest">
      <thead>
        <tr>
          <th scope="col">Figure</th>
          <th scope="col" className="number">
            Value
          </th>
          <th scope="col" className="number">
            95 % interval
          </th>
        </tr>
      </thead>
      <tbody>
        {figureRows.map((row) => (
          <tr key={row}>
            <th scope="row">{rowLabel(row, period.unit)}</th>
            <td className="number" data-testid={`backtest-${row}`}>
              {rowText(row, figures)}
            </td>
            <td className="number quiet">{intervalText(row, intervals)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
