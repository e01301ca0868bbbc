import type { Change, ChangeSource, ConfigState, Receipt } from '../../../shared/config.ts';
import {
  type Category,
  categories,
  type ParameterValue,
  type TradingConfig,
} from '../../../shared/parameters.ts';
import { failure, type ProblemDetail, type Result, success } from '../../../shared/result.ts';
import { type Callbacks, createCallbacks, touchedCategories } from './callbacks.ts';
import {
  compose,
  type Layers,
  type LayerValues,
  provenance,
  ruleProblems,
  sound,
  valueProblems,
  withoutStored,
  withStored,
} from './layers.ts';

/** What is kept on disk. */
export interface StoredConfig {
  readonly version: number;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Where the stored layer lives. `save` returns only once the data is on disk. */
export interface ConfigStorage {
  load(): Result<StoredConfig | null>;
  save(stored: { version: number; values: LayerValues }): Result<null>;
}

export interface Author {
  readonly by: ChangeSource;
  readonly reason?: string;
}

/** The one owner of every operational parameter; everyone else reads. */
export interface ConfigOwner {
  /** The values in force, a running preview included; frozen. */
  values(): TradingConfig;
  /** Of the latest accepted update. */
  version(): number;
  /** Rises with every change of `values()` or `version()`; tells previews of one version apart. */
  revision(): number;
  /** True while an unsaved preview is in force. */
  previewing(): boolean;
  state(): ConfigState;
  subscribe: Callbacks['subscribe'];
  /** Told after every change, previews included; `receipt` is null for previews. Returns its undo. */
  onChange(listener: (change: ConfigChange) => void): () => void;
  /** All or nothing. Asked from inside a callback it runs after the current update. */
  update(
    category: string,
    changes: Readonly<Record<string, unknown>>,
    author: Author,
  ): Promise<Result<Receipt>>;
  /** Applies to the running system without saving. Merges with the preview under way. */
  preview(category: string, changes: Readonly<Record<string, unknown>>): Promise<Result<{ version: number }>>;
  /** Saves the preview as one update, from the values before it; null when it changed nothing. */
  commit(author: Author): Promise<Result<Receipt | null>>;
  /** Back to the values before the preview. */
  cancel(): Promise<Result<null>>;
  /** Clears saved values: a key, a category, everything. Null when nothing was saved there. */
  reset(
    category: string | undefined,
    key: string | undefined,
    author: Author,
  ): Promise<Result<Receipt | null>>;
  /** Takes the stored layer from disk again; null when nothing changed. */
  reload(author: Author): Promise<Result<Receipt | null>>;
}

export interface ConfigChange {
  readonly receipt: Receipt | null;
  readonly runs: Receipt['callbacks'];
  readonly preview: boolean;
}

/**
 * Starts from what is saved. Problems of the saved values are returned, not fatal: what is wrong is
 * left out of the running config, and `storage` keeps the file as it was until the next update.
 */
export function createTradingConfig(options: {
  storage: ConfigStorage;
  stored: StoredConfig | null;
  environment: LayerValues;
  now: () => number;
  elapsed: () => number;
}): { config: ConfigOwner; problems: ProblemDetail[] } {
  const { storage, environment, now, elapsed } = options;
  const callbacks = createCallbacks(now, elapsed);
  const listeners = new Set<(change: ConfigChange) => void>();
  const queue: (() => void)[] = [];

  const start = soundStored(options.stored?.values ?? {});
  let stored = start.layer;
  let version = options.stored?.version ?? 1;
  let revision = 0;
  let saved = compose({ environment, stored });
  let values = saved;
  let previewing: LayerValues | null = null;
  let lastReceipt: Receipt | null = null;
  let busy = false;

  function soundStored(raw: Readonly<Record<string, unknown>>) {
    return sound(raw, (layer) => compose({ environment, stored: layer }));
  }

  function enqueue<T>(run: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      queue.push(() => {
        try {
          resolve(run());
        } catch (bug) {
          reject(bug);
        }
      });
      if (busy) return;
      busy = true;
      try {
        for (let next = queue.shift(); next; next = queue.shift()) next();
      } finally {
        busy = false;
      }
    });
  }

  function apply(
    next: TradingConfig,
    preview: boolean,
    cause: string,
    touched = touchedCategories(values, next),
    previous = values,
  ) {
    values = next;
    revision += 1;
    return callbacks.notify({ next, previous, touched, version, preview, cause });
  }

  function announce(change: ConfigChange): void {
    for (const listener of listeners) listener(change);
  }

  /** Saves, then commits, then notifies; a save that fails leaves everything as it was. */
  function accept(
    nextStored: LayerValues,
    author: Author,
    named: readonly Category[],
    atLeast = 0,
  ): Result<Receipt> {
    const next = compose({ environment, stored: nextStored });
    const nextVersion = Math.max(version + 1, atLeast);
    const written = storage.save({ version: nextVersion, values: nextStored });
    if (!written.ok) return written;
    const before = saved;
    // Also what a preview left in force counts, and a category whose update repeats its value.
    const touched = touchedCategories(before, next)
      .union(touchedCategories(values, next))
      .union(new Set(named));
    stored = nextStored;
    saved = next;
    version = nextVersion;
    previewing = null;
    const changes = changesBetween(before, next);
    const runs = apply(next, false, causeOf(version, changes), touched, before);
    lastReceipt = {
      version,
      at: now(),
      by: author.by,
      reason: author.reason || null,
      changes,
      callbacks: runs,
      summary: summaryOf(runs),
    };
    announce({ receipt: lastReceipt, runs, preview: false });
    return success(lastReceipt);
  }

  function checked(
    category: string,
    changes: Readonly<Record<string, unknown>>,
    base: Layers,
  ): Result<LayerValues> {
    const details = valueProblems(category, changes);
    if (details.length > 0) return refusal(details);
    if (Object.keys(changes).length === 0) return failure('invalid', 'No changes were given.');
    const next = withStored(base, category as Category, changes as Record<string, ParameterValue>);
    const broken = ruleProblems(compose({ environment, stored: next }));
    return broken.length > 0 ? refusal(broken) : success(next);
  }

  function update(category: string, changes: Readonly<Record<string, unknown>>, author: Author) {
    const next = checked(category, changes, { environment, stored });
    return next.ok ? accept(next.value, author, [category as Category]) : next;
  }

  function preview(
    category: string,
    changes: Readonly<Record<string, unknown>>,
  ): Result<{ version: number }> {
    const next = checked(category, changes, { environment, stored: previewing ?? stored });
    if (!next.ok) return next;
    previewing = next.value;
    const runs = apply(compose({ environment, stored: next.value }), true, `preview on v${version}`);
    announce({ receipt: null, runs, preview: true });
    return success({ version });
  }

  function cancel(): Result<null> {
    if (!previewing) return success(null);
    previewing = null;
    const runs = apply(saved, false, `preview on v${version} cancelled`);
    announce({ receipt: null, runs, preview: false });
    return success(null);
  }

  function commit(author: Author): Result<Receipt | null> {
    if (!previewing) return success(null);
    const next = previewing;
    if (touchedCategories(saved, values).size === 0) {
      cancel();
      return success(null);
    }
    const accepted = accept(next, author, []);
    // What could not be saved must not go on running as if it had been.
    if (!accepted.ok) cancel();
    return accepted;
  }

  function reset(
    category: string | undefined,
    key: string | undefined,
    author: Author,
  ): Result<Receipt | null> {
    if (category !== undefined) {
      const details = valueProblems(category, {});
      if (details.length > 0) return refusal(details);
      if (key !== undefined && !Object.hasOwn(saved[category as Category], key)) {
        return refusal(valueProblems(category, { [key]: null }));
      }
    } else if (key !== undefined) return failure('invalid', `Say which category "${key}" belongs to.`);
    const next = withoutStored(stored, category as Category | undefined, key);
    if (count(next) === count(stored)) return success(null);
    const broken = ruleProblems(compose({ environment, stored: next }));
    const named = category === undefined ? categories : [category as Category];
    return broken.length > 0 ? refusal(broken) : accept(next, author, named);
  }

  function reload(author: Author): Result<Receipt | null> {
    const loaded = storage.load();
    if (!loaded.ok) return loaded;
    const { layer, problems } = soundStored(loaded.value?.values ?? {});
    if (problems.length > 0) return refusal(problems);
    if (sameLayer(layer, stored)) return success(null);
    return accept(layer, author, categories, loaded.value?.version ?? 0);
  }

  const config: ConfigOwner = {
    values: () => values,
    version: () => version,
    revision: () => revision,
    previewing: () => previewing !== null,
    state: () => ({
      version,
      values,
      provenance: provenance({ environment, stored: previewing ?? stored }),
      preview: previewing !== null,
      last_receipt: lastReceipt,
    }),
    subscribe: callbacks.subscribe,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    update: (category, changes, author) => enqueue(() => update(category, changes, author)),
    preview: (category, changes) => enqueue(() => preview(category, changes)),
    commit: (author) => enqueue(() => commit(author)),
    cancel: () => enqueue(cancel),
    reset: (category, key, author) => enqueue(() => reset(category, key, author)),
    reload: (author) => enqueue(() => reload(author)),
  };
  return { config, problems: start.problems };
}

function changesBetween(before: TradingConfig, after: TradingConfig): Change[] {
  return categories.flatMap((category) => {
    const old = before[category] as Readonly<Record<string, ParameterValue>>;
    return Object.entries(after[category] as Readonly<Record<string, ParameterValue>>)
      .filter(([key, value]) => old[key] !== value)
      .map(([key, value]) => ({ category, key, old: old[key], new: value }));
  });
}

function causeOf(version: number, changes: readonly Change[]): string {
  const named = changes.slice(0, 3).map(({ category, key }) => `${category}.${key}`);
  const more = changes.length > 3 ? ` and ${changes.length - 3} more` : '';
  return `config v${version}: ${named.join(', ') || 'no value changed'}${more}`;
}

function summaryOf(runs: Receipt['callbacks']): string {
  const failed = runs.filter((run) => run.error !== null);
  const count = `${runs.length - failed.length} of ${runs.length} delivered`;
  return [count, ...failed.map((run) => `${run.service} failed: ${run.error}`)].join(', ');
}

function refusal(details: readonly ProblemDetail[]) {
  const unique = [
    ...new Set(
      details.map(({ path, message }) => (message.startsWith('The ') ? message : `${path} ${message}`)),
    ),
  ];
  return failure('invalid', `Nothing was changed: ${unique.join('; ')}`, details);
}

function count(layer: LayerValues): number {
  return categories.reduce((sum, category) => sum + Object.keys(layer[category] ?? {}).length, 0);
}

function sameLayer(a: LayerValues, b: LayerValues): boolean {
  return (
    count(a) === count(b) &&
    categories.every((category) =>
      Object.entries(a[category] ?? {}).every(([key, value]) => b[category]?.[key] === value),
    )
  );
}
