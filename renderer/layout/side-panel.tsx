import type { ReactNode } from 'react';
import { useEffect, useRef, useState } from 'react';
import { Panel, type PanelImperativeHandle } from 'react-resizable-panels';
import { useStore } from 'zustand';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { layoutStore, leastSizes, type PanelId, usePanelLayout } from './layout-store.ts';
import { PanelMenu } from './panel-menu.tsx';

/** A panel that can be resized and closed. Closed, it keeps its drafts but takes no room and no focus. */
export function SidePanel({ id, children }: { id: PanelId; children: ReactNode }) {
  const { open, size } = usePanelLayout(id);
  const [opening] = useState(open ? size : 0);
  const panel = useRef<PanelImperativeHandle>(null);
  useDecidedSize(id, panel);
  return (
    <Panel
      id={id}
      panelRef={panel}
      className="layout-panel"
      collapsible
      defaultSize={opening}
      minSize={leastSizes[id]}
      groupResizeBehavior="preserve-pixel-size"
    >
      <PanelMenu panel={id}>
        <div className="layout-content" inert={!open}>
          <ErrorBoundary>{children}</ErrorBoundary>
        </div>
      </PanelMenu>
    </Panel>
  );
}

/** Takes over what a command decided; what a drag made is there already. */
function useDecidedSize(id: PanelId, panel: { readonly current: PanelImperativeHandle | null }): void {
  const decided = useStore(layoutStore, (state) => state.decided);
  const taken = useRef(decided);
  useEffect(() => {
    if (taken.current === decided) return;
    taken.current = decided;
    const { open, size } = layoutStore.getState().panels[id];
    if (open) panel.current?.resize(size);
    else panel.current?.collapse();
  }, [decided, id, panel]);
}
