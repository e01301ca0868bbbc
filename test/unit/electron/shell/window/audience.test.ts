import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { createAudience } from '../../../../../electron/shell/window/audience.ts';

function fakeWindow() {
  const state = { visible: false, minimized: false };
  const window = Object.assign(new EventEmitter(), {
    isVisible: () => state.visible,
    isMinimized: () => state.minimized,
  });
  return { state, window, audience: createAudience(window) };
}

test('a page that has not been shown yet is told everything: nothing will make it ask', () => {
  expect(fakeWindow().audience.listens()).toBe(true);
});

test('once it was shown, only while it can be seen', () => {
  const { state, window, audience } = fakeWindow();
  state.visible = true;
  window.emit('show');
  expect(audience.listens()).toBe(true);
  state.minimized = true;
  expect(audience.listens()).toBe(false);
  Object.assign(state, { visible: false, minimized: false });
  expect(audience.listens()).toBe(false);
  state.visible = true;
  expect(audience.listens()).toBe(true);
});
