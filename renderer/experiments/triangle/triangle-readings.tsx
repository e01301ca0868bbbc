import type { Triangle } from '../../../shared/experiments/triangle.ts';
import { nearestIndex } from '../../../shared/simplex.ts';
import type { Weights } from '../../../shared/weights.ts';
import { none } from '../../format.ts';
import type { Metric } from '../figures/metrics.ts';
import { figuresAt, figureText, metricLabel, metrics } from '../figures/metrics.ts';
import { mixText } from './mix.ts';

interface ReadingsProps {
  readonly picture: Triangle;
  readonly shown: Metric;
  readonly columns: readonly {
    readonly label: string;
    readonly mark: string;
    readonly mix: Weights | null;
  }[];
}

/** The figures of some mixes side by side, read from the triangle itself. */
export function TriangleReadings({ picture, shown, columns }: ReadingsProps) {
  const read = columns.map(({ mix }) => (mix ? figuresAt(picture, nearestIndex(mix, picture.steps)) : null));
  return (
    <table className="readings" aria-label="Figures of the point">
      <thead>
        <tr>
          <th scope="col">1H / 4H / D, %</th>
          {columns.map(({ label, mark, mix }) => (
            <th scope="col" className="number" key={label}>
              <span aria-hidden="true">{mark}</span> {label}
              <span className="readings-mix">{mix ? mixText(mix).replace('\u00a0%', '') : none}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {metrics.map((metric) => (
          <tr key={metric} data-shown={metric === shown || undefined}>
            <th scope="row">{metricLabel(metric, picture.period.unit)}</th>
            {columns.map(({ label }, i) => (
              <td className="number" key={label} data-testid={`${label.toLowerCase()}-${metric}`}>
                {figureText(metric, read[i]?.[metric] ?? null)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
