import { utcMinute } from '../format.ts';
import { useDesk } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/panel.tsx';
import { keyCount, whom } from './profile-scope.ts';
import { askApply, exportProfile } from './profiles-store.ts';

/** The saved profiles with their actions. */
export function ProfileList({ onRemove }: { onRemove(name: string): void }) {
  const profiles = useDesk((desk) => desk.profiles);
  if (profiles.length === 0) {
    return (
      <EmptyState title="No profiles yet">
        <p className="empty-text">
          Save the values in force under a name and return to them in one step, or import a profile that
          someone gave you.
        </p>
      </EmptyState>
    );
  }
  return (
    <ul className="profile-list" aria-label="Saved profiles">
      {profiles.map((profile) => {
        const { name } = profile;
        const number = keyCount(profile);
        return (
          <li key={name} className="profile">
            <span className="profile-name">{name}</span>
            <span className="quiet">
              {number} {number === 1 ? 'value' : 'values'}
              {whom(profile)}, saved {utcMinute(profile.saved_at)}
            </span>
            <span className="row-actions">
              <Button small aria-label={`Apply ${name}`} onClick={() => askApply(name)}>
                Apply…
              </Button>
              <Button small aria-label={`Export ${name}`} onClick={() => exportProfile(name)}>
                Export…
              </Button>
              <Button small look="danger" aria-label={`Remove ${name}`} onClick={() => onRemove(name)}>
                Remove…
              </Button>
            </span>
          </li>
        );
      })}
    </ul>
  );
}
