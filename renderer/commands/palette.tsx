import { Command as List } from 'cmdk';
import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { closeDialog } from '../dialogs/dialog-store.ts';
import { deskNow } from '../store.ts';
import { useModal } from '../ui/dialog.tsx';
import type { Command } from './command.ts';
import { findCommands } from './find-commands.ts';
import { keysInWords } from './keys.ts';
import './palette.css';
import { recentCommands, rememberCommand } from './recent.ts';
import { allCommands } from './table.ts';

/** Every command and place of the desk, found by typing and chosen with Enter. */
export function Palette() {
  const dialog = useRef<HTMLDialogElement>(null);
  const [text, setText] = useState('');
  const [recent] = useState(recentCommands);
  const [commands] = useState(() => allCommands(deskNow()));
  useModal(dialog);
  const shown = findCommands(commands, text, recent);
  return (
    <dialog ref={dialog} className="palette" aria-label="All commands" onClose={closeDialog} closedby="any">
      <List shouldFilter={false} loop label="All commands">
        <List.Input
          data-focus-first=""
          className="palette-input"
          placeholder="Command, parameter, dataset, experiment…"
          value={text}
          onValueChange={setText}
          onKeyDown={(event) => {
            if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)) {
              event.preventDefault();
              event.stopPropagation();
              closeDialog();
            }
          }}
        />
        <List.List className="palette-list">
          {shown.length === 0 && <p className="palette-empty">No command fits “{text.trim()}”.</p>}
          {shown.map((command) => (
            <Row key={command.id} command={command} recent={text === '' && recent.includes(command.id)} />
          ))}
        </List.List>
      </List>
    </dialog>
  );
}

function Row({ command, recent }: { command: Command; recent: boolean }) {
  const reason = command.whyNot?.(deskNow()) ?? null;
  return (
    <List.Item
      className="palette-row"
      value={command.id}
      disabled={reason !== null}
      onSelect={() => {
        rememberCommand(command.id);
        // First the palette gives the focus back to where it was: the command may put it elsewhere.
        flushSync(closeDialog);
        command.run();
      }}
    >
      <span className="palette-group">{command.group}</span>
      <span className="palette-title">{command.title}</span>
      {reason && <span className="quiet palette-why">{reason}</span>}
      {recent && !reason && <span className="quiet palette-why">recent</span>}
      {command.keys?.[0] && <kbd>{keysInWords(command.keys[0])}</kbd>}
    </List.Item>
  );
}
