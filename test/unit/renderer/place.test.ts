// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { activityTabStore, showActivityTab } from '../../../renderer/activity/activity-tab.ts';
import { experimentsStore, setSubject, showTab } from '../../../renderer/experiments/experiments-store.ts';
import { firstSubject } from '../../../renderer/experiments/subject/subject.ts';
import { keepPlace } from '../../../renderer/place.ts';
import { inspectBar, inspectionStore } from '../../../renderer/prediction/inspector-store.ts';
import { showView, viewStore } from '../../../renderer/view.ts';
import { type HeldBridge, holdBridge } from './desk-bridge.ts';

let bridge: HeldBridge;
beforeEach(() => {
  bridge = holdBridge();
  begin();
});
afterEach(() => vi.unstubAllGlobals());

/** As a page that is loaded anew: every store has what it begins with. */
function begin(): void {
  viewStore.setState(viewStore.getInitialState());
  activityTabStore.setState(activityTabStore.getInitialState());
  experimentsStore.setState(experimentsStore.getInitialState());
  inspectionStore.setState(inspectionStore.getInitialState());
}

/** What one page keeps and the next reads. */
function sessionStorageOfOne() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    spoil: (text: string) => {
      for (const key of kept.keys()) kept.set(key, text);
    },
  };
}

test('a page that is loaded again shows the view, the tabs, the bar and the experiment of the one before', () => {
  const storage = sessionStorageOfOne();
  const subject = {
    ...firstSubject,
    changes: { trading: { confidence_threshold: 0.58 } },
    part: 'all' as const,
  };
  const undo = keepPlace(storage);
  showView('experiments');
  showActivityTab('notices');
  showTab('triangle');
  setSubject(subject);
  void inspectBar(1_700_000_000_000);
  undo();
  begin();
  showView('data');
  keepPlace(storage)();
  expect(viewStore.getState().view).toBe('experiments');
  expect(activityTabStore.getState().tab).toBe('notices');
  expect(experimentsStore.getState()).toMatchObject({ tab: 'triangle', subject });
  expect(inspectionStore.getState().inspection?.barTime).toBe(1_700_000_000_000);
  // What is said of the bar is asked for anew.
  expect(bridge.names()).toEqual(['prediction.at', 'prediction.at']);
});

test.each(['', '{', 'null', '{"view":"elsewhere"}', '[]'])(
  'a place that cannot be read, such as "%s", is where everything begins',
  (text) => {
    const storage = sessionStorageOfOne();
    const undo = keepPlace(storage);
    showView('experiments');
    undo();
    begin();
    storage.spoil(text);
    keepPlace(storage)();
    expect(viewStore.getState().view).toBe('desk');
    expect(bridge.asked).toEqual([]);
  },
);
