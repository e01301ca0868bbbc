import { useState } from 'react';
import { callOrToast } from '../desk.ts';
import { closeDialog } from '../dialogs/dialog-store.ts';
import { fromIsoMinute, isoMinute, utcMinute } from '../format.ts';
import { deskNow } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';

/** Asks for a moment and takes the replay there. */
export function JumpDialog() {
  const [{ bar_time, from, to }] = useState(() => deskNow().replay);
  const [text, setText] = useState(isoMinute(bar_time ?? 0).replace('T', ' '));
  const [error, setError] = useState<string | null>(null);

  function jump() {
    const time = fromIsoMinute(text);
    if (time === null) return setError('Give a date and a time such as 2024-03-05 14:00, UTC.');
    callOrToast('replay.jump', { to: time });
    closeDialog();
  }

  return (
    <Dialog
      title="Jump to date"
      onClose={closeDialog}
      actions={
        <>
          <Button onClick={closeDialog}>Cancel</Button>
          <Button look="primary" onClick={jump}>
            Jump
          </Button>
        </>
      }
    >
      <form
        className="jump"
        onSubmit={(event) => {
          event.preventDefault();
          jump();
        }}
      >
        <label>
          <span>Date and time (UTC)</span>
          <span className="field" data-invalid={error !== null || undefined}>
            <input
              data-text=""
              aria-label="Date and time (UTC)"
              spellCheck={false}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          </span>
        </label>
        <p className="field-error" role={error ? 'alert' : undefined}>
          {error}
        </p>
        {from !== null && to !== null && (
          <p className="quiet">
            The data reaches from {utcMinute(from)} to {utcMinute(to)}. The replay goes to the 1H bar that
            opened then or last before.
          </p>
        )}
      </form>
    </Dialog>
  );
}
