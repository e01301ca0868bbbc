// @vitest-environment happy-dom
import { cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { useShortcuts } from '../../../../renderer/commands/shortcuts.ts';
import { inspectionStore } from '../../../../renderer/prediction/inspector-store.ts';
import { viewStore } from '../../../../renderer/view.ts';
import { type HeldBridge, holdBridge, mirror } from '../desk-bridge.ts';

let bridge: HeldBridge;
let unmount: () => void;

beforeEach(() => {
  bridge = holdBridge();
  mirror({ replay: { playing: false }, config: { can_undo: true, can_redo: true, preview: false } });
  ({ unmount } = renderHook(() => useShortcuts()));
});
afterEach(() => {
  cleanup();
  document.body.replaceChildren();
  viewStore.setState({ view: 'desk' });
  vi.unstubAllGlobals();
});

/** Presses "Control+Shift+z" and the like; true where the window took the key for itself. */
function press(keys: string, target: EventTarget = document.body): boolean {
  const parts = keys.split('+');
  const key = parts.at(-1) === 'Space' ? ' ' : (parts.at(-1) ?? '');
  const event = new KeyboardEvent('keydown', {
    key,
    ctrlKey: parts.includes('Control'),
    shiftKey: parts.includes('Shift'),
    altKey: parts.includes('Alt'),
    bubbles: true,
    cancelable: true,
  });
  target.dispatchEvent(event);
  return event.defaultPrevented;
}

function put(html: string): Element {
  document.body.innerHTML = html;
  const target = document.querySelector('[data-target]');
  if (!target) throw new Error('no target');
  return target;
}

test.each([
  ['Space', 'replay.play', {}],
  ['ArrowRight', 'replay.step', { bars: 1 }],
  ['ArrowLeft', 'replay.step', { bars: -1 }],
  ['Control+z', 'config.undo', {}],
  ['Control+Shift+Z', 'config.redo', {}],
  ['Control+y', 'config.redo', {}],
])('%s asks for %s', (keys, name, input) => {
  expect(press(keys)).toBe(true);
  expect(bridge.asked.map((asked) => [asked.name, asked.input])).toEqual([[name, input]]);
});

test('Space pauses a replay that plays', () => {
  mirror({ replay: { playing: true } });
  press('Space');
  expect(bridge.names()).toEqual(['replay.pause']);
});

test.each([
  ['Control+2', 'data'],
  ['Control+3', 'experiments'],
  ['Control+1', 'desk'],
] as const)('%s shows %s', (keys, view) => {
  viewStore.setState({ view: view === 'desk' ? 'data' : 'desk' });
  expect(press(keys)).toBe(true);
  expect(viewStore.getState().view).toBe(view);
});

test('Escape goes back from an inspected bar', () => {
  inspectionStore.setState({ inspection: { barTime: 1, said: null, reason: null } });
  press('Escape');
  expect(inspectionStore.getState().inspection).toBeNull();
});

describe('left to the control that has the focus', () => {
  test.each([
    ['Space', '<button data-target>Play</button>'],
    ['ArrowRight', '<input data-target>'],
    ['ArrowLeft', '<div role="slider"><span data-target></span></div>'],
    ['ArrowRight', '<div role="toolbar"><button data-target>x</button></div>'],
    ['Control+z', '<input data-target>'],
    ['Control+y', '<textarea data-target></textarea>'],
  ])('%s in %s', (keys, html) => {
    expect(press(keys, put(html))).toBe(false);
    expect(bridge.asked).toEqual([]);
  });

  test('but a checkbox undoes nothing of its own', () => {
    expect(press('Control+z', put('<input type="checkbox" data-target>'))).toBe(true);
  });

  test('everything, while a dialog is open', () => {
    const target = put('<dialog open></dialog><p data-target></p>');
    for (const keys of ['Space', 'ArrowRight', 'Control+z', 'Control+y'])
      expect(press(keys, target)).toBe(false);
    expect(bridge.asked).toEqual([]);
  });

  test('what somebody else has taken, and keys that mean something else', () => {
    document.body.addEventListener('keydown', (event) => event.preventDefault(), { once: true });
    press('Space');
    for (const keys of ['Alt+ArrowLeft', 'Shift+ArrowRight', 'Control+ArrowRight', 'x']) {
      expect(press(keys)).toBe(false);
    }
    expect(bridge.asked).toEqual([]);
  });
});

test('nothing is taken back while a slider is held, or where there is nothing to take back', () => {
  mirror({ config: { can_undo: true, can_redo: true, preview: true } });
  press('Control+z');
  mirror({ config: { can_undo: false, can_redo: false, preview: false } });
  press('Control+z');
  press('Control+y');
  expect(bridge.asked).toEqual([]);
});

test('a window that goes listens to no key any more', () => {
  unmount();
  expect(press('Space')).toBe(false);
});
