import type { ComponentType } from 'react';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { BacktestTab } from './backtest/backtest-tab.tsx';
import { ShadowTab } from './candidates/shadow-tab.tsx';
import { CompareTab } from './compare/compare-tab.tsx';
import './experiments.css';
import { type ExperimentTab, experimentTabNames, showTab, useExperiments } from './experiments-store.ts';
import { SubjectBar } from './subject/subject-bar.tsx';
import { TriangleTab } from './triangle/triangle-tab.tsx';
import { VersionResultsTab } from './versions/version-results-tab.tsx';
import { WalkForwardTab } from './walk-forward/walk-forward-tab.tsx';

/** What each tab shows; each reads what is tried from the store. */
const contents: Readonly<Record<ExperimentTab, ComponentType>> = {
  backtest: BacktestTab,
  compare: CompareTab,
  triangle: TriangleTab,
  'walk-forward': WalkForwardTab,
  shadows: ShadowTab,
  versions: VersionResultsTab,
};

/** What other values would have done: one subject on top, the ways to look at it under it. */
export function ExperimentsScreen() {
  const asked = useExperiments((state) => state.tab);
  const tab = (experimentTabNames.find(({ id }) => id === asked) ?? experimentTabNames[0]).id;
  return (
    <main className="experiments" aria-label="Experiments">
      <SubjectBar />
      <Tabs
        label="Experiments"
        shown={tab}
        onShow={showTab}
        tabs={experimentTabNames.map(({ id, label }) => {
          const Content = contents[id];
          return {
            id,
            label,
            content: (
              <ErrorBoundary>
                <Content />
              </ErrorBoundary>
            ),
          };
        })}
      />
    </main>
  );
}
