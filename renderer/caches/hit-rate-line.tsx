import { useEffect, useRef } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { CacheName } from '../../shared/caches.ts';
import { tokenColour, useTheme } from '../theme.ts';
import { historyStore } from './history-store.ts';

const height = 34;

/** The hit rate of the last minutes as a line from 0 to 100 %. A change of theme draws it anew. */
export function HitRateLine({ name }: { name: CacheName }) {
  const { shown } = useTheme();
  return <Line key={shown} name={name} />;
}

/** Draws new points without a React render, in the theme's colours at its mount. */
function Line({ name }: { name: CacheName }) {
  const host = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const plot = new UPlot(lineOptions(element.clientWidth), [[], []], element);
    const draw = () => {
      const history = historyStore.getState().histories[name];
      if (history) plot.setData([[...history.at], [...history.rate]]);
    };
    draw();
    const unsubscribe = historyStore.subscribe(draw);
    const observer = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      unsubscribe();
      plot.destroy();
    };
  }, [name]);

  return <div className="hit-rate-line" ref={host} aria-hidden="true" />;
}

function lineOptions(width: number): UPlot.Options {
  return {
    width,
    height,
    padding: [3, 0, 3, 0],
    legend: { show: false },
    cursor: { show: false },
    axes: [{ show: false }, { show: false }],
    scales: { x: { time: false }, y: { range: [0, 1] } },
    series: [
      {},
      {
        stroke: tokenColour('--accent'),
        width: 1.25,
        spanGaps: true,
        points: { show: false },
        fill: tokenColour('--accent-soft'),
      },
    ],
  };
}
