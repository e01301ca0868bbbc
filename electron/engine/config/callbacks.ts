import type { CallbackMetrics, CallbackRun } from '../../../shared/config.ts';
import type { Category, TradingConfig } from '../../../shared/parameters.ts';
import { messageOf } from '../../../shared/result.ts';

/**
 * What a subscriber is told: its category's values for all, what they were, and under which version. `symbols` says
 * whom the change touches, null all: the values of one are asked of the configuration.
 */
export type ConfigCallback<C extends Category> = (
  values: TradingConfig[C],
  previous: TradingConfig[C],
  context: Pick<Notification, 'version' | 'preview' | 'cause' | 'symbols'>,
) => void;

export interface Callbacks {
  /** Runs `callback` after every accepted change of `category`. Returns its undo. */
  subscribe<C extends Category>(category: C, service: string, callback: ConfigCallback<C>): () => void;
  /**
   * Runs the callbacks of the touched categories in order of registration. One that throws is
   * recorded and does not keep the others from running.
   */
  notify(change: Notification): CallbackRun[];
  metrics(): CallbackMetrics[];
}

export interface Notification {
  readonly next: TradingConfig;
  readonly previous: TradingConfig;
  readonly touched: ReadonlySet<Category>;
  readonly symbols: readonly string[] | null;
  readonly version: number;
  readonly preview: boolean;
  readonly cause: string;
}

/** `now` is the wall clock in ms, `elapsed` a monotonic one. */
export function createCallbacks(now: () => number, elapsed: () => number): Callbacks {
  interface Subscription {
    readonly category: Category;
    readonly service: string;
    readonly run: ConfigCallback<Category>;
    calls: number;
    failures: number;
    /** Of the latest runs, oldest first. */
    durations: number[];
  }
  const subscriptions = new Set<Subscription>();
  let runs = 0;

  function run(subscription: Subscription, change: Notification): CallbackRun {
    const { category, service } = subscription;
    const { version, preview, cause, symbols } = change;
    const at = now();
    const start = elapsed();
    let error: string | null = null;
    try {
      subscription.run(change.next[category], change.previous[category], {
        version,
        preview,
        cause,
        symbols,
      });
    } catch (thrown) {
      error = messageOf(thrown);
    }
    const duration = elapsed() - start;
    runs += 1;
    subscription.calls += 1;
    if (error !== null) subscription.failures += 1;
    subscription.durations.push(duration);
    if (subscription.durations.length > rememberedRuns) subscription.durations.shift();
    return {
      id: runs,
      at,
      service,
      category,
      config_version: version,
      preview,
      duration_ms: duration,
      error,
    };
  }

  return {
    subscribe(category, service, callback) {
      const run = callback as ConfigCallback<Category>;
      const subscription = { category, service, run, calls: 0, failures: 0, durations: [] };
      subscriptions.add(subscription);
      return () => subscriptions.delete(subscription);
    },
    notify: (change) =>
      [...subscriptions]
        .filter(({ category }) => change.touched.has(category))
        .map((subscription) => run(subscription, change)),
    metrics: () =>
      [...subscriptions].map(({ service, category, calls, failures, durations }) => {
        const sorted = [...durations].sort((a, b) => a - b);
        const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
        return {
          service,
          category,
          calls,
          failures,
          last_ms: durations.at(-1) ?? 0,
          p50_ms: at(0.5),
          p99_ms: at(0.99),
        };
      }),
  };
}

/** Runs whose time is kept for the percentiles. */
const rememberedRuns = 256;
