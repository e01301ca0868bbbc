import type { ConfigState, Receipt } from '../../../shared/config.ts';
import { type ProblemDetail, type Result, success } from '../../../shared/result.ts';
import type { Scope } from '../../../shared/symbols.ts';
import { type Callbacks, createCallbacks } from './callbacks.ts';
import type { Decide, Draft, Refusal, Standing } from './change-plan.ts';
import { type Composer, createComposer } from './composer.ts';
import type { ConfigChange, ConfigRecorder } from './config-owner.ts';
import { provenance, shownTrial } from './config-state.ts';
import type { ConfigStore, StoredConfig, StoredTrial } from './config-store.ts';
import { draftOf, refusedEntry } from './drafting.ts';
import { createInForce, type InForce } from './in-force.ts';
import type { LayerValues } from './layers.ts';
import { auditReceipt, causeOf, changesOfHeld, summaryOf, touchedSymbols } from './receipts.ts';
import { layerOf, type SavedLayers, sameSaved, valuesFor } from './saved-layers.ts';
import { createSettling, type Edits } from './settling.ts';
import { lastTouch, soundTouched } from './touched.ts';
import { createTrialClock } from './trial-clock.ts';
import { createUndoStack, type UndoStack } from './undo-stack.ts';

/** Values that are shown without being saved, and for whom. */
export interface Preview {
  readonly saved: SavedLayers;
  readonly scopes: ReadonlySet<Scope>;
}

/** What is stored, what is in force, and the one way from one version to the next. */
export interface ConfigCore extends Pick<InForce, 'values' | 'revision' | 'revisionOf'> {
  readonly composer: Composer;
  /** What the next change starts from, without the preview. */
  standing(): Standing;
  /** The preview under way; null without one. */
  previewing(): Preview | null;
  versionOf(symbol: string): number;
  state(scope: Scope): ConfigState;
  readonly undoStack: Pick<UndoStack<SavedLayers>, 'back' | 'forward'>;
  readonly subscribe: Callbacks['subscribe'];
  onChange(listener: (change: ConfigChange) => void): () => void;
  /** Decides, saves, commits, notifies; a save that fails leaves everything as it was. */
  settle(decide: Decide): Promise<Result<Receipt | null>>;
  /** The same for several at once; what comes back must be called for each in its order. See `settling.ts`. */
  settleAll(decides: readonly Decide[]): Promise<readonly (() => Result<Receipt | null>)[]>;
  /** Takes edits of somebody else, on behalf of `author`. */
  take(edits: Edits): Promise<readonly Result<Receipt | null>[]>;
  /** What is left of the trial, ms; null where there is none. */
  trialLeft(): number | null;
  /** Puts layers in force without saving; null ends the preview. */
  show(preview: Preview | null): void;
  /** Writes what is stored once more. */
  saveAgain(): Promise<void>;
}

/** Starts from what is saved; what is wrong with it is left out and returned. */
export function createConfigCore(options: {
  store: ConfigStore;
  from: StoredConfig | null;
  environment: LayerValues;
  now: () => number;
  elapsed: () => number;
  recorder: ConfigRecorder;
  tell: (message: string) => void;
}): { core: ConfigCore; problems: ProblemDetail[] } {
  const { store, from, environment, now, elapsed, recorder } = options;
  const composer = createComposer(environment);
  const callbacks = createCallbacks(now, elapsed);
  const listeners = new Set<(change: ConfigChange) => void>();
  const undoStack = createUndoStack<SavedLayers>();

  const version = from?.version ?? 1;
  const start = composer.sound({ stored: from?.values ?? {}, symbols: from?.symbols ?? {} });
  let standing: Standing = {
    ...composer.held(start.saved),
    version,
    touched: soundTouched(from?.touched, version),
    trial: soundTrial(from?.trial ?? null),
  };
  const trialClock = createTrialClock(now, elapsed);
  trialClock.follow(standing.trial);
  const inForce = createInForce(standing);
  let latest = from?.journal?.at(-1) ?? null;
  let previewing: Preview | null = null;
  let lastReceipt: Receipt | null = null;

  /** What the file says was there before is checked as well: it comes back without anyone looking. */
  function soundTrial(trial: StoredTrial | null): StoredTrial | null {
    return trial && { ...trial, before: composer.sound(trial.before).saved };
  }

  function announce(change: ConfigChange): void {
    for (const listener of listeners) listener(change);
  }

  function commit({ plan, before, next, entry }: Draft): Result<Receipt> {
    const { author, action } = plan;
    const previous = { stored: standing.stored, symbols: standing.symbols };
    // Also what a preview left in force counts, and a category whose update repeats its value.
    const moved = [...entry.changes, ...changesOfHeld(inForce.held(), next)];
    const touched = new Set([...moved.map(({ category }) => category), ...plan.named]);
    const scopes = new Set<Scope>([...(entry.symbols ?? [null]), ...(previewing?.scopes ?? [])]);
    if (action === 'undo') undoStack.moved('back', previous);
    else if (action === 'redo') undoStack.moved('forward', previous);
    else if (!sameSaved(previous, next)) undoStack.push(previous);
    standing = next;
    trialClock.follow(next.trial);
    latest = entry;
    previewing = null;
    const { at, version: made, changes, symbols, reason } = entry;
    inForce.put(next, touchedSymbols(scopes));
    const runs = callbacks.notify({
      next: next.values,
      previous: before.values,
      touched,
      symbols: touchedSymbols(scopes),
      version: made,
      preview: false,
      cause: causeOf(made, changes),
    });
    recorder.record({ ...entry, receipt: auditReceipt(runs) });
    lastReceipt = {
      version: made,
      at,
      by: author.by,
      reason,
      changes,
      symbols,
      callbacks: runs,
      summary: summaryOf(runs),
    };
    announce({ receipt: lastReceipt, runs, preview: false });
    return success(lastReceipt);
  }

  function refused(refusal: Refusal): Result<never> {
    const { problem, author } = refusal;
    if (!author.repeated) recorder.record(refusedEntry(refusal, standing.version, now()));
    return { ok: false, problem };
  }

  function show(preview: Preview | null): void {
    const previous = inForce.held();
    const next = preview ? composer.held(preview.saved) : standing;
    const on = `preview on v${standing.version}`;
    const symbols = touchedSymbols([...(preview?.scopes ?? []), ...(previewing?.scopes ?? [])]);
    previewing = preview;
    inForce.put(next, symbols);
    const runs = callbacks.notify({
      next: next.values,
      previous: previous.values,
      touched: new Set(changesOfHeld(previous, next).map(({ category }) => category)),
      symbols,
      version: standing.version,
      preview: preview !== null,
      cause: preview ? on : `${on} cancelled`,
    });
    announce({ receipt: null, runs, preview: preview !== null });
  }

  function stamped(trial: StoredTrial | null): StoredTrial | null {
    return trial && trialClock.stamped(trial);
  }

  const settling = createSettling({
    store,
    recorder,
    standing: () => standing,
    draft: (plan, on) => draftOf(plan, on, composer, now()),
    commit,
    refused,
    sound: composer.sound,
    stamped,
    latest: () => latest,
    tell: options.tell,
  });

  const core: ConfigCore = {
    ...inForce,
    composer,
    standing: () => standing,
    previewing: () => previewing,
    versionOf: (symbol) => lastTouch(standing.touched, symbol),
    undoStack,
    subscribe: callbacks.subscribe,
    settle: async (decide) => (await core.settleAll([decide]))[0](),
    settleAll: async (decides) => (await settling.settle(decides)).runs,
    take: async (edits) => (await settling.settle([], edits)).edits,
    saveAgain: settling.saveAgain,
    trialLeft: () => standing.trial && trialClock.left(standing.trial),
    show,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    state(scope) {
      const held = inForce.held();
      return {
        version: standing.version,
        values: valuesFor(held, scope),
        provenance: provenance({
          environment,
          stored: held.stored,
          ...(scope !== null && { symbol: layerOf(held, scope) }),
        }),
        symbols: held.symbols,
        preview: previewing !== null,
        last_receipt: lastReceipt,
        can_undo: undoStack.back !== undefined,
        can_redo: undoStack.forward !== undefined,
        trial: shownTrial(stamped(standing.trial)),
        metrics: callbacks.metrics(),
      };
    },
  };
  return { core, problems: start.problems };
}
