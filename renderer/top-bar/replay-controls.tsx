import { CalendarSearch, Pause, Play, StepBack, StepForward } from 'lucide-react';
import { replaySpeeds } from '../../shared/market.ts';
import { withKeys } from '../commands/keys.ts';
import { callOrToast } from '../desk.ts';
import { openDialog } from '../dialogs/dialog-store.ts';
import { count, none, utcMinute } from '../format.ts';
import { useDesk } from '../store.ts';
import { IconButton } from '../ui/button.tsx';
import { Select } from '../ui/select.tsx';

/** Play, step, speed and the place in time. */
export function ReplayControls() {
  const playing = useDesk((desk) => desk.replay.playing);
  const speed = useDesk((desk) => desk.replay.speed);
  const empty = useDesk((desk) => desk.replay.bars === 0);
  return (
    <div className="replay" role="toolbar" aria-label="Replay">
      <IconButton
        label="Step back"
        hint={withKeys('Step back one 1H bar', 'step-back')}
        disabled={empty}
        onClick={() => callOrToast('replay.step', { bars: -1 })}
      >
        <StepBack />
      </IconButton>
      {playing ? (
        <IconButton
          label="Pause"
          hint={withKeys('Pause', 'play-pause')}
          look="plain"
          onClick={() => callOrToast('replay.pause', {})}
        >
          <Pause />
        </IconButton>
      ) : (
        <IconButton
          label="Play"
          hint={withKeys('Play', 'play-pause')}
          look="plain"
          disabled={empty}
          onClick={() => callOrToast('replay.play', {})}
        >
          <Play />
        </IconButton>
      )}
      <IconButton
        label="Step forward"
        hint={withKeys('Step forward one 1H bar', 'step-forward')}
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
      <IconButton label="Jump to date…" disabled={empty} onClick={() => openDialog('jump')}>
        <CalendarSearch />
      </IconButton>
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
