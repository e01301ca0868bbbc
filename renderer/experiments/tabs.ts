import type { ComponentType } from 'react';
import { BacktestTab } from './backtest/backtest-tab.tsx';
import { ShadowTab } from './candidates/shadow-tab.tsx';
import { CompareTab } from './compare/compare-tab.tsx';
import { TriangleTab } from './triangle/triangle-tab.tsx';
import { VersionResultsTab } from './versions/version-results-tab.tsx';
import { WalkForwardTab } from './walk-forward/walk-forward-tab.tsx';

/** The tabs of the screen, in order; each reads what is tried from the store. */
export const experimentTabs: readonly {
  readonly id: string;
  readonly label: string;
  readonly component: ComponentType;
}[] = [
  { id: 'backtest', label: 'Backtest', component: BacktestTab },
  { id: 'compare', label: 'A/B', component: CompareTab },
  { id: 'triangle', label: 'Weight triangle', component: TriangleTab },
  { id: 'walk-forward', label: 'Walk-forward', component: WalkForwardTab },
  { id: 'shadows', label: 'Shadow', component: ShadowTab },
  { id: 'versions', label: 'Versions', component: VersionResultsTab },
];
