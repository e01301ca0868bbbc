import { Copy } from 'lucide-react';
import { useId, useState } from 'react';
import { useDesk } from '../store.ts';
import { IconButton } from '../ui/button.tsx';
import { copyText } from '../ui/copy-text.ts';
import { NumberField } from '../ui/number-field.tsx';
import { Switch } from '../ui/switch.tsx';
import { openMeans, parsePort } from './api-words.ts';
import { configure } from './configure.ts';
import { apiAddress, curlOfReference, referenceAddress } from './curl.ts';

/** On or off, where, and for whom; read-only where the command line has said so. */
export function ApiDoorForm({ onOpen }: { onOpen(): void }) {
  return (
    <>
      <OnRow />
      <PortRow />
      <AddressRows />
      <OpenRow onOpen={onOpen} />
    </>
  );
}

function OnRow() {
  const on = useDesk((desk) => desk.api.on);
  const fixed = useDesk((desk) => desk.api.fixed);
  const problem = useDesk((desk) => desk.api.problem);
  const address = useDesk((desk) => desk.api.address);
  const [error, setError] = useState<string | null>(null);
  const stateId = useId();
  const state = on ? (address === null ? 'On, not listening' : 'On') : 'Off';
  return (
    <div className="api-row">
      <span className="api-name">API</span>
      <div className="api-line">
        {!fixed && (
          <Switch
            label="API"
            checked={on}
            describedBy={stateId}
            onChange={async (next) => setError(await configure({ on: next }, 'on'))}
          />
        )}
        <span id={stateId} data-testid="api-state">
          {state}
        </span>
        <span className="quiet">
          {on ? 'Reached from this computer only.' : 'No program can reach the desk from outside.'}
        </span>
      </div>
      {(error ?? problem) && (
        <p className="field-error api-problem" role="alert">
          ✕ {error ?? problem}
        </p>
      )}
    </div>
  );
}

function PortRow() {
  const port = useDesk((desk) => desk.api.port);
  const fixed = useDesk((desk) => desk.api.fixed);
  const [error, setError] = useState<string | null>(null);
  const errorId = useId();

  async function submit(text: string): Promise<boolean> {
    const parsed = parsePort(text);
    const wrong = parsed.ok
      ? parsed.value === port
        ? null
        : await configure({ port: parsed.value }, 'port')
      : parsed.problem.message;
    setError(wrong);
    return wrong === null;
  }

  return (
    <div className="api-row">
      <span className="api-name">Port</span>
      <div className="api-line">
        {fixed ? (
          <span className="number">{port}</span>
        ) : (
          <NumberField
            label="Port"
            value={port}
            step={1}
            describedBy={errorId}
            invalid={error !== null}
            onSubmit={submit}
            onRestore={() => setError(null)}
          />
        )}
        {!fixed && <span className="quiet">1024 to 65535; Enter takes it</span>}
      </div>
      <p className="field-error" id={errorId} role={error ? 'alert' : undefined}>
        {error}
      </p>
    </div>
  );
}

function AddressRows() {
  const port = useDesk((desk) => desk.api.port);
  const open = useDesk((desk) => desk.api.open);
  return (
    <>
      <Address name="Address" address={apiAddress({ port })} />
      <Address
        name="Reference"
        address={referenceAddress({ port })}
        about={
          open
            ? 'Every route, to read in a browser.'
            : 'Every route. It asks for the token as well, which a browser does not send: copied is a line for curl that saves the page.'
        }
        copied={open ? undefined : curlOfReference({ port, open })}
      />
    </>
  );
}

interface AddressProps {
  readonly name: string;
  readonly address: string;
  readonly about?: string;
  /** What is copied where that is not the address. */
  readonly copied?: string;
}

function Address({ name, address, about, copied = address }: AddressProps) {
  const listening = useDesk((desk) => desk.api.address !== null);
  return (
    <div className="api-row">
      <span className="api-name">{name}</span>
      <div className="api-line">
        <code className={`api-code copyable ${listening ? '' : 'quiet'}`}>{address}</code>
        <IconButton
          small
          label={`Copy ${name.toLowerCase()}`}
          onClick={() => copyText(copied, `Copied: ${copied}`)}
        >
          <Copy />
        </IconButton>
      </div>
      {about && <p className="quiet">{about}</p>}
    </div>
  );
}

function OpenRow({ onOpen }: { onOpen(): void }) {
  const open = useDesk((desk) => desk.api.open);
  const fixed = useDesk((desk) => desk.api.fixed);
  const [error, setError] = useState<string | null>(null);
  const meansId = useId();
  return (
    <div className="api-row" data-open={open || undefined}>
      <span className="api-name">Open to this machine</span>
      <div className="api-line">
        {!fixed && (
          <Switch
            label="Open to this machine"
            checked={open}
            describedBy={meansId}
            onChange={async (next) => (next ? onOpen() : setError(await configure({ open: false }, 'open')))}
          />
        )}
        <span className={open ? 'warning' : undefined}>
          {open ? '! Open: no token is asked for' : 'Closed: the token is asked for'}
        </span>
      </div>
      <p className="quiet" id={meansId}>
        {openMeans}
      </p>
      {error && (
        <p className="field-error" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
