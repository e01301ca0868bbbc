import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Gauge, type Registry } from 'prom-client';
import type { Schedule } from '../../engine/market/replay.ts';

/**
 * Says how late the event loop runs its timers, beyond the time they were set for, since the last scrape. Each
 * look wakes the process: it looks ten times a second, and only from a scrape until `watchMs` after it. A scrape
 * that nothing was watched before has nothing to tell and answers 0.
 */
export function addLoopWatch(
  registry: Registry,
  schedule: Schedule,
  histogram: Looks = monitorEventLoopDelay({ resolution: lookMs }),
): void {
  let cancel = () => {};
  const gauges: { gauge: Gauge; read: (looks: Looks) => number }[] = [];

  function collect(): void {
    const looked = histogram.count > 0;
    for (const { gauge, read } of gauges) gauge.set(looked ? read(histogram) : 0);
    histogram.reset();
    histogram.enable();
    cancel();
    cancel = schedule(() => histogram.disable(), watchMs);
  }

  for (const [name, read] of Object.entries(figures)) {
    const gauge = new Gauge({
      name: `nodejs_eventloop_lag_${name}_seconds`,
      help: `How late the event loop ran its timers since the last scrape: ${name}.`,
      registers: [registry],
      // Only the first gauge collects; all of them report the same samples.
      ...(gauges.length === 0 && { collect }),
    });
    gauges.push({ gauge, read });
  }
}

type Looks = ReturnType<typeof monitorEventLoopDelay>;

const lookMs = 100;

/** Longer than the usual intervals between two scrapes. */
export const watchMs = 150_000;

/** Samples are recorded in ns and include the interval between two samples. */
function late(nanoseconds: number): number {
  return Math.max(0, nanoseconds / 1e9 - lookMs / 1000);
}

const figures: Readonly<Record<string, (looks: Looks) => number>> = {
  min: ({ min }) => late(min),
  max: ({ max }) => late(max),
  mean: ({ mean }) => late(mean),
  stddev: ({ stddev }) => stddev / 1e9,
  p50: (looks) => late(looks.percentile(50)),
  p90: (looks) => late(looks.percentile(90)),
  p99: (looks) => late(looks.percentile(99)),
};
