import { Bookmark, Redo2, RefreshCw, RotateCcw, Timer, Undo2 } from 'lucide-react';
import { withKeys } from '../commands/keys.ts';
import { openDialog } from '../dialogs/dialog-store.ts';
import { showProfiles } from '../profiles/profiles-store.ts';
import { useDesk } from '../store.ts';
import { askTrial } from '../trial/trial-store.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import { redo, reloadConfig, undo } from './history.ts';

/** What concerns the configuration as a whole. */
export function PanelTools() {
  const canUndo = useDesk((desk) => desk.config.can_undo);
  const canRedo = useDesk((desk) => desk.config.can_redo);
  const onTrial = useDesk((desk) => desk.config.trial !== null);
  return (
    <>
      <IconButton
        small
        label="Undo"
        hint={withKeys(canUndo ? 'Undo the latest change' : 'There is nothing to undo', 'undo')}
        aria-disabled={!canUndo}
        onClick={undo}
      >
        <Undo2 />
      </IconButton>
      <IconButton
        small
        label="Redo"
        hint={withKeys(canRedo ? 'Redo what was undone' : 'There is nothing to redo', 'redo')}
        aria-disabled={!canRedo}
        onClick={redo}
      >
        <Redo2 />
      </IconButton>
      <Tooltip
        text={
          onTrial
            ? 'One trial at a time: keep what is on trial or take it back first'
            : 'Try other values for a while; they go back by themselves unless kept'
        }
      >
        <Button
          small
          look="quiet"
          aria-label="Try…"
          aria-disabled={onTrial}
          onClick={() => !onTrial && askTrial([])}
        >
          <Timer /> <span className="tool-word">Try…</span>
        </Button>
      </Tooltip>
      <Tooltip text="Named sets of values: save, apply, export, import">
        <Button small look="quiet" aria-label="Profiles…" onClick={showProfiles}>
          <Bookmark /> <span className="tool-word">Profiles…</span>
        </Button>
      </Tooltip>
      <IconButton
        small
        label="Reload from file"
        hint="Read the config file again; it is also watched all the time"
        onClick={reloadConfig}
      >
        <RefreshCw />
      </IconButton>
      <IconButton
        small
        label="Reset all"
        hint="Reset all parameters…"
        onClick={() => openDialog('reset-all')}
      >
        <RotateCcw />
      </IconButton>
    </>
  );
}
