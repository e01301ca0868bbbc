// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { experimentsStore, setSubject } from '../../../../../renderer/experiments/experiments-store.ts';
import { firstSubject } from '../../../../../renderer/experiments/subject/subject.ts';
import {
  applyMix,
  askTriangleAgain,
  followTriangle,
  ownMix,
  putPoint,
  triangleStore,
} from '../../../../../renderer/experiments/triangle/triangle-store.ts';
import { toastStore } from '../../../../../renderer/ui/toast-store.ts';
import { failure, success } from '../../../../../shared/result.ts';
import type { Weights } from '../../../../../shared/weights.ts';
import { type HeldBridge, holdBridge, mirror, settled } from '../../desk-bridge.ts';

const values = {
  trading: { confidence_threshold: 0.66 },
  model: { weight_1h: 0.6, weight_4h: 0.3, weight_daily: 0.1, agreement_bonus: 0.05 },
};
const slices = {
  market: { active: 'EURUSD@simulated', datasets: [{ id: 'EURUSD@simulated', symbol: 'EUR/USD' }] },
  models: { active: 'a', silent_because: null, bundles: [] },
  profiles: [],
  config: { values, symbols: {}, can_undo: true, preview: false },
};
const mix: Weights = [0.5, 0.3, 0.2];

let bridge: HeldBridge;
let undo: () => void = () => {};

beforeEach(() => {
  bridge = holdBridge();
  vi.stubGlobal('requestAnimationFrame', (run: () => void) => setImmediate(run));
  triangleStore.setState(triangleStore.getInitialState());
  experimentsStore.setState(experimentsStore.getInitialState());
  toastStore.setState({ toasts: [] });
  mirror(slices);
});
afterEach(async () => {
  undo();
  await bridge.answerAll();
  await settled();
  vi.unstubAllGlobals();
});

const asks = (name: string) => bridge.asked.filter((asked) => asked.name === name);
const triangles = () => asks('experiments.triangle');
const steps = () => triangles().map(({ input }) => (input as { steps: number }).steps);
const withConfig = (model: object, trading: object = {}) =>
  mirror({
    ...slices,
    config: {
      ...slices.config,
      values: { trading: { ...values.trading, ...trading }, model: { ...values.model, ...model } },
    },
  });

test('a coarse picture comes first, then the whole; both are shown', async () => {
  undo = followTriangle();
  expect(steps()).toEqual([20]);
  await triangles()[0]?.answer(success({ name: 'coarse' }));
  expect(triangleStore.getState()).toMatchObject({
    picture: { name: 'coarse' },
    busy: true,
    outdated: false,
  });
  expect(steps()).toEqual([20, 100]);
  await triangles()[1]?.answer(success({ name: 'fine' }));
  expect(triangleStore.getState()).toMatchObject({ picture: { name: 'fine' }, busy: false, outdated: false });
});

test('it holds every mix: other weights ask only for the point that stands at them, another threshold asks for both', async () => {
  undo = followTriangle();
  await bridge.answerAll({});
  await settled();
  const [before, points] = [triangles().length, asks('experiments.point').length];
  withConfig({ weight_1h: 0.5, weight_4h: 0.4 });
  await settled();
  expect(triangles()).toHaveLength(before);
  expect(asks('experiments.point')).toHaveLength(points + 1);
  withConfig({ weight_1h: 0.5, weight_4h: 0.4 }, { confidence_threshold: 0.5 });
  await settled();
  expect(triangles()).toHaveLength(before + 2);
});

test('a point that was put somewhere is traced there, and stays there when the weights in force change', async () => {
  undo = followTriangle();
  await bridge.answerAll({ traced: true });
  putPoint(mix);
  await settled();
  await settled();
  const last = asks('experiments.point').at(-1)?.input;
  expect(last).toMatchObject({
    source: { changes: { model: { weight_1h: 0.5, weight_4h: 0.3, weight_daily: 0.2 } } },
  });
  expect(triangleStore.getState().traced).toEqual({ traced: true });
  const points = asks('experiments.point').length;
  withConfig({ weight_1h: 0.5, weight_4h: 0.4 });
  await settled();
  expect(asks('experiments.point')).toHaveLength(points);
});

test('what came to nothing says why, and is asked for again by hand alone', async () => {
  undo = followTriangle();
  await triangles()[0]?.answer(failure('internal', 'The worker stopped.'));
  expect(triangleStore.getState()).toMatchObject({
    problem: 'The worker stopped.',
    mayPass: true,
    busy: false,
  });
  mirror(slices);
  expect(triangles()).toHaveLength(1);
  askTriangleAgain();
  await settled();
  expect(triangles()).toHaveLength(2);
  expect(triangleStore.getState().problem).toBeNull();
});

test('cancelled on its way, it does not seem under way', async () => {
  undo = followTriangle();
  await triangles()[0]?.answer(failure('cancelled', 'Cancelled.'));
  expect(triangleStore.getState()).toMatchObject({
    problem: 'The weight triangle was cancelled on its way.',
    busy: false,
  });
});

test('a period that ends before it begins asks nothing', () => {
  setSubject({ ...firstSubject, fromDay: '2025-06-10', toDay: '2025-06-01' });
  undo = followTriangle();
  expect(bridge.asked).toEqual([]);
});

test('nothing is asked any more once nobody looks', async () => {
  undo = followTriangle();
  undo();
  withConfig({}, { confidence_threshold: 0.5 });
  await triangles()[0]?.answer(success({ name: 'coarse' }));
  expect(triangles()).toHaveLength(1);
  expect(triangleStore.getState().picture).toBeNull();
});

test('a mix is applied as one update with its reason, and the message takes it back', async () => {
  const applying = applyMix(mix);
  expect(asks('config.update').map(({ input }) => input)).toEqual([
    {
      category: 'model',
      changes: { weight_1h: 0.5, weight_4h: 0.3, weight_daily: 0.2 },
      reason: 'Applied from the weight triangle',
    },
  ]);
  await asks('config.update')[0]?.answer(success({ version: 7 }));
  await applying;
  const [toast] = toastStore.getState().toasts;
  expect(toast?.message).toMatch(/^v7: weights 50 \/ 30 \/ 20.* are in force\.$/);
  toast?.action?.run();
  expect(bridge.names().at(-1)).toBe('config.undo');
});

test('a mix is applied for the symbol where that has weights of its own', async () => {
  const symbols = { EURUSD: { model: { weight_1h: 0.5, weight_4h: 0.3, weight_daily: 0.2 } } };
  mirror({ ...slices, config: { ...slices.config, symbols } });
  void applyMix([0.6, 0.3, 0.1]);
  expect(asks('config.update')[0]?.input).toMatchObject({ symbol: 'EURUSD' });
  await applyMix(mix);
  expect(asks('config.update')).toHaveLength(1);
  expect(toastStore.getState().toasts[0]?.message).toMatch(/already for EURUSD\.$/);
});

test('a mix that is in force already is not applied again', async () => {
  await applyMix([0.6, 0.3, 0.1]);
  expect(bridge.asked).toEqual([]);
  expect(toastStore.getState().toasts[0]?.message).toContain('in force already');
});

test('the point stands at the weights that are tried, of whichever configuration, made to sum to one', () => {
  const config = values as never;
  expect(ownMix(firstSubject, config, null)).toEqual([0.6, 0.3, 0.1].map((each) => expect.closeTo(each, 12)));
  const tried = { ...firstSubject, changes: { model: { weight_1h: 0.2, weight_4h: 0.1 } } };
  expect(ownMix(tried, config, null)).toEqual([0.5, 0.25, 0.25].map((each) => expect.closeTo(each, 12)));
  const earlier = { ...firstSubject, from: { version: 3 } };
  expect(ownMix(earlier, config, null)).toBeNull();
  const picture = { tried: { values: { model: { weight_1h: 1, weight_4h: 0, weight_daily: 0 } } } } as never;
  expect(ownMix(earlier, config, picture)).toEqual([1, 0, 0]);
});
