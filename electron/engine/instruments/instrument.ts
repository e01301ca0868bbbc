import type { Bars, Dataset } from '../../../shared/market.ts';
import { periodRulesOf, type Timeframe } from '../../../shared/market.ts';
import type { BundleSummary } from '../../../shared/models.ts';
import type { Prediction } from '../../../shared/prediction.ts';
import { type Result, success } from '../../../shared/result.ts';
import { openTreeAnswers, type TreeAnswers, type TreeAnswersParts } from '../answers/tree-answers.ts';
import type { AnswerLog } from '../ensemble/answers.ts';
import type { ModelService, Predictions } from '../ensemble/model-service.ts';
import { createBarCloser } from '../market/bar-closer.ts';
import { createClosedEnds } from '../market/closed-ends.ts';
import type { DataService, MarketData } from '../market/data-service.ts';
import { createReplay, type Replay, type Schedule } from '../market/replay.ts';
import type { LoadedBundle } from '../models/bundles/bundle-schema.ts';
import { partOf, type SplitTimes } from '../models/training/splits.ts';
import { createQueue } from '../queue.ts';
import { createBarIntake } from './bar-intake.ts';
import type { OpenedBars } from './open-bars.ts';

/** One dataset in use: its bars, the bundle that answers on them, its clock, and what the ensemble says of it. */
export interface Instrument {
  readonly id: string;
  /** As it is described now: it may have grown since it was opened. */
  dataset(): Dataset;
  readonly data: MarketData;
  readonly replay: Replay;
  /** What answers on the bars; null while nothing does. */
  answering(): Answering | null;
  /** The bundle that answers, with the values it was trained under. */
  bundle(): LoadedBundle | null;
  /** Why there is no prediction, in words; null where there is one. */
  silentBecause(): string | null;
  /** Says why no bundle answers. */
  silent(because: string): void;
  /** What the ensemble says of its bars. */
  predictions(): Predictions;
  /** The prediction at the replay's place. */
  latest(): Prediction | null;
  /** Predicts again at the replay's place: the configuration has changed. */
  predictAgain(): void;
  /** Open time of the first bar of the test part, ms UTC; null where the bundle was not trained here. */
  testFrom(): number | null;
  /** End index (excluded) of the bars that have closed by the replay's place. */
  closedEnd(timeframe: Timeframe): number;
  /** Lets a bundle answer. Where it cannot be loaded, everything stays as it was, the replay included. */
  load(bundle: BundleSummary, folder: string): Promise<Result<null>>;
  /** The models' worker has stopped: loads them again where it held those of this instrument. */
  revive(): Promise<Result<unknown>>;
  /** The dataset is described anew: more of it may have been stored. Resolves when that has been taken. */
  described(dataset: Dataset): Promise<void>;
  /** Its symbol is counted in other units. */
  assetChanged(): void;
  /** Stores bars that were made since the last call. */
  save(): Promise<Result<null>>;
  /** Lets go of bars in memory that are stored no more, once the replay has left them behind. */
  forgetOldBars(): Promise<void>;
  /** Pauses, waits for what is under way and stores it, so that it can be closed. */
  settle(): Promise<Result<null>>;
  /** Nothing more is made or taken from now on. */
  stop(because: string): void;
  /** Waits for what is under way, then lets go of everything. */
  close(): Promise<void>;
}

/** A bundle at work on a dataset. Another object is another bundle, or the same one loaded anew. */
export interface Answering {
  readonly dataset: Dataset;
  readonly bundle: BundleSummary;
  /** Null where the bundle was not trained on this data. */
  readonly splitTimes: SplitTimes | null;
  /** One per closed 1H bar; grows with them. */
  readonly answers: AnswerLog;
}

export interface InstrumentParts extends Pick<TreeAnswersParts, 'analyst' | 'mayReload'> {
  readonly opened: OpenedBars;
  /** Names it to the models' worker, apart from an earlier one of the same dataset. */
  readonly key: string;
  readonly models: Pick<ModelService, 'on' | 'forget'>;
  readonly dataService: Pick<DataService, 'open' | 'forget'>;
  readonly elapsed: () => number;
  readonly schedule: Schedule;
  /** Its symbol as people read it. */
  readonly display: () => string;
  /** Where the replay stood the last time, ms UTC. */
  readonly cursor: number | null;
  /** The replay has arrived at a bar, and this is what the ensemble says of it. */
  readonly onBar: (instrument: Instrument, index: number) => void;
  /** The configuration or the bundle has changed what is said at the replay's place. */
  readonly onPrediction: (instrument: Instrument) => void;
  readonly onChange: () => void;
  readonly onProblem: (message: string) => void;
  /** Bars that were told are others now. */
  readonly onCorrection: (instrument: Instrument) => void;
}

export function createInstrument(parts: InstrumentParts): Instrument {
  const { opened, models, onChange, onProblem } = parts;
  const { source } = opened;
  const id = opened.dataset.id;
  const data = parts.dataService.open(id, opened.bars);
  const hours = data.log('1H');
  const closedEnds = createClosedEnds(opened.dataset, data.log);
  /** What changes bars or answers goes one at a time: both must describe the same bars. */
  const inTurn = createQueue();
  let dataset = opened.dataset;
  let trees: TreeAnswers | null = null;
  let answering: Answering | null = null;
  let predictions = models.on(null);
  let latest: Prediction | null = null;
  let silentBecause: string | null = 'Getting ready.';

  const replay = createReplay({
    elapsed: parts.elapsed,
    schedule: parts.schedule,
    onBar(index) {
      data.setPrice(hours.closeAt(index));
      latest = predictions.predict(index);
      parts.onBar(instrument, index);
    },
    onState: onChange,
  });

  const intake = createBarIntake({
    source,
    inTurn,
    close: createBarCloser(dataset, opened.recent),
    last: opened.recent.time.at(-1) ?? Number.NEGATIVE_INFINITY,
    /** The bars are appended when the answers on them are there, so that neither is ahead of the other. */
    async take(closed) {
      if (trees) return trees.follow(closed);
      data.append(closed);
      return success(null);
    },
    onTaken: onChange,
    onPrice: data.setPrice,
    onCorrection: () => parts.onCorrection(instrument),
    onProblem(message) {
      replay.pause();
      onProblem(`${parts.display()} cannot go on: ${message}`);
    },
  });

  const track = {
    first: hours.first,
    length: hours.length,
    timeAt: hours.timeAt,
    indexAt: hours.indexAt,
    get extend() {
      return trees ? intake.extend : null;
    },
  };

  function splitTimesOf({ bundle }: TreeAnswers): SplitTimes | null {
    return bundle.summary.dataset === id ? bundle.split_times : null;
  }

  /** What is held, or what of it opens at `time` (ms UTC) or later. */
  function barsFrom(time = Number.NEGATIVE_INFINITY): Record<Timeframe, Bars> {
    const all = (timeframe: Timeframe) => {
      const log = data.log(timeframe);
      return log.slice(log.indexAt(time - 1) + 1, log.length());
    };
    return { '1H': all('1H'), '4H': all('4H'), D: all('D') };
  }

  /** The models answer anew on the bars that stay, as they would after a start. */
  async function forgetOldBars(): Promise<void> {
    const from = opened.keptFrom();
    if (!trees || from <= hours.timeAt(hours.first())) return;
    // What the user looks at stays for now.
    const place = replay.state().bar_time;
    if (place === null || place < from) return;
    const again = await trees.restart(hours.indexAt(from - 1) + 1, barsFrom(from));
    // The next bar brings the models back, and the next save comes here again.
    if (!again.ok) return;
    data.forgetBefore(from);
    models.forget(id, `bars before ${new Date(from).toISOString().slice(0, 10)} were let go`);
    onChange();
  }

  /** Where the user left off; else the start of the test part; else the first bar with an answer. */
  function startIndex({ log }: TreeAnswers, splitTimes: SplitTimes | null): number {
    if (parts.cursor !== null) return Math.max(hours.first(), hours.indexAt(parts.cursor));
    if (splitTimes) return hours.indexAt(splitTimes.test_from);
    for (let i = log.first(); i < log.length(); i += 1) if (log.at(i)) return i;
    return hours.length() - 1;
  }

  function whySilent({ log }: TreeAnswers): string | null {
    for (let i = log.length() - 1; i >= log.first(); i -= 1) if (log.at(i)) return null;
    const days = data.log('D').length() - data.log('D').first();
    return `${parts.display()} has ${days} closed daily bars, too few for the Daily model to speak. Import a longer history.`;
  }

  async function load(bundle: BundleSummary, folder: string): Promise<Result<null>> {
    const loaded = await openTreeAnswers({
      analyst: parts.analyst,
      mayReload: parts.mayReload,
      instrument: parts.key,
      folder,
      periods: periodRulesOf(dataset),
      bars: barsFrom,
      first: hours.first,
    });
    if (!loaded.ok) return loaded;
    const first = trees === null;
    trees = loaded.value;
    trees.subscribe(({ closed }) => data.append(closed));
    const { summary } = trees.bundle;
    const splitTimes = splitTimesOf(trees);
    const answers = trees.log;
    answering = { dataset, bundle: summary, splitTimes, answers };
    models.forget(id, `bundle ${bundle.id} was loaded`);
    predictions = models.on({
      dataset: id,
      symbol: dataset.symbol,
      bundle: summary.hash,
      answers,
      timeAt: hours.timeAt,
      partOf: (time) => (splitTimes ? partOf(splitTimes, time) : null),
    });
    silentBecause = whySilent(trees);
    if (first) replay.use(track, startIndex(trees, splitTimes));
    else replay.arriveAgain();
    onChange();
    return intake.retry();
  }

  const instrument: Instrument = {
    id,
    data,
    replay,
    dataset: () => dataset,
    answering: () => answering,
    bundle: () => trees?.bundle ?? null,
    silentBecause: () => silentBecause,
    silent(because) {
      silentBecause = because;
      onChange();
    },
    predictions: () => predictions,
    latest: () => latest,
    predictAgain() {
      latest = predictions.predict(replay.state().index);
      parts.onPrediction(instrument);
    },
    testFrom: () => (trees && splitTimesOf(trees)?.test_from) ?? null,
    closedEnd: (timeframe) => closedEnds(timeframe, replay.state().bar_time),
    load: (bundle, folder) => inTurn(() => load(bundle, folder)),
    revive: () =>
      inTurn(async () => (trees && !parts.analyst.holds(parts.key) ? trees.reload() : success(null))),
    async described(next) {
      dataset = next;
      await opened.described(next);
      await inTurn(async () => undefined);
    },
    assetChanged() {
      // Who counts in pips takes the new ones when the answers are others.
      if (answering) answering = { ...answering };
    },
    save: opened.save,
    forgetOldBars: () => inTurn(forgetOldBars),
    stop(because) {
      // Whoever stops it knows why; only a source that stops by itself is a problem.
      intake.close();
      opened.stop(because);
    },
    async settle() {
      const { playing } = replay.state();
      replay.pause();
      await inTurn(async () => undefined);
      const saved = await opened.save();
      if (!saved.ok && playing) replay.play();
      return saved;
    },
    async close() {
      replay.pause();
      intake.close();
      opened.stop(`${id} was closed.`);
      await inTurn(async () => undefined);
      trees?.close();
      models.forget(id, `${id} was closed`);
      parts.dataService.forget(id, `${id} was closed`);
    },
  };
  replay.use(track, hours.length() - 1);
  return instrument;
}
