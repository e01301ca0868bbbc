import type { ReactNode } from 'react';
import { Group, type LayoutChangedMeta, Panel, Separator } from 'react-resizable-panels';
import './layout.css';
import { focusNextBorder } from './focus-border.ts';
import {
  keepSizes,
  leastSizes,
  type PanelId,
  resetPanel,
  togglePanel,
  usePanelLayout,
} from './layout-store.ts';
import { PanelMenu } from './panel-menu.tsx';
import { SidePanel } from './side-panel.tsx';

/** Room for prediction and caches, whether these are open or not, and the border between. */
const leastRest = leastSizes.prediction + leastSizes.caches + 4;

interface DeskLayoutProps extends Readonly<Record<PanelId, ReactNode>> {
  readonly prediction: ReactNode;
}

/**
 * The desk's frame: parameters on the left, caches on the right, the activity under prediction and caches. Borders
 * are moved with the mouse, or with the arrow keys while they have the focus; Enter closes and opens a panel,
 * F6 goes from border to border.
 */
export function DeskLayout({ parameters, prediction, caches, activity }: DeskLayoutProps) {
  return (
    <main className="desk" aria-label="Desk">
      <Group onLayoutChanged={keeper('parameters')}>
        <SidePanel id="parameters">{parameters}</SidePanel>
        <Border panel="parameters" />
        <Panel id="rest" className="layout-panel" minSize={leastRest}>
          <Group orientation="vertical" onLayoutChanged={keeper('activity')}>
            <Panel id="upper" className="layout-panel" minSize={180}>
              <Group onLayoutChanged={keeper('caches')}>
                <Panel id="prediction" className="layout-panel" minSize={leastSizes.prediction}>
                  <PanelMenu panel="prediction">
                    <div className="layout-content">{prediction}</div>
                  </PanelMenu>
                </Panel>
                <Border panel="caches" />
                <SidePanel id="caches">{caches}</SidePanel>
              </Group>
            </Panel>
            <Border panel="activity" />
            <SidePanel id="activity">{activity}</SidePanel>
          </Group>
        </Panel>
      </Group>
    </main>
  );
}

function Border({ panel }: { panel: PanelId }) {
  const { open } = usePanelLayout(panel);
  return (
    <Separator
      className="layout-border"
      aria-label={`${panel === 'activity' ? 'Height' : 'Width'} of the ${panel}`}
      data-closed={!open || undefined}
      disableDoubleClick
      onKeyDownCapture={(event) => {
        // The library closes only the panel before a border, and goes round the borders of one group.
        if (event.key === 'Enter') togglePanel(panel);
        else if (event.key === 'F6') focusNextBorder();
        else return;
        event.preventDefault();
      }}
      onDoubleClick={() => resetPanel(panel)}
    />
  );
}

/** Keeps the size of a panel where a person changed it; a window that got smaller changes nothing for good. */
function keeper(panel: PanelId) {
  return (layout: Readonly<Record<string, number>>, { isUserInteraction }: LayoutChangedMeta) => {
    const share = layout[panel];
    // Its own size is that of the frame before.
    const group = document.getElementById(panel)?.parentElement;
    if (!isUserInteraction || !group || share === undefined) return;
    const whole = panel === 'activity' ? group.clientHeight : group.clientWidth;
    keepSizes({ [panel]: share === 0 ? null : Math.round((share / 100) * whole) });
  };
}
