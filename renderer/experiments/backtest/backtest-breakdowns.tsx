import type { Backtest } from '../../../shared/experiments/backtest.ts';
import { count, percent } from '../../format.ts';
import { figureText, signed } from '../figures/metrics.ts';

interface BreakdownProps<K extends 'by_regime' | 'by_month'> {
  readonly rows: Backtest[K];
  readonly unit: string;
}

/** What was earned in each regime at the signal. */
export function ByRegime({ rows, unit }: BreakdownProps<'by_regime'>) {
  return (
    <table className="readings" aria-label="By regime">
      <thead>
        <tr>
          <th scope="col">By regime at the signal</th>
          <Titles names={['Bars', 'Trades', 'Win rate', `Total, ${unit}`, 'Profit factor']} />
        </tr>
      </thead>
      <tbody>
        {rows.map(({ regime, bars, figures }) => (
          <tr key={regime}>
            <th scope="row">{regime}</th>
            <td className="number">{count(bars)}</td>
            <td className="number">{count(figures.trades)}</td>
            <td className="number">{figureText('win_rate', figures.win_rate)}</td>
            <td className="number">{figureText('total_pips', figures.total_pips)}</td>
            <td className="number">{figureText('profit_factor', figures.profit_factor)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What was earned in each month of the exit. */
export function ByMonth({ rows, unit }: BreakdownProps<'by_month'>) {
  return (
    <table className="readings" aria-label="By month">
      <thead>
        <tr>
          <th scope="col">By month of the exit, UTC</th>
          <Titles names={['Trades', 'Win rate', `Total, ${unit}`]} />
        </tr>
      </thead>
      <tbody>
        {rows.map(({ month, trades, wins, total_pips }) => (
          <tr key={month}>
            <th scope="row">{month}</th>
            <td className="number">{count(trades)}</td>
            <td className="number">{percent(wins / trades)}</td>
            <td className="number">{signed(total_pips, 1)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Titles({ names }: { names: readonly string[] }) {
  return names.map((name) => (
    <th key={name} scope="col" className="number">
      {name}
    </th>
  ));
}
