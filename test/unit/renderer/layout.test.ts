// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

type Store = typeof import('../../../renderer/layout/layout-store.ts');

/** The store of a window that opens with what the one before left. */
async function open(width = 1440, height = 900): Promise<Store> {
  Object.assign(window, { innerWidth: width, innerHeight: height });
  vi.resetModules();
  return import('../../../renderer/layout/layout-store.ts');
}

beforeEach(() => localStorage.clear());
afterEach(() => vi.useRealTimers());

describe('the layout nobody has changed', () => {
  test.each([
    [800, 600],
    [832, 520],
    [1024, 700],
    [1280, 800],
    [1920, 1200],
    [2560, 1440],
  ])('leaves the prediction its room at %d × %d', async (width, height) => {
    const { layoutStore, leastSizes } = await open(width, height);
    const { parameters, caches, activity } = layoutStore.getState().panels;
    const sides = parameters.size + (caches.open ? caches.size : 0);
    expect(width - sides).toBeGreaterThanOrEqual(leastSizes.prediction);
    expect(activity.size).toBeLessThan(height / 2);
  });

  test('follows the window, until somebody changes it', async () => {
    vi.useFakeTimers();
    const { layoutStore, followWindow, togglePanel } = await open(800, 600);
    const undo = followWindow();
    const resize = (width: number) => {
      Object.assign(window, { innerWidth: width });
      window.dispatchEvent(new Event('resize'));
      vi.runAllTimers();
    };
    expect(layoutStore.getState().panels.caches.open).toBe(false);
    resize(1440);
    expect(layoutStore.getState().panels.caches.open).toBe(true);
    togglePanel('activity');
    resize(800);
    expect(layoutStore.getState().panels).toMatchObject({
      caches: { open: true },
      activity: { open: false },
    });
    undo();
  });
});

describe('what somebody made of it', () => {
  test('is there again in the next window', async () => {
    const { keepSizes, togglePanel } = await open();
    keepSizes({ parameters: 401 });
    togglePanel('caches');
    const next = await open();
    expect(next.layoutStore.getState().panels).toMatchObject({
      parameters: { open: true, size: 401 },
      caches: { open: false, size: 296 },
    });
  });

  test('a panel that a drag closed opens again as wide as it was', async () => {
    const { keepSizes, layoutStore, showPanel } = await open();
    keepSizes({ caches: 350 });
    keepSizes({ caches: null });
    expect(layoutStore.getState().panels.caches.open).toBe(false);
    showPanel('caches');
    expect(layoutStore.getState().panels.caches).toEqual({ open: true, size: 350 });
  });

  test('goes by a reset, also for the next window', async () => {
    const { keepSizes, resetLayout, layoutStore, usualLayout } = await open();
    keepSizes({ parameters: 500, activity: 400 });
    resetLayout();
    expect(layoutStore.getState().panels).toEqual(usualLayout(1440, 900));
    expect((await open()).layoutStore.getState()).toMatchObject({ isUsual: true });
  });

  test.each([
    '',
    '{',
    '[]',
    '{"parameters":{"open":true,"size":-1}}',
    '{"parameters":{"open":true,"size":300}}',
  ])('is forgotten where it cannot be read: %s', async (text) => {
    const { keepSizes } = await open();
    keepSizes({ parameters: 401 });
    for (const key of Object.keys(localStorage)) localStorage.setItem(key, text);
    const { layoutStore, usualLayout } = await open();
    expect(layoutStore.getState().panels).toEqual(usualLayout(1440, 900));
  });
});

test('the activity takes half of the window and gives it back', async () => {
  const { layoutStore, isTall, toggleTallActivity } = await open();
  toggleTallActivity();
  expect(layoutStore.getState().panels.activity.size).toBe(450);
  expect(isTall(layoutStore.getState().panels)).toBe(true);
  toggleTallActivity();
  expect(layoutStore.getState().panels.activity.size).toBe(198);
});
