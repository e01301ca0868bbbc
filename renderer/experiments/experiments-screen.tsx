import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { Tabs } from '../ui/tabs.tsx';
import './experiments.css';
import { showTab, useExperiments } from './experiments-store.ts';
import { SubjectBar } from './subject/subject-bar.tsx';
import { experimentTabs } from './tabs.ts';

/** What other values would have done: one subject on top, the ways to look at it under it. */
export function ExperimentsScreen() {
  const asked = useExperiments((state) => state.tab);
  const tab = (experimentTabs.find(({ id }) => id === asked) ?? experimentTabs[0])?.id;
  return (
    <main className="experiments" aria-label="Experiments">
      <SubjectBar />
      <Tabs
        label="Experiments"
        shown={tab}
        onShow={showTab}
        tabs={experimentTabs.map(({ id, label, component: Component }) => ({
          id,
          label,
          content: (
            <ErrorBoundary>
              <Component />
            </ErrorBoundary>
          ),
        }))}
      />
    </main>
  );
}
