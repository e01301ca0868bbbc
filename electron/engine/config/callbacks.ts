import type { CallbackRun } from '../../../shared/config.ts';
import { type Category, categories, type TradingConfig } from '../../../shared/parameters.ts';

/** What a subscriber is told: its category's values, what they were, and under which version. */
export type ConfigCallback<C extends Category> = (
  values: TradingConfig[C],
  previous: TradingConfig[C],
  context: { readonly version: number; readonly preview: boolean; readonly cause: string },
) => void;

export interface Callbacks {
  /** Runs `callback` after every accepted change of `category`. Returns its undo. */
  subscribe<C extends Category>(category: C, service: string, callback: ConfigCallback<C>): () => void;
  /**
   * Runs the callbacks of the touched categories in order of registration. One that throws is
   * recorded and does not keep the others from running.
   */
  notify(change: Notification): CallbackRun[];
}

export interface Notification {
  readonly next: TradingConfig;
  readonly previous: TradingConfig;
  readonly touched: ReadonlySet<Category>;
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
  }
  const subscriptions = new Set<Subscription>();
  let runs = 0;

  function run(subscription: Subscription, change: Notification): CallbackRun {
    const { category, service } = subscription;
    const { version, preview, cause } = change;
    const at = now();
    const start = elapsed();
    let error: string | null = null;
    try {
      subscription.run(change.next[category], change.previous[category], { version, preview, cause });
    } catch (thrown) {
      error = thrown instanceof Error ? thrown.message : String(thrown);
    }
    runs += 1;
    return {
      id: runs,
      at,
      service,
      category,
      config_version: version,
      preview,
      duration_ms: elapsed() - start,
      error,
    };
  }

  return {
    subscribe(category, service, callback) {
      const subscription = { category, service, run: callback as ConfigCallback<Category> };
      subscriptions.add(subscription);
      return () => subscriptions.delete(subscription);
    },
    notify: (change) =>
      [...subscriptions]
        .filter(({ category }) => change.touched.has(category))
        .map((subscription) => run(subscription, change)),
  };
}

/** The categories in which two configurations differ. */
export function touchedCategories(a: TradingConfig, b: TradingConfig): Set<Category> {
  return new Set(
    categories.filter((category) => {
      const left = a[category] as Readonly<Record<string, unknown>>;
      const right = b[category] as Readonly<Record<string, unknown>>;
      return Object.keys(left).some((key) => left[key] !== right[key]);
    }),
  );
}
