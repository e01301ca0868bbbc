import type { AssetMetadata, AssetSettings, Dataset, TradingDay } from '../../../shared/market.ts';
import type { BundleSummary } from '../../../shared/models.ts';
import { failure, messageOf, type Result, success } from '../../../shared/result.ts';
import { normalSymbol } from '../../../shared/symbols.ts';
import type { AnalystClient } from '../ensemble/analyst-client.ts';
import { createRevival } from '../ensemble/analyst-revival.ts';
import type { MarketStore } from '../market/market-store.ts';
import type { BundleLibrary } from '../models/bundles/bundle-library.ts';
import { otherTradingDay } from '../models/bundles/other-trading-day.ts';
import { createQueue } from '../queue.ts';
import { Stopped } from '../storage/lease.ts';
import type { BundleChoice } from './bundle-choice.ts';
import type { Catalog } from './catalog.ts';
import type { DatasetUses } from './dataset-uses.ts';
import { createInstrument, type Instrument, type InstrumentParts } from './instrument.ts';
import { createInstrumentMap } from './instrument-map.ts';
import { openBars } from './open-bars.ts';
import type { OpenInstrument, Session } from './session.ts';

/** The datasets in use. Each is opened and closed on its own; one of them has the focus. */
export interface Instruments {
  /** In the order in which they are shown. */
  list(): readonly Instrument[];
  /** The one that the large panels show; null before the first is open. */
  focus(): Instrument | null;
  /** The open instrument of a dataset; left out, the one in focus. A failure in words where it is not open. */
  find(dataset?: string): Result<Instrument>;
  /** Opens a dataset beside the others, with the bundle that goes with it. */
  open(dataset: string): Promise<Result<null>>;
  close(dataset: string): Promise<Result<null>>;
  /** Moves the focus to an open instrument. */
  focusOn(dataset: string): Promise<Result<null>>;
  /** Brings a dataset into focus; where it was not open, in place of the one that had it. */
  activate(dataset: string): Promise<Result<null>>;
  /**
   * Lets another bundle answer. One that was trained in another trading day is refused with `conflict` and a detail
   * at `confirm_trading_day` until that is confirmed.
   */
  openBundle(
    bundle: string,
    options?: { readonly dataset?: string | undefined; readonly tradingDay?: boolean },
  ): Promise<Result<null>>;
  /** Cuts a dataset's bars into other days; where it is open, opens it anew at the same bar. */
  setTradingDay(dataset: string, day: TradingDay): Promise<Result<null>>;
  /** Keeps what the user says about the symbol of some stored data. */
  setAsset(symbol: string, changes: Partial<AssetSettings>): Promise<Result<AssetMetadata>>;
  /** Deletes stored data. Refused where it is in focus; elsewhere it is closed, and what runs on it ends. */
  removeDataset(dataset: string): Promise<Result<null>>;
  /** Deletes a bundle. Refused where it answers, also where it is just being loaded. */
  removeBundle(bundle: string): Promise<Result<null>>;
  /** Reads the lists of what is stored again, and tells the instruments. */
  refresh(): Promise<void>;
  /** The worker that holds the models has stopped by itself: they are loaded again. */
  modelsStopped(reason: string): Promise<void>;
  /** Opens what was open the last time, beside what is open already. */
  restore(last: readonly OpenInstrument[]): Promise<void>;
  /** What to keep for the next start. */
  session(): Place;
  /** Stores bars made since the last call. */
  save(): Promise<Result<null>>;
  /** Lets go of bars in memory that are stored no more. */
  forgetOldBars(): Promise<void>;
  /** Gives up what is being made, and waits until nothing is being opened. */
  settled(): Promise<void>;
}

/** What was open, and where each stood. */
export type Place = Omit<Session, 'shadows'>;

export interface InstrumentsParts
  extends Pick<
    InstrumentParts,
    'models' | 'dataService' | 'elapsed' | 'schedule' | 'onBar' | 'onPrediction' | 'onChange' | 'onProblem'
  > {
  readonly store: MarketStore;
  readonly library: BundleLibrary;
  readonly analyst: AnalystClient;
  readonly catalog: Catalog;
  readonly choice: BundleChoice;
  readonly uses: Pick<DatasetUses, 'end'>;
  readonly last: Place;
}

export function createInstruments(parts: InstrumentsParts): Instruments {
  const { store, library, catalog, choice, onChange, onProblem } = parts;
  const open = createInstrumentMap(parts.last);
  /** What opens, closes, loads and removes goes one at a time. */
  const exclusive = createQueue();
  const revival = createRevival(parts.elapsed);
  let made = 0;

  const display = ({ symbol }: Dataset) => catalog.metadata(symbol).display;

  async function refresh(): Promise<void> {
    await catalog.refresh();
    await tellDescriptions();
    onChange();
  }

  async function tellDescriptions(): Promise<void> {
    await Promise.all(
      open.list().map((instrument) => {
        const dataset = catalog.dataset(instrument.id);
        return dataset.ok ? instrument.described(dataset.value) : undefined;
      }),
    );
  }

  /** The instrument with the bundle that goes with it; a failure to load that one is told beside it. */
  async function opened(
    id: string,
    cursor: number | null,
  ): Promise<Result<{ readonly instrument: Instrument; readonly loading: Result<null> }>> {
    // The simulated market has grown since the list was read.
    await catalog.refreshDatasets();
    const stored = catalog.dataset(id);
    if (!stored.ok) return stored;
    const bars = await openBars(store, id);
    if (!bars.ok) return bars;
    made += 1;
    const instrument = createInstrument({
      ...parts,
      key: `${id} (${made})`,
      opened: bars.value,
      cursor,
      display: () => display(stored.value),
      mayReload: revival.allowed,
      onCorrection: ({ id: corrected }) => void followCorrection(corrected),
    });
    return success({ instrument, loading: await loadSuiting(instrument) });
  }

  /** Lets the bundle that goes with the data answer; one that turns out to be broken makes way for the next. */
  async function loadSuiting(instrument: Instrument): Promise<Result<null>> {
    const dataset = instrument.dataset();
    for (;;) {
      const bundle = choice.suiting(dataset);
      if (!bundle || !choice.mayAnswer(bundle, dataset)) {
        instrument.silent(
          bundle
            ? otherTradingDay(bundle, dataset, display(dataset)).problem.message
            : `No model has been trained on ${display(dataset)} yet. Train one under Data and models.`,
        );
        return success(null);
      }
      const loaded = await load(instrument, bundle);
      if (loaded.ok) return loaded;
      if (catalog.bundle(bundle.id).ok) {
        instrument.silent(loaded.problem.message);
        return loaded;
      }
    }
  }

  async function load(instrument: Instrument, bundle: BundleSummary): Promise<Result<null>> {
    const loaded = await instrument.load(bundle, library.folderOf(bundle.id));
    if (loaded.ok) choice.took(instrument.id, bundle.id);
    // The list is read without the models: it learns here that they are broken.
    else if (!(await library.check(bundle.id)).ok) await refresh();
    return loaded;
  }

  async function openBeside(id: string): Promise<Result<null>> {
    if (open.get(id)) return success(null);
    const created = await opened(id, open.cursorOf(id));
    if (!created.ok) return created;
    open.add(created.value.instrument);
    onChange();
    return created.value.loading;
  }

  async function activate(id: string): Promise<Result<null>> {
    if (open.get(id)) return focusOn(id);
    const before = open.focus();
    const saved = before ? await before.save() : success(null);
    if (!saved.ok) return saved;
    const created = await opened(id, open.cursorOf(id));
    if (!created.ok) return created;
    const { instrument, loading } = created.value;
    const replaced = before ? await replace(before, instrument) : success(add(instrument));
    if (!replaced.ok) return replaced;
    focus(instrument);
    return loading;
  }

  function add(instrument: Instrument): null {
    open.add(instrument);
    return null;
  }

  async function replace(before: Instrument, by: Instrument): Promise<Result<null>> {
    const settled = await before.settle();
    if (settled.ok) await open.replace(before.id, by);
    else await by.close();
    return settled;
  }

  function focus(instrument: Instrument): void {
    open.focusOn(instrument.id);
    parts.onPrediction(instrument);
    onChange();
  }

  function focusOn(id: string): Result<null> {
    const found = find(id);
    if (!found.ok) return found;
    focus(found.value);
    return success(null);
  }

  /** Its bars are others than before: opened anew at the same bar, as it was. */
  async function reopen(id: string): Promise<Result<null>> {
    const before = open.get(id);
    if (!before) return success(null);
    const { bar_time, playing, speed } = before.replay.state();
    // What it has made is stored first, so that it is among the bars that are read again.
    const settled = await before.settle();
    if (!settled.ok) return settled;
    const created = await opened(id, bar_time);
    if (!created.ok) {
      if (playing) before.replay.play();
      return created;
    }
    const { instrument, loading } = created.value;
    const focused = open.focus() === before;
    await open.replace(id, instrument);
    instrument.replay.setSpeed(speed);
    if (bar_time !== null) instrument.replay.jump(bar_time);
    if (playing) instrument.replay.play();
    if (focused) focus(instrument);
    else onChange();
    return loading;
  }

  async function followCorrection(id: string): Promise<void> {
    const followed = await told(() => reopen(id));
    if (!followed.ok && followed.problem.code !== 'cancelled')
      onProblem(`The changed bars of ${id} could not be opened: ${followed.problem.message}`);
  }

  /** A change that nobody waits for: what it throws is answered too. */
  function told(change: () => Promise<Result<null>>): Promise<Result<null>> {
    return exclusive(change).catch((error: unknown) =>
      error instanceof Stopped
        ? failure('cancelled', 'The desk is ending.')
        : failure('internal', messageOf(error)),
    );
  }

  async function close(id: string): Promise<Result<null>> {
    const found = find(id);
    if (!found.ok) return found;
    if (open.list().length === 1)
      return failure('conflict', 'No other market data is open. Open other data first, then close this.');
    const settled = await found.value.settle();
    if (!settled.ok) return settled;
    const focused = open.focus() === found.value;
    await open.remove(id);
    const [first] = open.list();
    if (focused) focus(first);
    else onChange();
    return success(null);
  }

  function find(id?: string): Result<Instrument> {
    const found = id === undefined ? open.focus() : open.get(id);
    if (found) return success(found);
    if (id === undefined)
      return failure('not-found', 'No market data is open. Import some, or open what is stored.');
    const stored = catalog.dataset(id);
    if (!stored.ok) return stored;
    return failure('conflict', `${display(stored.value)} is not open. Open it first.`);
  }

  async function openBundle(
    id: string,
    { dataset, tradingDay = false }: NonNullable<Parameters<Instruments['openBundle']>[1]> = {},
  ): Promise<Result<null>> {
    const found = find(dataset);
    if (!found.ok) return dataset === undefined ? failure('conflict', 'Open market data first.') : found;
    const instrument = found.value;
    const bundle = catalog.bundle(id);
    if (!bundle.ok) return bundle;
    if (!choice.mayAnswer(bundle.value, instrument.dataset())) {
      if (!tradingDay)
        return otherTradingDay(bundle.value, instrument.dataset(), display(instrument.dataset()));
      choice.agree(bundle.value, instrument.dataset());
    }
    return load(instrument, bundle.value);
  }

  async function setTradingDay(id: string, day: TradingDay): Promise<Result<null>> {
    const stored = catalog.dataset(id);
    if (!stored.ok) return stored;
    if (stored.value.trading_day === day) return success(null);
    const written = await store.setTradingDay(id, day);
    if (!written.ok) return written;
    await refresh();
    return reopen(id);
  }

  async function removeDataset(id: string): Promise<Result<null>> {
    const stored = catalog.dataset(id);
    if (!stored.ok) return stored;
    const instrument = open.get(id);
    if (instrument && instrument === open.focus())
      return failure('conflict', 'This data is open. Open other data first, then remove it.');
    parts.uses.end(id, `${display(stored.value)} was removed while this ran on it.`);
    if (instrument) await open.remove(id);
    const removed = await store.removeDataset(id);
    if (removed.ok) parts.dataService.forget(id, `${id} was removed`);
    await refresh();
    return removed;
  }

  async function removeBundle(id: string): Promise<Result<null>> {
    if (open.list().some((instrument) => instrument.bundle()?.summary.id === id))
      return failure('conflict', 'This bundle answers now. Load another one first, then remove it.');
    const removed = await library.remove(id);
    await refresh();
    return removed;
  }

  async function modelsStopped(reason: string): Promise<void> {
    revival.died(reason);
    const allowed = revival.allowed();
    if (!allowed.ok) return onProblem(allowed.problem.message);
    const revived = await Promise.all(open.list().map((instrument) => instrument.revive()));
    const failed = revived.find((each) => !each.ok);
    onProblem(
      failed && !failed.ok
        ? `The models have stopped and could not be started again: load them again under Data and models. (${failed.problem.message})`
        : `The models had stopped and were started again; nothing is lost. (${reason})`,
    );
  }

  async function save(): Promise<Result<null>> {
    const saved = await Promise.all(open.list().map((instrument) => instrument.save()));
    return saved.find((each) => !each.ok) ?? success(null);
  }

  return {
    list: open.list,
    focus: open.focus,
    find,
    open: (id) => exclusive(() => openBeside(id)),
    close: (id) => exclusive(() => close(id)),
    focusOn: (id) => exclusive(async () => focusOn(id)),
    activate: (id) => exclusive(() => activate(id)),
    openBundle: (id, options) => exclusive(() => openBundle(id, options)),
    setTradingDay: (id, day) => exclusive(() => setTradingDay(id, day)),
    async setAsset(symbol, changes) {
      const kept = await catalog.setAsset(symbol, changes);
      if (!kept.ok) return kept;
      for (const instrument of open.list())
        if (normalSymbol(instrument.dataset().symbol) === normalSymbol(symbol)) instrument.assetChanged();
      onChange();
      return kept;
    },
    removeDataset: (id) => exclusive(() => removeDataset(id)),
    removeBundle: (id) => exclusive(() => removeBundle(id)),
    refresh,
    modelsStopped,
    async restore(last) {
      for (const { dataset, speed, playing } of last) {
        const restored = await told(() => openBeside(dataset));
        if (!restored.ok && restored.problem.code === 'cancelled') return;
        if (!restored.ok && restored.problem.code === 'not-found') open.forgets(dataset);
        const instrument = open.get(dataset);
        if (!restored.ok && !instrument)
          onProblem(`${dataset} could not be opened: ${restored.problem.message}`);
        instrument?.replay.setSpeed(speed);
        if (playing) instrument?.replay.play();
      }
    },
    session: () => ({ ...open.session(), ...choice.kept() }),
    save,
    async forgetOldBars() {
      for (const instrument of open.list()) await instrument.forgetOldBars();
    },
    async settled() {
      for (const instrument of open.list()) instrument.stop('The desk is ending.');
      await exclusive(async () => undefined);
    },
  };
}
