import { Bookmark, Redo2, RefreshCw, RotateCcw, Timer, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { callOrToast } from '../desk.ts';
import { showProfiles } from '../profiles/profiles-store.ts';
import { useDesk } from '../store.ts';
import { askTrial } from '../trial/trial-store.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/dialog.tsx';
import { showToast } from '../ui/toast-store.ts';
import { Tooltip } from '../ui/tooltip.tsx';
import { redo, undo } from './history.ts';

/** What concerns the configuration as a whole. */
export function PanelTools() {
  const canUndo = useDesk((desk) => desk.config.can_undo);
  const canRedo = useDesk((desk) => desk.config.can_redo);
  const onTrial = useDesk((desk) => desk.config.trial !== null);
  const [asking, setAsking] = useState(false);
  return (
    <>
      <IconButton
        small
        label="Undo"
        hint={canUndo ? 'Undo the latest change (Ctrl+Z)' : 'There is nothing to undo (Ctrl+Z)'}
        aria-disabled={!canUndo}
        onClick={undo}
      >
        <Undo2 />
      </IconButton>
      <IconButton
        small
        label="Redo"
        hint={canRedo ? 'Redo what was undone (Ctrl+Shift+Z)' : 'There is nothing to redo (Ctrl+Shift+Z)'}
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
        onClick={reload}
      >
        <RefreshCw />
      </IconButton>
      <IconButton small label="Reset all" hint="Reset all parameters…" onClick={() => setAsking(true)}>
        <RotateCcw />
      </IconButton>
      {asking && (
        <ConfirmDialog
          title="Reset all parameters"
          question="Every saved value is dropped; the environment’s values and the defaults hold again. It can be undone."
          action="Reset all"
          onConfirm={() => callOrToast('config.reset', {})}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

async function reload() {
  const receipt = await callOrToast('config.reload', {});
  if (receipt === null) showToast('info', 'The config file holds what is in force: nothing to take.');
  else if (receipt) showToast('info', `The config file was taken as v${receipt.version}.`);
}
