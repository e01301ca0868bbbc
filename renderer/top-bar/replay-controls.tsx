import { CalendarSearch, Pause, Play, StepBack, StepForward } from 'lucide-react';
import { useState } from 'react';
import { replaySpeeds } from '../../shared/market.ts';
import { callOrToast } from '../desk.ts';
import { count, fromIsoMinute, isoMinute, none, utcMinute } from '../format.ts';
import { deskNow, useDesk } from '../store.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Select } from '../ui/select.tsx';

/** Play, step, speed and the place in time. */
export function ReplayControls() {
  const playing = useDesk((desk) => desk.replay.playing);
  const speed = useDesk((desk) => desk.replay.speed);
  const empty = useDesk((desk) => desk.replay.bars === 0);
  const [jumping, setJumping] = useState(false);
  return (
    <div className="replay" role="toolbar" aria-label="Replay">
      <IconButton
        label="Step back"
        hint="Step back one 1H bar (←)"
        disabled={empty}
        onClick={() => callOrToast('replay.step', { bars: -1 })}
      >
        <StepBack />
      </IconButton>
      {playing ? (
        <IconButton
          label="Pause"
          hint="Pause (Space)"
          look="plain"
          onClick={() => callOrToast('replay.pause', {})}
        >
          <Pause />
        </IconButton>
      ) : (
        <IconButton
          label="Play"
          hint="Play (Space)"
          look="plain"
          disabled={empty}
          onClick={() => callOrToast('replay.play', {})}
        >
          <Play />
        </IconButton>
      )}
      <IconButton
        label="Step forward"
        hint="Step forward one 1H bar (→)"
        disabled={empty}
        onClick={() => callOrToast('replay.step', { bars: 1 })}
      >
        <StepForward />
      </IconButton>
      <Select
        label="Speed"
        value={speed}
        disabled={empty}
        options={replaySpeeds.map((value) => ({ value: value as number, text: `×${count(value)}` }))}
        onChange={(value) => {
          const known = replaySpeeds.find((candidate) => candidate === value);
          if (known) callOrToast('replay.speed', { speed: known });
        }}
      />
      <Place />
      <IconButton label="Jump to date…" disabled={empty} onClick={() => setJumping(true)}>
        <CalendarSearch />
      </IconButton>
      {jumping && <JumpDialog onClose={() => setJumping(false)} />}
    </div>
  );
}

function Place() {
  const replay = useDesk((desk) => desk.replay);
  return (
    <span className="replay-place">
      <span className="number" data-testid="replay-time">
        {replay.bar_time === null ? none : utcMinute(replay.bar_time)}
      </span>
      <span className="quiet replay-index">
        bar {count(replay.index + 1)}
        {replay.endless ? '' : ` of ${count(replay.bars)}`}
      </span>
    </span>
  );
}

function JumpDialog({ onClose }: { onClose(): void }) {
  const [{ bar_time, from, to }] = useState(() => deskNow().replay);
  const [text, setText] = useState(isoMinute(bar_time ?? 0).replace('T', ' '));
  const [error, setError] = useState<string | null>(null);

  function jump() {
    const time = fromIsoMinute(text);
    if (time === null) return setError('Give a date and a time such as 2024-03-05 14:00, UTC.');
    callOrToast('replay.jump', { to: time });
    onClose();
  }

  return (
    <Dialog
      title="Jump to date"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
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
