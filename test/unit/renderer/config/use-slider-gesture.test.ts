// @vitest-environment happy-dom
import { act, cleanup, renderHook, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { useSliderGesture } from '../../../../renderer/config/use-slider-gesture.ts';
import { failure, success } from '../../../../shared/result.ts';
import { type HeldBridge, holdBridge, settled } from '../desk-bridge.ts';

let bridge: HeldBridge;
const onProblem = vi.fn();

beforeEach(() => {
  bridge = holdBridge();
  onProblem.mockClear();
  // Frames come when asked for: how fast they are is not what is tested here.
  vi.stubGlobal('requestAnimationFrame', (run: () => void) => setImmediate(run));
});
afterEach(async () => {
  await bridge.answerAll();
  cleanup();
  vi.unstubAllGlobals();
});

function gesture() {
  const { result, unmount } = renderHook(() => useSliderGesture('trading', onProblem));
  return {
    draft: () => result.current.draft,
    unmount,
    move: (value: number, by: 'pointer' | 'keyboard' = 'pointer') =>
      act(async () => {
        result.current.move({ spread_pips: value }, by);
        await settled();
      }),
    event: (type: string, key?: string) =>
      act(async () => {
        window.dispatchEvent(key === undefined ? new Event(type) : new KeyboardEvent(type, { key }));
        await settled();
      }),
  };
}

const asksOf = (name: string) => bridge.asked.filter((asked) => asked.name === name);

test('a move is a preview at once; letting go saves once, after the newest preview was answered', async () => {
  const slider = gesture();
  await slider.move(1);
  await slider.move(2);
  await slider.move(3);
  expect(bridge.names()).toEqual(['config.preview']);
  await slider.event('pointerup');
  expect(bridge.names()).toEqual(['config.preview']);
  await act(() => bridge.asked[0]?.answer(success(null)) ?? Promise.resolve());
  // Of what was moved meanwhile, the newest alone.
  expect(bridge.asked.map(({ input }) => input)).toEqual([
    { category: 'trading', changes: { spread_pips: 1 } },
    { category: 'trading', changes: { spread_pips: 3 } },
  ]);
  await act(() => bridge.answerAll());
  expect(bridge.names()).toEqual(['config.preview', 'config.preview', 'config.commit']);
  expect(slider.draft()).toBeNull();
});

test('the draft is shown while it is held, although no answer has come', async () => {
  const slider = gesture();
  await slider.move(2);
  await waitFor(() => expect(slider.draft()).toEqual({ spread_pips: 2 }));
});

test('Escape takes the movement back, and letting go saves nothing then', async () => {
  await bridge.answerAll();
  const slider = gesture();
  await slider.move(2);
  await slider.event('keydown', 'Escape');
  await slider.move(3);
  await slider.event('pointerup');
  expect(bridge.names()).toEqual(['config.preview', 'config.cancel']);
  expect(slider.draft()).toBeNull();
  await slider.move(4);
  expect(asksOf('config.preview')).toHaveLength(2);
});

test('a movement by keyboard ends when the key is let go, not by the pointer', async () => {
  await bridge.answerAll();
  const slider = gesture();
  await slider.move(2, 'keyboard');
  await slider.event('pointerup');
  expect(asksOf('config.commit')).toHaveLength(0);
  await slider.event('keyup', 'ArrowRight');
  expect(asksOf('config.commit')).toHaveLength(1);
});

test('a window that loses the focus ends the movement as letting go does', async () => {
  await bridge.answerAll();
  const slider = gesture();
  await slider.move(2);
  await slider.event('blur');
  expect(asksOf('config.commit')).toHaveLength(1);
});

test('where saving is refused the reason is told and the preview goes', async () => {
  const slider = gesture();
  await slider.move(2);
  await act(() => bridge.asked[0]?.answer(success(null)) ?? Promise.resolve());
  await slider.event('pointerup');
  const refusal = failure('not-saved', 'The disk is full.');
  await act(() => asksOf('config.commit')[0]?.answer(refusal) ?? Promise.resolve());
  expect(onProblem).toHaveBeenLastCalledWith(refusal.problem);
  expect(bridge.names().at(-1)).toBe('config.cancel');
});

test('a control that goes listens to nothing any more', async () => {
  await bridge.answerAll();
  const slider = gesture();
  await slider.move(2);
  slider.unmount();
  await slider.event('pointerup');
  expect(bridge.names()).toEqual(['config.preview']);
});
