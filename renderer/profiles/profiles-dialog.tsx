import { FolderInput } from 'lucide-react';
import { useState } from 'react';
import { DryRunView } from '../config/dry-run-view.tsx';
import { callOrToast } from '../desk.ts';
import { utcMinute } from '../format.ts';
import { useDesk } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog, Dialog } from '../ui/dialog.tsx';
import { ProfileList } from './profile-list.tsx';
import { keyCount, whom } from './profile-scope.ts';
import './profiles.css';
import type { ProfilesView } from './profiles-store.ts';
import {
  applyProfile,
  chooseProfile,
  closeProfiles,
  importProfile,
  showProfiles,
  useProfilesView,
} from './profiles-store.ts';
import { SaveProfile } from './save-profile.tsx';

/** Saves, applies, exports and imports profiles: named sets of values. Renders nothing while closed. */
export function ProfilesDialog() {
  const view = useProfilesView();
  if (!view) return null;
  if (view.kind === 'apply') return <ApplyDialog view={view} />;
  if (view.kind === 'import') return <ImportDialog view={view} />;
  return <ListDialog />;
}

function ListDialog() {
  const [removing, setRemoving] = useState<string | null>(null);
  return (
    <>
      <Dialog
        title="Profiles"
        onClose={closeProfiles}
        actions={
          <>
            <Button className="profiles-import" onClick={chooseProfile}>
              <FolderInput /> Import from file…
            </Button>
            <Button onClick={closeProfiles}>Close</Button>
          </>
        }
      >
        <div className="profiles">
          <ProfileList onRemove={setRemoving} />
          <SaveProfile />
        </div>
      </Dialog>
      {removing !== null && (
        <ConfirmDialog
          title={`Remove the profile “${removing}”`}
          question="The saved values are deleted. The values in force do not change."
          action="Remove"
          onConfirm={() => callOrToast('profiles.remove', { name: removing })}
          onClose={() => setRemoving(null)}
        />
      )}
    </>
  );
}

function ApplyDialog({ view }: { view: Extract<ProfilesView, { kind: 'apply' }> }) {
  const { name, would, imported } = view;
  const profile = useDesk((desk) => desk.profiles.find((each) => each.name === name));
  const nothing = would.differences.length === 0;
  return (
    <Dialog
      title={`Apply the profile “${name}”${profile ? whom(profile) : ''}`}
      onClose={closeProfiles}
      actions={
        <>
          <Button data-focus-first={nothing ? '' : undefined} onClick={showProfiles}>
            Back to profiles
          </Button>
          <Button
            look="primary"
            data-focus-first=""
            disabled={nothing || would.problems.length > 0}
            onClick={() => applyProfile(name)}
          >
            Apply
          </Button>
        </>
      }
    >
      <div className="profiles">
        {imported && <p role="status">Imported. Nothing in force has changed yet.</p>}
        <DryRunView would={would} nothing="All its values are in force already." />
      </div>
    </Dialog>
  );
}

function ImportDialog({ view }: { view: Extract<ProfilesView, { kind: 'import' }> }) {
  const { path, profile, would } = view;
  const older = useDesk((desk) => desk.profiles.find(({ name }) => name === profile.name));
  const number = keyCount(profile);
  return (
    <Dialog
      title={`Import the profile “${profile.name}”`}
      onClose={closeProfiles}
      actions={
        <>
          <Button onClick={showProfiles}>Back to profiles</Button>
          <Button
            look="primary"
            data-focus-first=""
            disabled={would.problems.length > 0}
            onClick={() => importProfile(path)}
          >
            {older ? 'Import and replace' : 'Import'}
          </Button>
        </>
      }
    >
      <div className="profiles">
        <p>
          {number} {number === 1 ? 'value' : 'values'}
          {whom(profile)}, saved {utcMinute(profile.saved_at)}. The profile is imported completely or not at
          all, and the values in force do not change.
        </p>
        {older && (
          <p className="warning">! It replaces the profile of that name saved {utcMinute(older.saved_at)}.</p>
        )}
        <h3>If you apply it afterwards</h3>
        <DryRunView would={would} nothing="All its values are in force already." />
      </div>
    </Dialog>
  );
}
