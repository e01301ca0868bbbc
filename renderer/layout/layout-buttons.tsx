import { PanelBottom, PanelLeft, PanelRight } from 'lucide-react';
import { withKeys } from '../commands/keys.ts';
import { IconButton } from '../ui/button.tsx';
import { useView } from '../view.ts';
import { type PanelId, togglePanel, usePanelLayout } from './layout-store.ts';

/** Opens and closes the panels around the prediction. */
export function LayoutButtons() {
  if (useView() !== 'desk') return null;
  return (
    <span className="layout-buttons">
      <Toggle panel="parameters">
        <PanelLeft />
      </Toggle>
      <Toggle panel="activity">
        <PanelBottom />
      </Toggle>
      <Toggle panel="caches">
        <PanelRight />
      </Toggle>
    </span>
  );
}

function Toggle({ panel, children }: { panel: PanelId; children: React.ReactNode }) {
  const { open } = usePanelLayout(panel);
  return (
    <IconButton
      label={`Show ${panel}`}
      hint={withKeys(`${open ? 'Hide' : 'Show'} ${panel}`, `toggle-${panel}`)}
      aria-pressed={open}
      onClick={() => togglePanel(panel)}
    >
      {children}
    </IconButton>
  );
}
