import type { Asker } from '../../../shared/asker.ts';
import type { Scope } from '../../../shared/experiments/scope.ts';
import type { Bars } from '../../../shared/market.ts';
import type { Handlers, OperationInput } from '../../../shared/operations/index.ts';
import { failure, type Result, success } from '../../../shared/result.ts';
import type { VersionLog } from '../candidates/version-log.ts';
import { type RecordedVersion, versionResults } from '../candidates/version-results.ts';
import type { ConfigOwner } from '../config/config-owner.ts';
import { explain } from '../ensemble/why.ts';
import type { DatasetUses } from '../instruments/dataset-uses.ts';
import type { Instruments } from '../instruments/instruments.ts';
import type { Jobs } from '../jobs.ts';
import type { CallOptions } from '../laboratory/laboratory.ts';
import { createLongWork, type Work } from '../laboratory/long-work.ts';
import { decisionRulesOf } from '../laboratory/material.ts';
import { joinBars, viewBars } from '../market/bars.ts';
import type { Schedule } from '../market/replay.ts';
import { backtest, point, requestOf, rulesOf, type Subject, subjectOf, triedOf } from './backtests.ts';
import { type ExperimentFileParts, recordExperiment, reproduceExperiment } from './experiment-file.ts';
import type { Scopes } from './scopes.ts';

export type ExperimentOperation =
  | Exclude<
      Extract<keyof Handlers, `experiments.${string}`>,
      'experiments.save' | 'experiments.open' | 'experiments.export'
    >
  | 'prediction.why';

export interface ExperimentParts extends ExperimentFileParts {
  readonly config: Pick<ConfigOwner, 'values'>;
  readonly instruments: Pick<Instruments, 'find'>;
  readonly uses: Pick<DatasetUses, 'during'>;
  readonly jobs: Jobs;
  readonly schedule: Schedule;
  /** Called when a prediction was served, which changes the counters of the caches. */
  readonly onPredicted: () => void;
  readonly versionLog: VersionLog;
  readonly versionUpTo: (version: number) => Promise<RecordedVersion | null>;
}

/**
 * Long work, and everything on data that has to be read first, runs as a job, so that its progress is visible and it can
 * be cancelled. The operation still returns its answer.
 */
export function createExperimentHandlers(parts: ExperimentParts): Pick<Handlers, ExperimentOperation> {
  const { laboratory, scopes, sources, jobs, instruments, uses } = parts;
  const soon = createLongWork(parts);

  type Asked = Pick<OperationInput<'experiments.point'>, 'scope'>;
  function asJob<T>(label: string, asker: Asker, work: Work<T>): Promise<Result<T>> {
    return jobs.run(
      'experiment',
      label,
      ({ signal, report }) => work({ signal, onProgress: report, asker: asker.id }),
      asker,
    ).ended;
  }

  function quick<T>(label: string, { scope }: Asked, asker: Asker, work: Work<T>): Promise<Result<T>> {
    const held = onData(scope.dataset, work);
    return scopes.isFar(scope)
      ? asJob(`${label} on ${scope.dataset ?? 'the open data'}`, asker, held)
      : soon(label, asker, held);
  }

  /** Work that ends, with the reason, when the data it stands on are removed. */
  function onData<T>(dataset: string | undefined, work: Work<T>): Work<T> {
    const focus = instruments.find();
    const id = dataset ?? (focus.ok ? focus.value.id : null);
    if (id === null) return work;
    return (call) => uses.during(id, call.signal, (signal) => work({ ...call, signal }));
  }

  /** Resolves the subject, then asks the laboratory. */
  async function on<T>(
    input: Parameters<typeof subjectOf>[1],
    call: CallOptions,
    ask: (subject: Subject) => Promise<Result<T>>,
  ) {
    const subject = await subjectOf(parts, input);
    if (!subject.ok) return subject;
    if (call.signal?.aborted) return failure('cancelled', 'Cancelled; nothing was changed.');
    const found = await ask(subject.value);
    const { named, place } = subject.value;
    return found.ok ? success({ period: place.period, tried: triedOf(named), ...found.value }) : found;
  }

  async function compare(input: OperationInput<'experiments.compare'>, call: CallOptions) {
    const place = await scopes.place(input.scope);
    const symbol = place.ok ? place.value.period.symbol : undefined;
    const [a, b] = [await sources(input.a, symbol), await sources(input.b, symbol)];
    if (!a.ok) return a;
    if (!b.ok) return b;
    if (!place.ok) return place;
    const { ground, range, period } = place.value;
    const request = {
      a: rulesOf(a.value.values, period.spread),
      b: rulesOf(b.value.values, period.spread),
      range,
      seed: input.seed,
    };
    const found = await laboratory.compare(ground.key, ground.material, request, call);
    if (!found.ok) return found;
    return success({
      ...found.value,
      period,
      a: { tried: triedOf(a.value), ...found.value.a },
      b: { tried: triedOf(b.value), ...found.value.b },
    });
  }

  return {
    'prediction.why': (asked) => why(parts, asked),
    'experiments.point': (input, asker) =>
      quick('Point', input, asker, (call) => on(input, call, (subject) => point(laboratory, subject, call))),
    'experiments.backtest': (input, asker) =>
      quick('Backtest', input, asker, (call) =>
        on(input, call, (subject) => backtest(laboratory, subject, input.seed, call)),
      ),
    'experiments.bars': ({ from, to, ...stored }, asker) => {
      const scope = { ...stored, part: 'all' as const, from, to, spread: 'recorded' as const };
      return quick('Bars', { scope }, asker, () => bars(scopes, scope));
    },
    'experiments.compare': (input, asker) =>
      quick('Comparison', input, asker, (call) => compare(input, call)),
    'experiments.triangle': (input, asker) =>
      quick('Weight triangle', input, asker, (call) =>
        on(input, call, (subject) => {
          const { ground } = subject.place;
          const request = { ...requestOf(subject), steps: input.steps };
          return laboratory.triangle(ground.key, ground.material, request, call);
        }),
      ),
    'experiments.overfit': (input, asker) =>
      asJob(
        'Overfit meter',
        asker,
        onData(input.scope.dataset, (call) =>
          on(input, call, (subject) => {
            const { ground } = subject.place;
            const { steps, resamples, seed } = input;
            const request = { ...requestOf(subject), steps, resamples, seed };
            return laboratory.overfit(ground.key, ground.material, request, call);
          }),
        ),
      ),
    'experiments.walk-forward': (input, asker) =>
      asJob(
        'Walk-forward',
        asker,
        onData(input.scope.dataset, (call) =>
          on(input, call, (subject) => {
            const { ground } = subject.place;
            const request = {
              ...requestOf(subject),
              chooseDays: input.choose_days,
              tradeDays: input.trade_days,
              objective: input.objective,
              minTrades: input.min_trades,
              steps: input.steps,
              seed: input.seed,
            };
            return laboratory.walkForward(ground.key, ground.material, request, call);
          }),
        ),
      ),
    'experiments.versions': (asked, asker) =>
      asJob('Results of versions', asker, (call) =>
        versionResults({ ...parts, log: parts.versionLog }, asked, call),
      ),
    'experiments.record': (input, asker) =>
      quick('Experiment', input, asker, (call) => recordExperiment(parts, input, call)),
    'experiments.reproduce': ({ file }, asker) =>
      asJob(
        'Running an experiment again',
        asker,
        onData(file.data.dataset, (call) => reproduceExperiment(parts, file, call)),
      ),
  };
}

/** Copies the bars: sending a view would send the whole data behind it. */
async function bars(scopes: Scopes, scope: Scope): Promise<Result<Bars>> {
  const place = await scopes.place(scope);
  if (!place.ok) return place;
  const { ground, range } = place.value;
  const to = Math.min(range.to, range.from + mostBars);
  return success(joinBars([viewBars(ground.hours, range.from, to)]));
}

const mostBars = 5_000;

function why(
  { config, instruments, onPredicted }: ExperimentParts,
  { bar_time: barTime, dataset }: OperationInput<'prediction.why'>,
): ReturnType<Handlers['prediction.why']> {
  const found = instruments.find(dataset);
  if (!found.ok) return found;
  const { data, replay, predictions, silentBecause } = found.value;
  const { symbol } = found.value.dataset();
  const present = replay.state().index;
  const hours = data.log('1H');
  const index = barTime === undefined ? present : hours.indexAt(barTime);
  if (barTime !== undefined && index < hours.first())
    return failure('not-found', 'There is no bar at or before that time.');
  if (index > present) return failure('not-found', 'The replay has not reached that bar yet.');
  const prediction = predictions().predict(index);
  onPredicted();
  if (prediction) return success(explain(prediction, decisionRulesOf(config.values(symbol))));
  return failure('not-found', silentBecause() ?? 'The models were still warming up at that bar.');
}
