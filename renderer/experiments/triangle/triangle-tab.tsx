import { useEffect, useMemo } from 'react';
import type { Triangle } from '../../../shared/experiments/triangle.ts';
import { mixAt, nearestIndex } from '../../../shared/simplex.ts';
import { EquityChart } from '../../charts/equity-chart.tsx';
import { valuesOnData } from '../../config/values-for.ts';
import { count, utcDay } from '../../format.ts';
import { TryAgain } from '../../runs/try-again.tsx';
import { useDesk } from '../../store.ts';
import { EmptyState } from '../../ui/panel.tsx';
import { Segments } from '../../ui/segments.tsx';
import { useExperiments } from '../experiments-store.ts';
import type { Metric } from '../figures/metrics.ts';
import { colouredMetrics, columnOf, figuresAt, leastTrades, metricWords } from '../figures/metrics.ts';
import { NothingToTry } from '../subject/nothing-to-try.tsx';
import { useSubjectData } from '../subject/use-of-open-data.ts';
import { rangeOf } from './colour-scale.ts';
import { landscapeOf, shapeAt } from './landscape.ts';
import { OverfitMeter } from './overfit-meter.tsx';
import { PointActions } from './point-actions.tsx';
import { TriangleLegend } from './triangle-legend.tsx';
import { TriangleMap } from './triangle-map.tsx';
import { TriangleReadings } from './triangle-readings.tsx';
import {
  applyMix,
  askTriangleAgain,
  chooseMetric,
  followTriangle,
  ownMix,
  putPoint,
  useTriangle,
} from './triangle-store.ts';
import './triangle.css';
import { lossWords, pointWords, shapeWords } from './triangle-words.ts';

/** Every mix of the three weights at once, and one of them that can be dragged about. */
export function TriangleTab() {
  useEffect(followTriangle, []);
  const picture = useTriangle((state) => state.picture);
  const problem = useTriangle((state) => state.problem);
  const mayPass = useTriangle((state) => state.mayPass);
  const data = useSubjectData();
  // The triangle of other data has no place under the name of those that are chosen now.
  if (picture?.period.dataset === data && picture)
    return <Landscape picture={picture} problem={problem} mayPass={mayPass} />;
  return (
    <NothingToTry
      problem={problem}
      waiting="Trading every mix of the three weights…"
      onAgain={mayPass ? askTriangleAgain : undefined}
    />
  );
}

interface LandscapeProps {
  readonly picture: Triangle;
  readonly problem: string | null;
  readonly mayPass: boolean;
}

function Landscape({ picture, problem, mayPass }: LandscapeProps) {
  const metric = useTriangle((state) => state.metric);
  const put = useTriangle((state) => state.point);
  const busy = useTriangle((state) => state.busy);
  const outdated = useTriangle((state) => state.outdated) || problem !== null;
  const subject = useExperiments((state) => state.subject);
  const config = useDesk((desk) => valuesOnData(desk, subject.dataset));
  const own = useMemo(() => ownMix(subject, config, picture), [subject, config, picture]);
  const point = put ?? own;
  const seen = useSeen(picture, metric);
  const best = seen.landscape?.best == null ? null : mixAt(seen.landscape.best, picture.steps);
  const figures = point && figuresAt(picture, nearestIndex(point, picture.steps));
  const apply = () => point && void applyMix(point);
  const traded = useMemo(() => picture.trades.some((trades) => trades > 0), [picture]);
  return (
    <section className="triangle" aria-label="Weight triangle">
      <div className="triangle-view">
        <div className="triangle-head">
          <Segments
            label="Figure shown"
            value={metric}
            options={colouredMetrics.map((value) => ({ value, label: metricWords[value].label }))}
            onChange={chooseMetric}
          />
          <span className="quiet triangle-state" role="status">
            {busy && !problem ? 'computing…' : periodWords(picture)}
          </span>
        </div>
        {problem && (
          <p className="experiment-problem triangle-problem" role="alert">
            {problem} {mayPass && <TryAgain onClick={askTriangleAgain} />}
          </p>
        )}
        <TriangleMap
          picture={picture}
          metric={metric}
          range={seen.range}
          landscape={seen.landscape}
          outdated={outdated}
          own={own}
          point={point}
          valueText={pointWords(point, figures, picture.period.unit)}
          onMove={putPoint}
          onHome={() => putPoint(null)}
          onBest={() => best && putPoint(best)}
          onApply={apply}
        />
        <div className="triangle-foot">
          <TriangleLegend metric={metric} unit={picture.period.unit} range={seen.range} />
          <MarksKey hasLandscape={seen.landscape !== null} />
        </div>
      </div>
      <div className="triangle-side">
        {!traded && !busy && <NoTrades picture={picture} />}
        <TriangleReadings
          picture={picture}
          shown={metric}
          columns={[
            { label: 'Point', mark: '◎', mix: point },
            { label: subject.from === 'current' ? 'Current' : 'Own', mark: '□', mix: own },
            { label: 'Best', mark: '★', mix: best },
          ]}
        />
        {point && seen.landscape && (
          <p className="triangle-shape" data-testid="triangle-shape">
            {shapeWords(
              metric,
              shapeAt(
                seen.column,
                seen.landscape,
                nearestIndex(point, picture.steps),
                metricWords[metric].falling,
              ),
            )}
            {figures && lossWords(figures)}
          </p>
        )}
        <PointActions point={point} put={put} best={best} onApply={apply} />
        <PointCurve />
        {point && <OverfitMeter mix={point} />}
      </div>
    </section>
  );
}

/** What is seen of a figure: its values, the colours' range and the lie of the land. */
function useSeen(picture: Triangle, metric: Metric) {
  return useMemo(() => {
    const column = columnOf(picture, metric);
    const { falling, needsTrades } = metricWords[metric];
    const comparable = (i: number) => (picture.trades[i] ?? 0) >= (needsTrades ? leastTrades : 1);
    return {
      column,
      range: rangeOf(column),
      landscape: metric === 'trades' ? null : landscapeOf(column, picture.steps, falling, comparable),
    };
  }, [picture, metric]);
}

function PointCurve() {
  const traced = useTriangle((state) => state.traced);
  const lines = useMemo(
    () => traced && [{ label: 'Point', curve: traced.curve, token: '--accent' as const }],
    [traced],
  );
  if (!traced || !lines) return null;
  const { period } = traced;
  return (
    <EquityChart
      label="Equity of the point"
      lines={lines}
      from={period.from}
      to={period.to}
      unit={period.unit}
    />
  );
}

function MarksKey({ hasLandscape }: { hasLandscape: boolean }) {
  return (
    <p className="quiet triangle-key">
      ◎ the point: drag it, or arrow keys 1&nbsp;%, Shift 5&nbsp;%, Home back, End to the best, Enter applies.
      □ the weights it has now.{' '}
      {hasLandscape &&
        '★ best mix. Dots: the ridge, the best mix for each Daily weight. Outline: the plateau, where the mixes around keep 80\u00a0% of the best lead over the median.'}
    </p>
  );
}

function NoTrades({ picture }: { picture: Triangle }) {
  const threshold = picture.tried.values.trading?.confidence_threshold;
  return (
    <EmptyState title="No mix trades here">
      <p className="empty-text">
        On {count(picture.period.bars)} bars no confidence reaches the threshold of {String(threshold)},
        whatever the weights, or the models make no prediction there yet. Try a lower threshold above, or
        other bars.
      </p>
    </EmptyState>
  );
}

function periodWords({ period }: Triangle): string {
  return `${count(period.bars)} bars, ${utcDay(period.from)} to ${utcDay(period.to)}`;
}
