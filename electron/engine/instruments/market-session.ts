import type {
  AssetMetadata,
  AssetSettings,
  Bars,
  Dataset,
  MarketState,
  TradingDay,
} from '../../../shared/market.ts';
import { periodRulesOf, type Timeframe, timeframes } from '../../../shared/market.ts';
import type { BundleSummary, ModelState } from '../../../shared/models.ts';
import { failure, type Result, success } from '../../../shared/result.ts';
import type { AskedChanges, ConfigOwner } from '../config/config-owner.ts';
import type { ClosedBar } from '../ensemble/analyst.ts';
import type { AnalystClient, LoadedModels } from '../ensemble/analyst-client.ts';
import { createRevival } from '../ensemble/analyst-revival.ts';
import { type AnswerLog, createAnswerLog } from '../ensemble/answers.ts';
import type { ModelService } from '../ensemble/model-service.ts';
import type { AssetService } from '../market/assets/asset-service.ts';
import { barsForFacts, priceFacts } from '../market/assets/price-facts.ts';
import { normalSymbol } from '../market/assets/symbol-class.ts';
import type { DataService } from '../market/data-service.ts';
import type { MarketStore } from '../market/market-store.ts';
import { createPeriods } from '../market/periods.ts';
import type { Replay, ReplayTrack } from '../market/replay.ts';
import { type LiveSimulation, resumeSimulation } from '../market/simulator/simulated-market.ts';
import { bundleDifferences } from '../models/bundles/bundle-differences.ts';
import type { BundleLibrary } from '../models/bundles/bundle-library.ts';
import { otherTradingDay } from '../models/bundles/other-trading-day.ts';
import { partOf, type SplitTimes } from '../models/training/splits.ts';
import type { Session } from './session.ts';

/** What lies on the desk: one dataset, the bundle that answers on it, and the replay's place in it. */
export interface MarketSession {
  /** Loads a dataset's bars and the bundle that goes with it. */
  openDataset(id: string): Promise<Result<null>>;
  /**
   * Lets another bundle answer on the open dataset. One that was trained in another trading day is refused with
   * `conflict` and a detail at `confirm_trading_day` until that is confirmed.
   */
  openBundle(id: string, confirmed?: { readonly tradingDay: boolean }): Promise<Result<null>>;
  /** Cuts a dataset's bars into other days; where it is open, opens it anew at the same bar. */
  setTradingDay(dataset: string, day: TradingDay): Promise<Result<null>>;
  /** What is known of the symbol of some stored data. */
  asset(symbol: string): Result<AssetMetadata>;
  /** Keeps what the user says about such a symbol; what is left out stays, null goes back to the guess. */
  setAsset(symbol: string, changes: Partial<AssetSettings>): Promise<Result<AssetMetadata>>;
  /** Whether a bundle was trained in a dataset's own trading day, or let answer on it all the same by the user. */
  mayAnswer(bundle: BundleSummary, dataset: Dataset): boolean;
  /** Deletes stored data. Refused where it is open, also where it is just being opened. */
  removeDataset(id: string): Promise<Result<null>>;
  /** Deletes a bundle. Refused where it answers, also where it is just being loaded. */
  removeBundle(id: string): Promise<Result<null>>;
  /** The worker that holds the models has stopped by itself: they are loaded again. */
  modelsStopped(reason: string): Promise<void>;
  /** The start has failed: until something is opened after all, the reason stays where the prediction would be. */
  couldNotStart(reason: string): void;
  /** Reads the lists of datasets and bundles again, after an import, a training or a removal. */
  refresh(): Promise<void>;
  /** How often the lists have been read: what was stored before may have been replaced since. */
  refreshed(): number;
  market(): MarketState;
  models(): ModelState;
  dataset(): Dataset | null;
  /** What answers on the open data; null while nothing does. */
  answering(): Answering | null;
  /** The values the open bundle was trained under, where they differ from the config; null when none does. */
  bundleChanges(): AskedChanges | null;
  /** Open time of the first bar of the test part, ms UTC; null where the bundle was not trained here. */
  testFrom(): number | null;
  /** End index (excluded) of the bars that have closed by the replay's place. */
  closedEnd(timeframe: Timeframe): number;
  /** What to keep of it for the next start. */
  session(): Place;
  /** Stores simulated bars made since the last call. */
  save(): Promise<Result<null>>;
  /** Lets go of bars in memory that are stored no more, once the replay has left them behind. */
  forgetOldBars(): Promise<void>;
  /** Gives up what is being simulated, and waits until nothing is being opened. */
  settled(): Promise<void>;
}

/** What lay there last, and where the replay stood. */
export type Place = Omit<Session, 'shadows'>;

/** A bundle at work on a dataset. Another object is another bundle, or the same one loaded anew. */
export interface Answering {
  readonly dataset: Dataset;
  readonly bundle: BundleSummary;
  /** Null where the bundle was not trained on this data. */
  readonly splitTimes: SplitTimes | null;
  /** One per closed 1H bar; grows with them. */
  readonly answers: AnswerLog;
}

export interface MarketSessionParts {
  readonly config: ConfigOwner;
  readonly store: MarketStore;
  readonly library: BundleLibrary;
  readonly analyst: AnalystClient;
  readonly data: DataService;
  readonly assets: AssetService;
  readonly models: ModelService;
  readonly replay: Replay;
  /** Monotonic clock, ms. */
  readonly elapsed: () => number;
  readonly onChange: () => void;
  readonly onProblem: (message: string) => void;
  readonly last: Place;
}

export function createMarketSession(parts: MarketSessionParts): MarketSession {
  const { config, store, library, analyst, data, assets, models, replay, onChange, onProblem } = parts;
  let kept: Place = parts.last;
  let datasets: readonly Dataset[] = [];
  let bundles: readonly BundleSummary[] = [];
  let refreshed = 0;
  /** The bars of each dataset whose prices have been looked at. */
  const learned = new Map<string, string>();
  let active: Dataset | null = null;
  let loaded: LoadedModels['bundle'] | null = null;
  let simulation: LiveSimulation | null = null;
  let answering: Answering | null = null;
  let silentBecause: string | null = 'Getting ready.';
  /** What changes bars or answers goes one at a time: both must describe the same bars. */
  let changes: Promise<unknown> = Promise.resolve();

  function exclusive<T>(change: () => Promise<T>): Promise<T> {
    const done = changes.then(change);
    changes = done.catch(() => undefined);
    return done;
  }

  async function refresh(): Promise<void> {
    refreshed += 1;
    datasets = await store.datasets();
    const listed = await library.list();
    bundles = listed.bundles;
    for (const { id, reason } of listed.broken) onProblem(`Bundle ${id} cannot be used: ${reason}`);
    active = datasets.find(({ id }) => id === active?.id) ?? active;
    for (const dataset of datasets) await learnPrices(dataset);
    onChange();
  }

  /** What the prices of a dataset tell about its symbol's unit. */
  async function learnPrices(dataset: Dataset): Promise<void> {
    const content = `${dataset.bars} ${dataset.from} ${dataset.to}`;
    if (learned.get(dataset.id) === content) return;
    const newest = await store.lastBars(dataset.id, barsForFacts);
    if (!newest.ok) return;
    learned.set(dataset.id, content);
    assets.learn(dataset.symbol, priceFacts(newest.value, dataset.interval_ms));
  }

  function remember(): void {
    if (!active) return;
    const { bar_time, speed, playing } = replay.state();
    kept = {
      ...kept,
      dataset: active.id,
      bundles: loaded ? { ...kept.bundles, [active.id]: loaded.summary.id } : kept.bundles,
      // Without models the replay has nothing to say and its place nothing to go back to.
      cursors: loaded && bar_time !== null ? { ...kept.cursors, [active.id]: bar_time } : kept.cursors,
      speed,
      playing,
    };
  }

  async function openDataset(id: string): Promise<Result<null>> {
    remember();
    const saved = await save();
    if (!saved.ok) return saved;
    // The simulated market has grown since the list was read.
    datasets = await store.datasets();
    const found = datasets.find((dataset) => dataset.id === id);
    if (!found) return failure('not-found', `There is no market data named ${id}.`);
    const bars = await store.loadBars(id);
    if (!bars.ok) return bars;
    const live = found.source === 'simulated' ? await resumeSimulation(store, found) : success(null);
    if (!live.ok) return live;
    active = found;
    simulation = live.value;
    loaded = null;
    answering = null;
    models.use(null, `${id} was opened`);
    data.load(id, bars.value);
    replay.use(null, -1);
    const opening = await openSuiting(found);
    if (opening?.ok) return opening;
    const bundle = bundleFor(found);
    silentBecause =
      opening?.problem.message ??
      (bundle && otherTradingDay(bundle, found, display(found)).problem.message) ??
      `No model has been trained on ${display(found)} yet. Train one under Data and models.`;
    standAt(data.log('1H').length() - 1, null);
    onChange();
    return opening ?? success(null);
  }

  /** Lets the bundle that goes with the data answer; one that turns out to be broken makes way for the next. */
  async function openSuiting(dataset: Dataset): Promise<Result<null> | null> {
    for (;;) {
      const bundle = bundleFor(dataset);
      if (!bundle || !mayAnswer(bundle, dataset)) return null;
      const opened = await openBundle(bundle.id);
      if (opened.ok || bundles.some(({ id }) => id === bundle.id)) return opened;
    }
  }

  /** The bundle used last on this data, or the newest that was trained on it; rather one of the data's own day. */
  function bundleFor(dataset: Dataset): BundleSummary | null {
    const last = bundles.find(({ id }) => id === kept.bundles[dataset.id]);
    const own = bundles.filter((bundle) => bundle.dataset === dataset.id);
    own.sort((a, b) => (b.trained_at ?? 0) - (a.trained_at ?? 0));
    const wanted = last ? [last, ...own] : own;
    return wanted.find((bundle) => mayAnswer(bundle, dataset)) ?? wanted[0] ?? null;
  }

  /** Trained in the data's own trading day, or let answer in another by the user. */
  function mayAnswer(bundle: BundleSummary, { id, trading_day }: Dataset): boolean {
    const agreed = kept.agreed[id];
    return (
      bundle.trading_day === trading_day ||
      (agreed?.bundle === bundle.id && agreed.trading_day === trading_day)
    );
  }

  async function openBundle(
    id: string,
    confirmed: { readonly tradingDay: boolean } = { tradingDay: false },
  ): Promise<Result<null>> {
    const dataset = active;
    if (!dataset) return failure('conflict', 'Open market data first.');
    const wanted = bundles.find((bundle) => bundle.id === id);
    if (!wanted) return failure('not-found', `There is no bundle ${id}.`);
    if (!mayAnswer(wanted, dataset)) {
      if (!confirmed.tradingDay) return otherTradingDay(wanted, dataset, display(dataset));
      const { trading_day } = dataset;
      kept = { ...kept, agreed: { ...kept.agreed, [dataset.id]: { bundle: id, trading_day } } };
    }
    const playing = replay.state().playing;
    // The analyst starts anew from these bars; further ones must not reach it in between.
    replay.pause();
    const answered = await analyst.load(barsFrom(), library.folderOf(id), periodRulesOf(dataset));
    if (!answered.ok) {
      if (playing) replay.play();
      // The list is read without the models: it learns here that they are broken.
      if (!(await library.check(id)).ok) await refresh();
      return answered;
    }
    const firstTime = loaded === null;
    loaded = answered.value.bundle;
    const answers = createAnswerLog(answered.value.answers);
    const { summary, split_times } = loaded;
    const trainedHere = summary.dataset === dataset.id ? split_times : null;
    answering = { dataset, bundle: summary, splitTimes: trainedHere, answers };
    models.use(
      {
        dataset: dataset.id,
        symbol: dataset.symbol,
        bundle: summary.hash,
        answers,
        timeAt: data.log('1H').timeAt,
        partOf: (time) => (trainedHere ? partOf(trainedHere, time) : null),
      },
      `bundle ${id} was loaded`,
    );
    silentBecause = whySilent(dataset, answers);
    const place = firstTime ? startIndex(dataset, answers) : replay.state().index;
    standAt(place, simulation ? extendWith(simulation, answers) : null);
    remember();
    if (playing) replay.play();
    onChange();
    return success(null);
  }

  async function removeDataset(id: string): Promise<Result<null>> {
    if (active?.id === id)
      return failure('conflict', 'This data is open. Open other data first, then remove it.');
    const removed = await store.removeDataset(id);
    if (removed.ok) data.forget(id, `${id} was removed`);
    await refresh();
    return removed;
  }

  async function removeBundle(id: string): Promise<Result<null>> {
    if (loaded?.summary.id === id)
      return failure('conflict', 'This bundle answers now. Load another one first, then remove it.');
    const removed = await library.remove(id);
    await refresh();
    return removed;
  }

  function whySilent(dataset: Dataset, answers: AnswerLog): string | null {
    for (let i = answers.length() - 1; i >= answers.first(); i -= 1) if (answers.at(i)) return null;
    const days = data.log('D').length();
    return `${display(dataset)} has ${days} closed daily bars, too few for the Daily model to speak. Import a longer history.`;
  }

  /** Where the user left off; else the start of the test part; else the first bar with an answer. */
  function startIndex(dataset: Dataset, answers: AnswerLog): number {
    const hours = data.log('1H');
    const cursor = kept.cursors[dataset.id];
    if (cursor !== undefined) return Math.max(hours.first(), hours.indexAt(cursor));
    const test = testFrom();
    if (test !== null) return hours.indexAt(test);
    for (let i = answers.first(); i < answers.length(); i += 1) if (answers.at(i)) return i;
    return hours.length() - 1;
  }

  function standAt(index: number, extend: ReplayTrack['extend']): void {
    const hours = data.log('1H');
    replay.use(
      { first: hours.first, length: hours.length, timeAt: hours.timeAt, indexAt: hours.indexAt, extend },
      index,
    );
  }

  /** What is held, or what of it opens at `time` (ms UTC) or later. */
  function barsFrom(time = Number.NEGATIVE_INFINITY): Record<Timeframe, Bars> {
    const all = (timeframe: Timeframe) => {
      const log = data.log(timeframe);
      return log.slice(log.indexAt(time - 1) + 1, log.length());
    };
    return { '1H': all('1H'), '4H': all('4H'), D: all('D') };
  }

  const revival = createRevival({
    elapsed: parts.elapsed,
    onProblem,
    async reload() {
      if (!answering) return success(null);
      const { bundle, dataset } = answering;
      return analyst.load(barsFrom(), library.folderOf(bundle.id), periodRulesOf(dataset));
    },
  });

  function extendWith(live: LiveSimulation, answers: AnswerLog): (hours: number) => Promise<void> {
    /** Made, and not yet answered: the analyst stopped before it could. */
    let owed: readonly ClosedBar[] = [];
    return (hours) =>
      exclusive(async () => {
        // Other data or another bundle may have been opened while this waited its turn.
        if (simulation !== live || answering?.answers !== answers) return;
        const made = await live.next(hours);
        if (!made.ok) return;
        const closed = [...owed, ...made.value];
        owed = closed;
        let more = await analyst.append(closed);
        if (!more.ok && !analyst.holdsModels()) {
          const again = await revival.bringBack(more.problem.message);
          more = again.ok ? await analyst.append(closed) : again;
        }
        if (!more.ok) {
          replay.pause();
          onProblem(`The simulated market cannot go on: ${more.problem.message}`);
          return;
        }
        owed = [];
        data.append(closed);
        answers.append(more.value);
        onChange();
      });
  }

  function testFrom(): number | null {
    if (!active || loaded?.summary.dataset !== active.id) return null;
    return loaded.split_times?.test_from ?? null;
  }

  function closedEnd(timeframe: Timeframe): number {
    const now = replay.state().bar_time;
    if (now === null || !active) return 0;
    const log = data.log(timeframe);
    const periods = createPeriods(active);
    const moment = periods.endOf('1H', now);
    let end = log.indexAt(now) + 1;
    while (end > log.first() && periods.endOf(timeframe, log.timeAt(end - 1)) > moment) end -= 1;
    return end;
  }

  async function setTradingDay(id: string, day: TradingDay): Promise<Result<null>> {
    const dataset = datasets.find((each) => each.id === id);
    if (!dataset) return failure('not-found', `There is no market data named ${id}.`);
    if (dataset.trading_day === day) return success(null);
    const place = replay.state().bar_time;
    const written = await store.setTradingDay(id, day);
    if (!written.ok) return written;
    await refresh();
    if (active?.id !== id) return success(null);
    const opened = await openDataset(id);
    if (place !== null) replay.jump(place);
    return opened;
  }

  /** A typing error must not be kept as a symbol. */
  function asset(symbol: string): Result<AssetMetadata> {
    const found = datasets.find((dataset) => normalSymbol(dataset.symbol) === normalSymbol(symbol));
    return found
      ? success(assets.metadata(found.symbol))
      : failure('not-found', `There is no market data of ${symbol}.`);
  }

  async function setAsset(symbol: string, changes: Partial<AssetSettings>): Promise<Result<AssetMetadata>> {
    const known = asset(symbol);
    if (!known.ok) return known;
    const settings = { ...known.value.settings, ...changes };
    const saved = await store.saveAssetSettings(normalSymbol(symbol), settings);
    if (!saved.ok) return saved;
    assets.set(symbol, settings);
    // Who counts in pips takes the new ones when the answers are others.
    if (answering) answering = { ...answering };
    onChange();
    return success(assets.metadata(symbol));
  }

  async function save(): Promise<Result<null>> {
    return simulation ? simulation.save() : success(null);
  }

  /**
   * What is kept of the simulated market on disk bounds what is kept in memory. The models answer anew on the bars
   * that stay, as they would after a start.
   */
  async function forgetOldBars(): Promise<void> {
    const hours = data.log('1H');
    if (!simulation || !answering || simulation.keptFrom() <= hours.timeAt(hours.first())) return;
    const from = simulation.keptFrom();
    // What the user looks at stays for now.
    const place = replay.state().bar_time;
    if (place === null || place < from) return;
    const { bundle, dataset, answers } = answering;
    const first = hours.indexAt(from - 1) + 1;
    const kept = barsFrom(from);
    const again = await analyst.load(kept, library.folderOf(bundle.id), periodRulesOf(dataset));
    // The next bar brings the models back, and the next save comes here again.
    if (!again.ok) return;
    data.forgetBefore(from);
    answers.restart(first, again.value.answers);
    models.clear(`bars before ${new Date(from).toISOString().slice(0, 10)} were let go`);
    onChange();
  }

  function display(dataset: Dataset): string {
    return assets.metadata(dataset.symbol).display;
  }

  function priceNow(): number | null {
    const { index } = replay.state();
    return index < 0 ? null : data.log('1H').closeAt(index);
  }

  return {
    openDataset: (id) => exclusive(() => openDataset(id)),
    openBundle: (id, confirmed) => exclusive(() => openBundle(id, confirmed)),
    setTradingDay: (id, day) => exclusive(() => setTradingDay(id, day)),
    mayAnswer,
    asset,
    setAsset,
    modelsStopped: (reason) =>
      exclusive(async () => {
        if (answering && !analyst.holdsModels()) await revival.bringBack(reason);
      }),
    removeDataset: (id) => exclusive(() => removeDataset(id)),
    removeBundle: (id) => exclusive(() => removeBundle(id)),
    couldNotStart(reason) {
      silentBecause = `The desk could not get ready: ${reason}`;
      onChange();
    },
    refresh,
    refreshed: () => refreshed,
    testFrom,
    closedEnd,
    save,
    forgetOldBars: () => exclusive(forgetOldBars),
    async settled() {
      simulation?.stop();
      await changes;
    },
    dataset: () => active,
    answering: () => answering,
    bundleChanges() {
      const differences = loaded ? bundleDifferences(loaded, config.values()) : [];
      if (differences.length === 0) return null;
      return {
        model: Object.fromEntries(differences.map(({ path, bundle }) => [path.split('.')[1], bundle])),
      };
    },
    session() {
      remember();
      return kept;
    },
    market: () => ({
      datasets,
      active: active?.id ?? null,
      asset: active ? assets.metadata(active.symbol) : null,
      assets: [...new Set(datasets.map(({ symbol }) => symbol))].map(assets.metadata),
      latest_price: active ? data.latestPrice(priceNow) : null,
      closed_bars: Object.fromEntries(
        timeframes.map((timeframe) => [
          timeframe,
          data.log(timeframe).length() - data.log(timeframe).first(),
        ]),
      ) as MarketState['closed_bars'],
    }),
    models: () => ({
      bundles,
      active: loaded?.summary.id ?? null,
      differences: loaded ? bundleDifferences(loaded, config.values()) : [],
      silent_because: silentBecause,
    }),
  };
}
