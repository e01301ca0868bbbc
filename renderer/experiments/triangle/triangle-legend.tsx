import { useLayoutEffect, useRef } from 'react';
import type { Metric } from '../figures/metrics.ts';
import { figureText, metricLabel, metricWords } from '../figures/metrics.ts';
import type { ColourRange } from './colour-scale.ts';
import { scale, scaleSize, shareOf } from './colour-scale.ts';

interface LegendProps {
  readonly metric: Metric;
  readonly unit: string;
  readonly range: ColourRange | null;
}

/** The scale with its numbers, and where nothing is won or lost. */
export function TriangleLegend({ metric, unit, range }: LegendProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    scale.forEach((colour, i) => {
      if (!context) return;
      context.fillStyle = `rgb(${colour.join(' ')})`;
      context.fillRect(i, 0, 1, 1);
    });
  }, []);
  const { falling, even } = metricWords[metric];
  const isEvenInside = range !== null && even !== null && even > range.low && even < range.high;
  const beyond = range?.clipped ?? false;
  return (
    <figure className="legend" aria-label={`Colours: ${metricLabel(metric, unit)}`}>
      <figcaption className="legend-title">
        {metricLabel(metric, unit)} <span className="quiet">brighter is {brighter[metric]}</span>
      </figcaption>
      <div className="legend-scale">
        <canvas ref={canvas} width={scaleSize} height={1} />
        {isEvenInside && (
          <span className="legend-even" style={{ left: `${shareOf(even, range, falling) * 100}%` }} />
        )}
      </div>
      <div className="legend-numbers number">
        {range &&
          [0, 0.5, 1].map((share) => (
            <span key={share}>
              {beyond && share !== 0.5 && (share === 1) !== falling && '≥ '}
              {beyond && share !== 0.5 && (share === 0) !== falling && '≤ '}
              {figureText(metric, valueAt(range, falling ? 1 - share : share))}
            </span>
          ))}
      </div>
      {isEvenInside && (
        <p className="quiet legend-note">The mark is break-even, {figureText(metric, even)}.</p>
      )}
    </figure>
  );
}

const brighter: Readonly<Record<Metric, string>> = {
  total_pips: 'more',
  profit_factor: 'more',
  win_rate: 'more',
  max_drawdown_pips: 'less',
  max_drawdown_open_pips: 'less',
  trades: 'more',
  sharpe: 'more',
};

function valueAt({ low, high }: ColourRange, share: number): number {
  return low + (high - low) * share;
}
