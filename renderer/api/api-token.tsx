import { Copy, Eye, EyeOff, RotateCw } from 'lucide-react';
import { useState } from 'react';
import { callOrToast } from '../desk.ts';
import { useDesk } from '../store.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { copyText } from '../ui/copy-text.ts';
import { showToast } from '../ui/toast-store.ts';
import { tokenPlaces } from './api-words.ts';
import { tokenVariable } from './curl.ts';

interface Token {
  /** Null while hidden: the window holds the token only for as long as it shows it. */
  readonly shown: string | null;
  show(): Promise<void>;
  hide(): void;
  renew(): Promise<void>;
}

/** The token of the API, asked for when it is needed and forgotten with the dialog. */
export function useToken(): Token {
  const [shown, setShown] = useState<string | null>(null);
  return {
    shown,
    hide: () => setShown(null),
    async show() {
      const answer = await callOrToast('api.token', {});
      if (answer) setShown(answer.token);
    },
    async renew() {
      const answer = await callOrToast('api.renew-token', {});
      if (!answer) return;
      setShown((before) => before && answer.token);
      showToast('info', 'A new token is in force. Give it to the programs that are to go on.');
    },
  };
}

/** The token: hidden at first; shown, copied, renewed. */
export function ApiToken({ token, onRenew }: { token: Token; onRenew(): void }) {
  const kept = useDesk((desk) => desk.api.token_kept);
  return (
    <div className="api-row">
      <span className="api-name">Token</span>
      <div className="api-line">
        <code className="api-code api-token copyable" data-testid="api-token">
          {token.shown ?? (
            <>
              <span aria-hidden="true">••••••••••••••••</span>
              <span className="hidden-text">hidden</span>
            </>
          )}
        </code>
        {token.shown === null ? (
          <IconButton small label="Show token" onClick={token.show}>
            <Eye />
          </IconButton>
        ) : (
          <IconButton small label="Hide token" onClick={token.hide}>
            <EyeOff />
          </IconButton>
        )}
        <IconButton small label="Copy token" onClick={copyToken}>
          <Copy />
        </IconButton>
        <Button small onClick={onRenew}>
          <RotateCw /> Renew…
        </Button>
      </div>
      <p className="quiet">
        {tokenPlaces[kept]} For the lines for curl, put it into a variable of your shell: type{' '}
        <code>read -rs {tokenVariable}</code>, paste the token, press Enter.
      </p>
    </div>
  );
}

async function copyToken() {
  const answer = await callOrToast('api.token', {});
  if (answer) copyText(answer.token, 'The token is on the clipboard.');
}
