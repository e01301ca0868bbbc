import type { Bars, PeriodRules, Timeframe } from '../../../shared/market.ts';
import { timeframes } from '../../../shared/market.ts';
import { type Result, success } from '../../../shared/result.ts';
import type { AnalystClient, LoadedModels } from '../ensemble/analyst-client.ts';
import { createAnswerLog } from '../ensemble/answers.ts';
import type { AnswerSource, Said } from './answer-source.ts';

/** The trees of a bundle, which the analyst's worker asks. */
export interface TreeAnswers extends AnswerSource {
  readonly bundle: LoadedModels['bundle'];
  /** Gives the models and all bars to the worker again, after it has stopped. */
  reload(): Promise<Result<unknown>>;
  /** Answers anew on these bars alone, the first 1H bar of which has index `first`, as after a start. */
  restart(first: number, bars: Readonly<Record<Timeframe, Bars>>): Promise<Result<null>>;
}

export interface TreeAnswersParts {
  readonly analyst: AnalystClient;
  /** Names the instrument to the worker. */
  readonly instrument: string;
  readonly folder: string;
  readonly periods: PeriodRules;
  /** All bars that have closed and been answered. */
  readonly bars: () => Readonly<Record<Timeframe, Bars>>;
  /** Index of the oldest 1H bar of `bars`. */
  readonly first: () => number;
  /** Whether models may be loaded again after their worker has stopped; else why not. */
  readonly mayReload: () => Result<null>;
}

/** Loads the models and asks them about all bars so far. */
export async function openTreeAnswers(parts: TreeAnswersParts): Promise<Result<TreeAnswers>> {
  const { analyst, instrument, folder, periods, bars, mayReload } = parts;
  const load = (of = bars()) => analyst.load(instrument, of, folder, periods);
  const loaded = await load();
  if (!loaded.ok) return loaded;
  const log = createAnswerLog(loaded.value.answers, parts.first());
  const listeners = new Set<(said: Said) => void>();

  return success({
    bundle: loaded.value.bundle,
    log,
    reload: () => load(),
    async restart(first, kept) {
      const again = await load(kept);
      if (!again.ok) return again;
      log.restart(first, again.value.answers);
      return success(null);
    },
    answers: (timeframe, from, to) => log.slice(from, to).prob_up[timeframes.indexOf(timeframe)],
    async follow(closed) {
      let more = await analyst.append(instrument, closed);
      if (!more.ok && !analyst.holds(instrument)) {
        const allowed = mayReload();
        const again = allowed.ok ? await load() : allowed;
        more = again.ok ? await analyst.append(instrument, closed) : again;
      }
      if (!more.ok) return more;
      log.append(more.value);
      for (const listener of [...listeners]) listener({ closed, answers: more.value });
      return success(null);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => analyst.drop(instrument),
  });
}
