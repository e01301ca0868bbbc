import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Point } from '../../../shared/experiments/backtest.ts';
import type { Triangle } from '../../../shared/experiments/triangle.ts';
import type { TradingConfig } from '../../../shared/parameters.ts';
import { weightKeys } from '../../../shared/parameters.ts';
import type { Problem, Result } from '../../../shared/result.ts';
import type { Weights } from '../../../shared/weights.ts';
import { undo } from '../../config/history.ts';
import { ownerOfWeights, valuesOnData } from '../../config/values-for.ts';
import { call, callOrToast, inWords } from '../../desk.ts';
import { createCoarseToFine } from '../../runs/coarse-to-fine.ts';
import { createNewestWins, untilFrame } from '../../runs/newest-wins.ts';
import { mayHelp } from '../../runs/try-again.tsx';
import { deskNow, deskStore } from '../../store.ts';
import { showToast } from '../../ui/toast-store.ts';
import { experimentsStore } from '../experiments-store.ts';
import type { Metric } from '../figures/metrics.ts';
import type { Subject } from '../subject/subject.ts';
import { asWeights, periodProblem, scopeOf, sourceOf } from '../subject/subject.ts';
import { subjectKey } from '../subject/subject-key.ts';
import { mixText } from './mix.ts';

/** Steps of the first picture and of the whole. */
const coarseSteps = 20;
export const fineSteps = 100;

interface TriangleState {
  /** The newest answer, perhaps of a question that is no longer asked; null before the first. */
  readonly picture: Triangle | null;
  /** The picture is not yet the one that is asked for, or not yet as fine. */
  readonly busy: boolean;
  readonly outdated: boolean;
  /** Why there is no picture of what is asked, in words. */
  readonly problem: string | null;
  readonly mayPass: boolean;
  /** Counts how often it was asked for again by hand. */
  readonly attempt: number;
  readonly metric: Metric;
  /** Where the point was put; null while it stands at the tried configuration's own weights. */
  readonly point: Weights | null;
  /** Figures and curve of the point; of an earlier one until the newest has come. */
  readonly traced: Point | null;
}

export const triangleStore = createStore<TriangleState>(() => ({
  picture: null,
  busy: true,
  outdated: false,
  problem: null,
  mayPass: false,
  attempt: 0,
  metric: 'total_pips',
  point: null,
  traced: null,
}));

export function useTriangle<T>(selector: (state: TriangleState) => T): T {
  return useStore(triangleStore, selector);
}

/** Asks now and whenever the subject, the bars, the bundle or a value that matters changes. Returns its undo. */
export function followTriangle(): () => void {
  const source = createCoarseToFine(askTriangle, (result, { fine, newest }) => {
    if (result.ok)
      triangleStore.setState({ picture: result.value, busy: !fine, outdated: !newest, problem: null });
    else {
      const { problem } = result;
      triangleStore.setState({ problem: problemWords(problem), mayPass: mayHelp(problem), busy: false });
    }
  });
  let asked = '';
  let traced = '';

  function check() {
    const { mirror } = deskStore.getState();
    const { subject } = experimentsStore.getState();
    if (!mirror || periodProblem(subject)) return;
    const { point, attempt } = triangleStore.getState();
    const key = `${attempt} ${subjectKey(mirror, subject, false)}`;
    if (key !== asked) {
      asked = key;
      triangleStore.setState({ busy: true, outdated: true });
      source.ask(subject);
    }
    const pointKey = `${attempt} ${subjectKey(mirror, subject, point === null)} ${point}`;
    if (pointKey === traced) return;
    traced = pointKey;
    tracing.ask({ subject, point });
  }

  const unsubscribes = [
    deskStore.subscribe(check),
    experimentsStore.subscribe(check),
    triangleStore.subscribe(
      (state, before) => (state.point !== before.point || state.attempt !== before.attempt) && check(),
    ),
  ];
  check();
  return () => {
    for (const unsubscribe of unsubscribes) unsubscribe();
    source.close();
  };
}

/** Asks once more for what came to nothing. */
export function askTriangleAgain(): void {
  triangleStore.setState(({ attempt }) => ({ attempt: attempt + 1, problem: null }));
}

export function chooseMetric(metric: Metric): void {
  triangleStore.setState({ metric });
}

/** Puts the point at a mix; null puts it back to the tried configuration's own weights. */
export function putPoint(point: Weights | null): void {
  triangleStore.setState({ point });
}

/** The weights that the tried configuration has itself. */
export function ownMix(subject: Subject, config: TradingConfig, picture: Triangle | null): Weights | null {
  const values = subject.from === 'current' ? config.model : picture?.tried.values.model;
  const own: Record<string, unknown> = { ...values, ...subject.changes.model };
  const [hour, fourHour, daily] = weightKeys.map((key) => Number(own[key]));
  const sum = (hour ?? 0) + (fourHour ?? 0) + (daily ?? 0);
  return sum > 0 ? [(hour ?? 0) / sum, (fourHour ?? 0) / sum, (daily ?? 0) / sum] : null;
}

/** Makes a mix the weights in force on the data it was tried on: one audited update, with a way back. */
export async function applyMix(mix: Weights): Promise<void> {
  const { dataset } = experimentsStore.getState().subject;
  const { model } = valuesOnData(deskNow(), dataset);
  const symbol = ownerOfWeights(deskNow(), dataset);
  const whom = symbol === null ? '' : ` for ${symbol}`;
  const weights = asWeights(mix);
  if (weightKeys.every((key) => model[key] === weights[key])) {
    showToast('info', `The weights ${mixText(mix)} are in force already${whom}.`);
    return;
  }
  const receipt = await callOrToast('config.update', {
    category: 'model',
    changes: weights,
    ...(symbol !== null && { symbol }),
    reason: 'Applied from the weight triangle',
  });
  if (!receipt) return;
  showToast('info', `v${receipt.version}: weights ${mixText(mix)} are in force${whom}.`, {
    label: 'Undo',
    run: undo,
  });
}

/** Also cancelled from the list of jobs, or overtaken by what another program asked: it must not seem under way. */
function problemWords(problem: Problem): string {
  return problem.code === 'cancelled' ? 'The weight triangle was cancelled on its way.' : inWords(problem);
}

function askTriangle(subject: Subject, fine: boolean): Promise<Result<Triangle>> {
  return call('experiments.triangle', {
    scope: scopeOf(subject),
    source: sourceOf(subject),
    steps: fine ? fineSteps : coarseSteps,
  });
}

const tracing = createNewestWins(
  async ({ subject, point }: { subject: Subject; point: Weights | null }) => {
    const result = await call('experiments.point', {
      scope: scopeOf(subject),
      source: sourceOf(subject, point ?? undefined),
    });
    triangleStore.setState({ traced: result.ok ? result.value : null });
  },
  { rest: untilFrame },
);
