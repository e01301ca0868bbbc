import type { ComponentType } from 'react';
import { TriangleTab } from './triangle-tab.tsx';
import { WalkForwardTab } from './walk-forward-tab.tsx';

/** The tabs of the screen, in order; each reads what is tried from the store. */
export const experimentTabs: readonly {
  readonly id: string;
  readonly label: string;
  readonly component: ComponentType;
}[] = [
  { id: 'triangle', label: 'Weight triangle', component: TriangleTab },
  { id: 'walk-forward', label: 'Walk-forward', component: WalkForwardTab },
];
