import './version-button.css';
import { showVersion } from './version-store.ts';

/** A config version that shows its exact values when asked; a preview has none on record. */
export function VersionButton({ version, preview }: { version: number; preview?: boolean }) {
  if (preview) return 'preview';
  return (
    <button
      type="button"
      className="version-button"
      aria-label={`Show the values of v${version}`}
      onClick={() => showVersion(version)}
    >
      v{version}
    </button>
  );
}
