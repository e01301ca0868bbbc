import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { ChartData } from '../../shared/desk.ts';
import type { Timeframe } from '../../shared/market.ts';
import { timeframes } from '../../shared/market.ts';
import { followChart } from '../charts/chart-source.ts';
import type { PriceChart } from '../charts/price-chart.ts';
import { createPriceChart } from '../charts/price-chart.ts';
import { count } from '../format.ts';
import { deskNow, useDesk } from '../store.ts';
import { IconButton } from '../ui/button.tsx';
import { Segments } from '../ui/segments.tsx';
import { inspectBar, useInspection } from './inspector-store.ts';

const firstBars = 600;
const mostBars = 5_000;

interface Legend {
  readonly version: number;
  readonly signals: number;
  readonly bars: number;
  readonly testPart: string | null;
}

/** Candles with the signals of the config in force; a click on one or the arrows over them inspect a bar. */
export function ChartPanel() {
  const [timeframe, setTimeframe] = useState<Timeframe>('1H');
  const [bars, setBars] = useState(firstBars);
  const [legend, setLegend] = useState<Legend | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const active = useDesk((desk) => desk.market.active);
  const decimals = useDesk((desk) => desk.market.asset?.decimals ?? 5);
  const inspection = useInspection();
  const host = useRef<HTMLElement>(null);
  const chart = useRef<PriceChart | null>(null);
  const data = useRef<ChartData | null>(null);
  const pickable = useRef(true);
  pickable.current = timeframe === '1H';

  useEffect(() => {
    if (!host.current) return;
    const created = createPriceChart(host.current, {
      onPick: (barTime) => {
        if (pickable.current) inspectBar(barTime);
      },
      onOldest: () =>
        setBars((now) => ((data.current?.bars.time.length ?? 0) < now ? now : Math.min(now * 2, mostBars))),
    });
    chart.current = created;
    return () => created.close();
  }, []);

  const series = `${active} ${timeframe}`;
  useEffect(() => {
    if (series) chart.current?.forget();
  }, [series]);

  useEffect(() => {
    if (active === null) return;
    return followChart({ dataset: active, timeframe, bars }, (answer, change) => {
      setProblem(answer.ok ? null : answer.problem.message);
      if (!answer.ok) return;
      data.current = answer.value;
      chart.current?.show(answer.value, change);
      const next = legendOf(answer.value);
      setLegend((before) => (before && sameLegend(before, next) ? before : next));
    });
  }, [timeframe, bars, active]);

  useEffect(() => chart.current?.setDecimals(decimals), [decimals]);
  useEffect(
    () => chart.current?.inspect(timeframe === '1H' ? (inspection?.barTime ?? null) : null),
    [inspection?.barTime, timeframe],
  );

  function inspectNext(step: 1 | -1) {
    const times = data.current?.bars.time;
    if (!times || times.length === 0 || timeframe !== '1H') return;
    const from = inspection?.barTime ?? deskNow().replay.bar_time ?? 0;
    const index = times.findLastIndex((time) => time <= from);
    const next = times[index + step];
    if (next !== undefined) inspectBar(next);
  }

  return (
    <section className="chart" aria-label="Price chart">
      <header className="chart-head">
        <Segments
          label="Timeframe"
          value={timeframe}
          options={timeframes.map((value) => ({ value, label: value, hint: `${hints[value]} bars` }))}
          onChange={(value) => {
            setTimeframe(value);
            setBars(firstBars);
          }}
        />
        <span className="chart-inspect">
          <IconButton
            small
            label="Inspect the bar before"
            disabled={timeframe !== '1H'}
            onClick={() => inspectNext(-1)}
          >
            <ChevronLeft />
          </IconButton>
          <IconButton
            small
            label="Inspect the bar after"
            disabled={timeframe !== '1H'}
            onClick={() => inspectNext(1)}
          >
            <ChevronRight />
          </IconButton>
        </span>
        <p className="chart-legend" data-testid="chart-legend">
          {timeframe === '1H' ? legend && <LegendText legend={legend} /> : 'Signals are on the 1H chart'}
        </p>
        {problem && <span className="field-error">{problem}</span>}
      </header>
      <figure className="chart-host" ref={host} aria-label={`${hints[timeframe]} candles`} />
      <p className="chart-credit">Times in UTC · Charting by TradingView Lightweight Charts™</p>
    </section>
  );
}

const hints: Readonly<Record<Timeframe, string>> = { '1H': 'Hourly', '4H': 'Four-hour', D: 'Daily' };

function LegendText({ legend }: { legend: Legend }) {
  return (
    <>
      <span>Signals under config v{legend.version}:</span> <span className="long">▲ long</span>{' '}
      <span className="short">▼ short</span>
      <span className="quiet">
        {' '}
        · {count(legend.signals)} in {count(legend.bars)} bars
        {legend.testPart && ` · ${legend.testPart}`}
      </span>
    </>
  );
}

function legendOf(data: ChartData): Legend {
  const { time } = data.bars;
  const first = time[0];
  const last = time[time.length - 1];
  return {
    version: data.config_version,
    signals: data.trade.reduce((sum, trade) => sum + trade, 0),
    bars: time.length,
    testPart:
      data.test_from === null || first === undefined || last === undefined
        ? null
        : first >= data.test_from
          ? 'all test part'
          : last < data.test_from
            ? 'all in sample'
            : 'shaded: in sample',
  };
}

function sameLegend(a: Legend, b: Legend): boolean {
  return a.version === b.version && a.signals === b.signals && a.bars === b.bars && a.testPart === b.testPart;
}
