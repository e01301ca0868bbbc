import { useEffect, useRef } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Curve } from '../../shared/experiments/figures.ts';
import type { Period } from '../../shared/experiments/scope.ts';
import { dayMs } from '../../shared/market.ts';
import { signed } from '../experiments/figures/metrics.ts';
import { tokenColour, useTheme } from '../theme.ts';
import { curveParts } from './curve-parts.ts';
import { alignedCurves } from './curves.ts';
import { partBands } from './part-bands.ts';

export interface EquityLine {
  readonly label: string;
  readonly curve: Curve;
  readonly token: `--${string}`;
  /** Dashed: colour alone does not tell two lines apart. */
  readonly dashed?: boolean;
}

interface EquityChartProps {
  readonly label: string;
  readonly lines: readonly EquityLine[];
  /** The period, ms UTC: every curve starts at 0 there and holds its last value to its end. */
  readonly from: number;
  readonly to: number;
  readonly unit: string;
  /** Where these are given, the parts of the split are marked. */
  readonly parts?: Period['parts'];
}

/** Pips earned so far, as steps at each closed trade. Fills its place. */
export function EquityChart(props: EquityChartProps) {
  const { shown } = useTheme();
  const kinds = props.lines.map(({ token, dashed, label }) => `${label} ${token} ${dashed}`).join();
  return (
    <figure className="equity" aria-label={props.label}>
      <ul className="equity-legend">
        {props.lines.map(({ label, curve, token, dashed }) => (
          <li key={label}>
            <svg className="equity-key" viewBox="0 0 18 4" aria-hidden="true">
              <line
                x1="0"
                x2="18"
                y1="2"
                y2="2"
                stroke={`var(${token})`}
                strokeDasharray={dashed ? '4 3' : ''}
              />
            </svg>
            {label}{' '}
            <span className="number">
              {signed(curve.pips.at(-1) ?? 0, 1)} {props.unit}
            </span>
          </li>
        ))}
      </ul>
      <Plot key={`${shown} ${kinds}`} {...props} />
    </figure>
  );
}

/** Drawn without React; in the colours the theme had when it was mounted. */
function Plot({ lines, from, to, parts }: EquityChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot | null>(null);
  const first = useRef({ lines, from, to, parts });
  first.current = { lines, from, to, parts };

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const size = () => ({ width: element.clientWidth, height: element.clientHeight });
    const options = plotOptions(size(), first.current.lines);
    const plugins = [curveParts(() => partBands(first.current.parts ?? []))];
    plot.current = new UPlot({ ...options, plugins }, dataOf(first.current), element);
    const observer = new ResizeObserver(() => plot.current?.setSize(size()));
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.current?.destroy();
      plot.current = null;
    };
  }, []);

  useEffect(() => {
    plot.current?.setData(dataOf({ lines, from, to }));
  }, [lines, from, to]);

  return <div className="equity-plot" ref={host} aria-hidden="true" />;
}

/** Months where the ticks are months apart, else days or hours; what is above them where it changes. UTC. */
function tickText(at: number, step: number, before: number | undefined): string {
  const part = (ms: number, options: Intl.DateTimeFormatOptions) =>
    new Date(ms).toLocaleString('en-GB', { timeZone: 'UTC', ...options });
  const year = (ms: number) => part(ms, { year: 'numeric' });
  const day = (ms: number) => part(ms, { day: 'numeric', month: 'short' });
  const under = (text: string, above: (ms: number) => string) =>
    before === undefined || above(before) !== above(at) ? `${text}\n${above(at)}` : text;
  if (step >= 360 * dayMs) return year(at);
  if (step >= 28 * dayMs) return under(part(at, { month: 'short' }), year);
  if (step >= dayMs) return under(day(at), year);
  return under(part(at, { hour: '2-digit', minute: '2-digit' }), day);
}

function dataOf({ lines, from, to }: Pick<EquityChartProps, 'lines' | 'from' | 'to'>): UPlot.AlignedData {
  const curves = lines.map(({ curve }) => curve);
  return alignedCurves(curves, from, to) as UPlot.AlignedData;
}

function plotOptions(size: { width: number; height: number }, lines: readonly EquityLine[]): UPlot.Options {
  const axis = {
    stroke: tokenColour('--text-3'),
    grid: { stroke: tokenColour('--grid'), width: 1 },
    ticks: { show: false },
    font: `11px ${getComputedStyle(document.body).fontFamily}`,
  };
  return {
    ...size,
    padding: [6, 18, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    ms: 1,
    tzDate: (ms) => UPlot.tzDate(new Date(ms), 'Etc/UTC'),
    axes: [
      {
        ...axis,
        size: 38,
        values: (_plot, ticks, _axis, _space, step) => ticks.map((at, i) => tickText(at, step, ticks[i - 1])),
      },
      { ...axis, size: 52 },
    ],
    series: [
      {},
      ...lines.map(({ token, dashed }) => ({
        stroke: tokenColour(token),
        width: 1.5,
        ...(dashed && { dash: [5, 4] }),
        points: { show: false },
        ...(UPlot.paths.stepped && { paths: UPlot.paths.stepped({ align: 1 }) }),
      })),
    ],
  };
}
