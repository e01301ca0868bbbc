import type { Why } from '../../../shared/experiments/why.ts';
import { directionSign, directionWord, percent } from '../../format.ts';
import type { WhyRow } from './why-words.ts';
import { decisionNames, points, rowsOf } from './why-words.ts';

/** The confidence from model to model to agreement to cap, against the threshold. */
export function WhyWaterfall({ why }: { why: Why }) {
  const { prediction, threshold, decision } = why;
  return (
    <table className="why-steps" aria-label="Steps of the confidence">
      <thead>
        <tr>
          <th scope="col">Step</th>
          <th scope="col" className="why-reason">
            From
          </th>
          <th scope="col" className="why-scale">
            <span className="why-mark" style={{ left: `clamp(4.3em, ${threshold * 100}%, 100% - 4.3em)` }}>
              threshold {percent(threshold)}
            </span>
          </th>
          <th scope="col" className="number">
            Points
          </th>
          <th scope="col" className="number">
            Total
          </th>
        </tr>
      </thead>
      <tbody>
        {rowsOf(why).map((row) => (
          <Step key={row.name} row={row} threshold={threshold} />
        ))}
        <tr className="why-total" data-testid="why-total">
          <th scope="row">Confidence</th>
          <td className="why-reason">{decisionNames[decision]}</td>
          <td className="why-scale">
            <Track
              from={0}
              to={prediction.confidence}
              look={prediction.should_trade ? 'reached' : 'short-of'}
              threshold={threshold}
            />
          </td>
          <td />
          <td className="number">{percent(prediction.confidence)}</td>
        </tr>
      </tbody>
    </table>
  );
}

function Step({ row, threshold }: { row: WhyRow; threshold: number }) {
  const { name, direction, reason, from, to, change } = row;
  return (
    <tr>
      <th scope="row">
        {name}
        {direction !== null && (
          <span className={direction === 1 ? 'long' : 'short'} title={directionWord(direction)}>
            {' '}
            {directionSign(direction)}
          </span>
        )}
      </th>
      <td className="why-reason quiet">{reason}</td>
      <td className="why-scale">
        <Track from={from} to={to} look={change < 0 ? 'less' : 'more'} threshold={threshold} />
      </td>
      <td className="number">{points(change)}</td>
      <td className="number">{percent(to)}</td>
    </tr>
  );
}

interface TrackProps {
  readonly from: number;
  readonly to: number;
  readonly look: 'more' | 'less' | 'reached' | 'short-of';
  readonly threshold: number;
}

/** A span between 0 and 100 %; what goes beyond, before the cap, is cut off at the edge. */
function Track({ from, to, look, threshold }: TrackProps) {
  const [low, high] = [Math.min(from, to), Math.max(from, to)].map((end) => Math.min(1, Math.max(0, end)));
  return (
    <div className="why-track" aria-hidden="true">
      <span
        className="why-span"
        data-look={look}
        style={{ left: `${(low ?? 0) * 100}%`, width: `${((high ?? 0) - (low ?? 0)) * 100}%` }}
      />
      <span className="why-threshold" style={{ left: `${threshold * 100}%` }} />
    </div>
  );
}
