import type { Timeframe } from '../../shared/market.ts';
import { timeframes } from '../../shared/market.ts';
import type { ConfidenceBucket, ModelFigures } from '../../shared/models.ts';
import { count, none, percent, percentRange, timeframeNames } from '../format.ts';
import { Badge } from '../ui/badge.tsx';
import { verdict, worthOfRows } from './verdict.ts';

const parts = ['train', 'validation', 'test'] as const;

/** What was measured of each model of a bundle, also when it is nothing. */
export function BundleFigures({ figures }: { figures: Readonly<Record<Timeframe, ModelFigures>> }) {
  return (
    <div className="figures">
      {timeframes.map((timeframe) => (
        <ModelFiguresView key={timeframe} timeframe={timeframe} figures={figures[timeframe]} />
      ))}
    </div>
  );
}

function ModelFiguresView({ timeframe, figures }: { timeframe: Timeframe; figures: ModelFigures }) {
  const said = verdict(figures.test);
  const worth = worthOfRows(figures.test);
  return (
    <section className="figures-model" aria-label={`Figures of the ${timeframeNames[timeframe]} model`}>
      <h4>
        {timeframeNames[timeframe]} model{' '}
        <Badge tone={said.edge ? 'accent' : 'plain'}>{said.edge ? 'edge' : 'no edge'}</Badge>
        <span className="quiet">
          {count(figures.trees)} trees, {count(figures.features)} features, {count(figures.ambiguous)}{' '}
          ambiguous rows dropped
        </span>
      </h4>
      <p className="figures-verdict">
        {said.text} {worth && <span className="quiet">{worth}</span>}
      </p>
      <div className="figures-tables">
        <Parts figures={figures} />
        <Buckets buckets={figures.buckets} />
      </div>
    </section>
  );
}

function Parts({ figures }: { figures: ModelFigures }) {
  return (
    <table aria-label="Accuracy by part">
      <thead>
        <tr>
          <th scope="col">Part</th>
          <th scope="col" className="number">
            Rows
          </th>
          <th scope="col" className="number">
            Accuracy
          </th>
          <th scope="col" className="number">
            95 % interval
          </th>
          <th scope="col" className="number">
            Up share
          </th>
          <th scope="col" className="number">
            Log loss (nats)
          </th>
        </tr>
      </thead>
      <tbody>
        {parts.map((part) => {
          const row = figures[part];
          return (
            <tr key={part}>
              <th scope="row">{part}</th>
              <td className="number">{count(row.rows)}</td>
              <td className="number">{percent(row.accuracy)}</td>
              <td className="number">{percentRange(row.accuracy_low, row.accuracy_high)}</td>
              <td className="number">{percent(row.base_rate)}</td>
              <td className="number">{row.log_loss.toFixed(4)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Buckets({ buckets }: { buckets: readonly ConfidenceBucket[] }) {
  return (
    <table aria-label="Hit rate by confidence, test part">
      <thead>
        <tr>
          <th scope="col">Test confidence</th>
          <th scope="col" className="number">
            Rows
          </th>
          <th scope="col" className="number">
            Hit rate
          </th>
          <th scope="col" className="number">
            95 % interval
          </th>
        </tr>
      </thead>
      <tbody>
        {buckets.map((bucket) => (
          <tr key={bucket.from}>
            <th scope="row">{percentRange(bucket.from, bucket.to, 0)}</th>
            <td className="number">{count(bucket.rows)}</td>
            <td className="number">{bucket.hit_rate === null ? none : percent(bucket.hit_rate)}</td>
            <td className="number">
              {bucket.low === null || bucket.high === null ? none : percentRange(bucket.low, bucket.high)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
