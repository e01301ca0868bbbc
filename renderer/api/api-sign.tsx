import { Cable, DoorOpen, TriangleAlert } from 'lucide-react';
import { withKeys } from '../commands/keys.ts';
import { useDesk } from '../store.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import './api.css';
import { showApi } from './api-store.ts';
import { signalOf } from './api-words.ts';

/** Says at every moment whether other programs can reach the desk, and leads to the API's dialog. */
export function ApiSign() {
  const signal = useDesk((desk) => signalOf(desk.api));
  const port = useDesk((desk) => desk.api.port);
  if (signal === 'off')
    return (
      <IconButton
        label="API"
        hint={withKeys('API for scripts and other programs: off', 'show-api')}
        onClick={showApi}
      >
        <Cable />
      </IconButton>
    );
  const { name, short, hint } = {
    starting: { name: 'API starting', short: 'API …', hint: 'The API is about to listen.' },
    on: {
      name: `API on, port ${port}`,
      short: `API :${port}`,
      hint: withKeys(
        `The API answers programs of this computer that have the token, at port ${port}`,
        'show-api',
      ),
    },
    open: {
      name: 'API open to this machine',
      short: 'API open',
      hint: withKeys(
        `The API answers every program of this computer without a token, at port ${port}`,
        'show-api',
      ),
    },
    problem: {
      name: 'API on but not reachable',
      short: 'API down',
      hint: withKeys('The API is switched on but nothing listens; the API’s dialog says why', 'show-api'),
    },
  }[signal];
  return (
    <Tooltip text={hint}>
      <Button small className="api-sign" data-signal={signal} aria-label={name} onClick={showApi}>
        {signal === 'open' ? <DoorOpen /> : signal === 'problem' ? <TriangleAlert /> : <Cable />}
        <span className="api-sign-long">{signal === 'on' || signal === 'starting' ? short : name}</span>
        <span className="api-sign-short">{short}</span>
      </Button>
    </Tooltip>
  );
}
