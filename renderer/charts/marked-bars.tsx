import type { ReactNode } from 'react';
import { useEffect, useRef, useState } from 'react';
import type { Period } from '../../shared/experiments/scope.ts';
import type { Bars } from '../../shared/market.ts';
import { dayMs } from '../../shared/market.ts';
import { call, inWords } from '../desk.ts';
import { EmptyState } from '../ui/panel.tsx';
import { useDecimalsOf } from './decimals-of.ts';
import './marked-bars.css';
import type { ChartScene, MarkedChart } from './marked-chart.ts';
import { createMarkedChart } from './marked-chart.ts';
import { partBands } from './part-bands.ts';

interface MarkedBarsProps {
  readonly label: string;
  readonly period: Period;
  /** Null while nothing is chosen. */
  readonly scene: ChartScene | null;
  /** What is marked, in words. */
  readonly caption: ReactNode;
  /** What to do to see something here. */
  readonly hint: string;
}

/** The 1H candles around something that was chosen in a list, with it marked on them. */
export function MarkedBars({ label, period, scene, caption, hint }: MarkedBarsProps) {
  const decimals = useDecimalsOf(period);
  const { bars, problem } = useBarsAround(period, scene);
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<MarkedChart | null>(null);
  const filled = scene !== null;

  useEffect(() => {
    if (!host.current || !filled) return;
    const created = createMarkedChart(host.current);
    chart.current = created;
    // In a low window it may lie below the list's fold: what was just chosen must be seen.
    host.current.parentElement?.scrollIntoView({ block: 'nearest' });
    return () => {
      chart.current = null;
      created.close();
    };
  }, [filled]);
  useEffect(() => {
    if (filled) chart.current?.setDecimals(decimals);
  }, [decimals, filled]);
  useEffect(() => {
    if (scene && bars) chart.current?.show(bars, scene, partBands(period.parts));
  }, [scene, bars, period.parts]);

  if (!scene)
    return (
      <section className="marked" aria-label={label}>
        <EmptyState title="On the chart">
          <p className="empty-text">{hint}</p>
        </EmptyState>
      </section>
    );
  return (
    <section className="marked" aria-label={label} data-focus={bars ? scene.focus.from : undefined}>
      <div className="marked-caption">{caption}</div>
      {problem && (
        <p className="experiment-problem" role="alert">
          {problem}
        </p>
      )}
      <div className="marked-host" ref={host} aria-hidden="true" />
      <p className="chart-credit">1H candles, UTC · Charting by TradingView Lightweight Charts™</p>
    </section>
  );
}

/** Fetched on either side of the focus, so that the neighbours in a list mostly are there already. */
const fetchedAround = 40 * dayMs;
/** Needed on either side. */
const neededAround = 5 * dayMs;

interface Fetched {
  readonly of: string;
  readonly from: number;
  readonly to: number;
  readonly bars: Bars;
}

/** The bars around the scene; null until they have come. */
function useBarsAround({ dataset, bundle }: Period, scene: ChartScene | null) {
  const [fetched, setFetched] = useState<Fetched | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const of = `${dataset}|${bundle}`;
  const [from, to] = [scene?.focus.from ?? null, scene?.focus.to ?? null];
  const covers =
    fetched !== null &&
    fetched.of === of &&
    from !== null &&
    to !== null &&
    from - neededAround >= fetched.from &&
    to + neededAround <= fetched.to;

  useEffect(() => {
    if (covers || from === null || to === null) return;
    let current = true;
    const window = { from: from - fetchedAround, to: to + fetchedAround };
    void call('experiments.bars', { dataset, bundle, ...window }).then((result) => {
      if (!current) return;
      setProblem(result.ok ? null : inWords(result.problem));
      if (result.ok) setFetched({ of, ...window, bars: result.value });
    });
    return () => {
      current = false;
    };
  }, [covers, of, dataset, bundle, from, to]);

  return { bars: covers ? fetched.bars : null, problem };
}
