import { closeDialog } from '../dialogs/dialog-store.ts';
import { Dialog } from '../ui/dialog.tsx';
import { keysInWords } from './keys.ts';
import './shortcuts-dialog.css';
import { commands } from './table.ts';

/** Keys that belong to a control and not to a command. */
const ofControls = [
  { keys: 'Enter', title: 'In a field: take the value' },
  { keys: 'Esc', title: 'In a field or while dragging: take the change back' },
  { keys: '↑ ↓ or j k', title: 'In a list of trades or flips: show the next one on the chart' },
  { keys: 'Click a candle', title: 'Inspect that bar' },
];

/** Every key there is, made from the table of commands. */
export function ShortcutsDialog() {
  const withKeys = commands.flatMap(({ keys, title, group }) =>
    keys ? [{ keys: keys.map(keysInWords).join(' or '), title, group }] : [],
  );
  const groups = [...new Set(withKeys.map(({ group }) => group))];
  return (
    <Dialog title="Keyboard shortcuts" onClose={closeDialog}>
      {groups.map((group) => (
        <Keys key={group} title={group} rows={withKeys.filter((row) => row.group === group)} />
      ))}
      <Keys title="In controls" rows={ofControls} />
    </Dialog>
  );
}

function Keys({ title, rows }: { title: string; rows: readonly { keys: string; title: string }[] }) {
  return (
    <section aria-label={title}>
      <h3 className="shortcuts-group">{title}</h3>
      <dl className="shortcuts">
        {rows.map((row) => (
          <div key={row.keys}>
            <dt>
              <kbd>{row.keys}</kbd>
            </dt>
            <dd>{row.title}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
