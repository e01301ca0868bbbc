import { useState } from 'react';
import { useDesk } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog, Dialog } from '../ui/dialog.tsx';
import './api.css';
import { ApiDoorForm } from './api-door-form.tsx';
import { ApiRequests } from './api-requests.tsx';
import { closeApi, useApiShown } from './api-store.ts';
import { ApiToken, useToken } from './api-token.tsx';
import { openMeans } from './api-words.ts';
import { openToMachine } from './configure.ts';

/** How other programs reach the desk, and which have. Nothing while not asked for. */
export function ApiDialog() {
  return useApiShown() && <OpenDialog />;
}

function OpenDialog() {
  const fixed = useDesk((desk) => desk.api.fixed);
  const token = useToken();
  const [asking, setAsking] = useState<'open' | 'renew' | null>(null);
  const close = () => setAsking(null);
  return (
    <>
      <Dialog
        title="API for scripts and other programs"
        wide
        onClose={closeApi}
        actions={<Button onClick={closeApi}>Close</Button>}
      >
        <div className="api">
          {fixed && (
            <p className="api-fixed" role="note">
              The API was set on the command line or in the environment: what it says there holds, and can be
              changed there only.
            </p>
          )}
          <div className="api-rows">
            <ApiDoorForm onOpen={() => setAsking('open')} />
            <ApiToken token={token} onRenew={() => setAsking('renew')} />
          </div>
          <ApiRequests />
        </div>
      </Dialog>
      {asking === 'open' && (
        <ConfirmDialog
          title="Open the API to this machine"
          question={`${openMeans} It stays so, also after a restart, until you close it here; the top bar says so all that time.`}
          action="Open to this machine"
          keep="Keep asking for the token"
          onConfirm={openToMachine}
          onClose={close}
        />
      )}
      {asking === 'renew' && (
        <ConfirmDialog
          title="Make a new token"
          question="Programs that use the present token are shut out at once, until you give them the new one. The present token cannot be brought back."
          action="Make a new token"
          keep="Keep the present one"
          onConfirm={token.renew}
          onClose={close}
        />
      )}
    </>
  );
}
