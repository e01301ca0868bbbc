import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Point, Triangle } from '../../shared/experiments.ts';
import type { TradingConfig } from '../../shared/parameters.ts';
import { weightKeys } from '../../shared/parameters.ts';
import type { Result } from '../../shared/result.ts';
import type { Mix } from '../../shared/simplex.ts';
import { undo } from '../config/history.ts';
import { createPreviewSender } from '../config/preview-sender.ts';
import { call, callOrToast, inWords } from '../desk.ts';
import { deskNow, deskStore } from '../store.ts';
import { showToast } from '../ui/toast-store.ts';
import { createCoarseToFine } from './coarse-to-fine.ts';
import { experimentsStore } from './experiments-store.ts';
import type { Metric } from './metrics.ts';
import { mixText } from './mix.ts';
import type { Subject } from './subject.ts';
import { asWeights, periodProblem, scopeOf, sourceOf } from './subject.ts';
import { subjectKey } from './subject-key.ts';

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
  readonly metric: Metric;
  /** Where the point was put; null while it stands at the tried configuration's own weights. */
  readonly point: Mix | null;
  /** Figures and curve of the point; of an earlier one until the newest has come. */
  readonly traced: Point | null;
}

export const triangleStore = createStore<TriangleState>(() => ({
  picture: null,
  busy: true,
  outdated: false,
  problem: null,
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
    else if (result.problem.code !== 'cancelled')
      triangleStore.setState({ problem: inWords(result.problem), busy: false });
  });
  let asked = '';
  let traced = '';

  function check() {
    const { mirror } = deskStore.getState();
    const { subject } = experimentsStore.getState();
    if (!mirror || periodProblem(subject)) return;
    const key = subjectKey(mirror, subject, false);
    if (key !== asked) {
      asked = key;
      triangleStore.setState({ busy: true, outdated: true });
      source.ask(subject);
    }
    const { point } = triangleStore.getState();
    const pointKey = `${subjectKey(mirror, subject, point === null)} ${point}`;
    if (pointKey === traced) return;
    traced = pointKey;
    tracing.push({ subject, point });
  }

  const unsubscribes = [
    deskStore.subscribe(check),
    experimentsStore.subscribe(check),
    triangleStore.subscribe((state, before) => state.point !== before.point && check()),
  ];
  check();
  return () => {
    for (const unsubscribe of unsubscribes) unsubscribe();
    source.close();
  };
}

export function chooseMetric(metric: Metric): void {
  triangleStore.setState({ metric });
}

/** Puts the point at a mix; null puts it back to the tried configuration's own weights. */
export function putPoint(point: Mix | null): void {
  triangleStore.setState({ point });
}

/** The weights that the tried configuration has itself. */
export function ownMix(subject: Subject, config: TradingConfig, picture: Triangle | null): Mix | null {
  const values = subject.from === 'current' ? config.model : picture?.tried.values.model;
  const own: Record<string, unknown> = { ...values, ...subject.changes.model };
  const [hour, fourHour, daily] = weightKeys.map((key) => Number(own[key]));
  const sum = (hour ?? 0) + (fourHour ?? 0) + (daily ?? 0);
  return sum > 0 ? [(hour ?? 0) / sum, (fourHour ?? 0) / sum, (daily ?? 0) / sum] : null;
}

/** Makes a mix the weights in force: one audited update, with a way back. */
export async function applyMix(mix: Mix): Promise<void> {
  const { model } = deskNow().config.values;
  const weights = asWeights(mix);
  if (weightKeys.every((key) => model[key] === weights[key])) {
    showToast('info', `The weights ${mixText(mix)} are in force already.`);
    return;
  }
  const receipt = await callOrToast('config.update', {
    category: 'model',
    changes: weights,
    reason: 'Applied from the weight triangle',
  });
  if (!receipt) return;
  showToast('info', `v${receipt.version}: weights ${mixText(mix)} are in force.`, {
    label: 'Undo',
    run: undo,
  });
}

function askTriangle(subject: Subject, fine: boolean): Promise<Result<Triangle>> {
  return call('experiments.triangle', {
    scope: scopeOf(subject),
    source: sourceOf(subject),
    steps: fine ? fineSteps : coarseSteps,
  });
}

const tracing = createPreviewSender(
  async ({ subject, point }: { subject: Subject; point: Mix | null }) => {
    const result = await call('experiments.point', {
      scope: scopeOf(subject),
      source: sourceOf(subject, point ?? undefined),
    });
    triangleStore.setState({ traced: result.ok ? result.value : null });
  },
  (run) => requestAnimationFrame(run),
);
