import { PanelBottom, PanelLeft, PanelRight } from 'lucide-react';
import { IconButton } from '../ui/button.tsx';
import { useView } from '../view.ts';
import { type PanelId, togglePanel, usePanelLayout } from './layout-store.ts';

/** Opens and closes the panels around the prediction. */
export function LayoutButtons() {
  if (useView() !== 'desk') return null;
  return (
    <span className="layout-buttons">
      <Toggle panel="parameters" keys="Ctrl+B">
        <PanelLeft />
      </Toggle>
      <Toggle panel="activity" keys="Ctrl+J">
        <PanelBottom />
      </Toggle>
      <Toggle panel="caches" keys="Ctrl+E">
        <PanelRight />
      </Toggle>
    </span>
  );
}

function Toggle({ panel, keys, children }: { panel: PanelId; keys: string; children: React.ReactNode }) {
  const { open } = usePanelLayout(panel);
  return (
    <IconButton
      label={`Show ${panel}`}
      hint={`${open ? 'Hide' : 'Show'} ${panel} (${keys})`}
      aria-pressed={open}
      onClick={() => togglePanel(panel)}
    >
      {children}
    </IconButton>
  );
}
