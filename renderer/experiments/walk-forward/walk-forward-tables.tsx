import type { Figures, Interval, Intervals } from '../../../shared/experiments/figures.ts';
import type { WalkForward } from '../../../shared/experiments/walk-forward.ts';
import { utcMinute } from '../../format.ts';
import type { Metric } from '../figures/metrics.ts';
import { figureText, hasInterval, metricLabel, metrics } from '../figures/metrics.ts';
import { mixText } from '../triangle/mix.ts';

interface Side {
  readonly figures: Figures;
  readonly intervals: Intervals;
}

/** Figures of both with their 95 % intervals. */
export function FiguresSideBySide({
  procedure,
  fixed,
  unit,
}: {
  procedure: Side;
  fixed: Side;
  unit: string;
}) {
  return (
    <table className="readings" aria-label="Procedure beside fixed weights">
      <thead>
        <tr>
          <th scope="col">95 % intervals below</th>
          <th scope="col" className="number">
            Choose, then trade
          </th>
          <th scope="col" className="number">
            Left as they are
          </th>
        </tr>
      </thead>
      <tbody>
        {metrics.map((metric) => (
          <tr key={metric}>
            <th scope="row">{metricLabel(metric, unit)}</th>
            {[procedure, fixed].map(({ figures, intervals }, i) => (
              <td className="number" key={i === 0 ? 'procedure' : 'fixed'}>
                {figureText(metric, figures[metric])}
                <span className="walk-interval">{intervalText(metric, intervals)}</span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Each window: on what the mix was chosen, and what it then did. */
export function Windows({ windows, unit }: { windows: WalkForward['windows']; unit: string }) {
  return (
    <table className="walk-windows" aria-label="Windows">
      <thead>
        <tr>
          <th scope="col">Chosen on</th>
          <th scope="col">Traded on</th>
          <th scope="col" className="number">
            1H / 4H / Daily
          </th>
          <th scope="col" className="number">
            Trades
          </th>
          <th scope="col" className="number">
            Chosen at, {unit}
          </th>
          <th scope="col" className="number">
            Then earned, {unit}
          </th>
          <th scope="col" className="number">
            Trades
          </th>
          <th scope="col" className="number">
            Win rate
          </th>
        </tr>
      </thead>
      <tbody>
        {windows.map((window) => (
          <tr key={window.trade_from}>
            <td>{days(window.choose_dates)}</td>
            <td>
              {days(window.trade_dates)}
              {window.carried_until !== null && (
                <span className="walk-interval">
                  position carried in, closed {utcMinute(window.carried_until)}
                </span>
              )}
            </td>
            <td className="number">{mixText(window.mix)}</td>
            <td className="number">{figureText('trades', window.chosen_on.trades)}</td>
            <td className="number">{figureText('total_pips', window.chosen_on.total_pips)}</td>
            <td className="number">{figureText('total_pips', window.traded_on.total_pips)}</td>
            <td className="number">{figureText('trades', window.traded_on.trades)}</td>
            <td className="number">{figureText('win_rate', window.traded_on.win_rate)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function intervalText(metric: Metric, intervals: Intervals): string {
  if (!hasInterval(metric)) return '';
  const interval: Interval | null = intervals[metric];
  return interval
    ? `${figureText(metric, interval.low)} to ${figureText(metric, interval.high)}`
    : 'too few trades';
}

function days({ first, last }: WalkForward['windows'][number]['trade_dates']): string {
  return `${first} – ${last}`;
}
