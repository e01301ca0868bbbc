import { callOrToast } from '../desk.ts';
import { useDesk } from '../store.ts';
import { Button } from '../ui/button.tsx';
import './bundle-differences.css';
import { labelOf, wordsAt } from './parameter-words.ts';

/** Stands as long as the open bundle was trained under values other than those in force. */
export function BundleDifferences() {
  const differences = useDesk((desk) => desk.models.differences);
  if (differences.length === 0) return null;
  return (
    <div className="differences" role="note" aria-label="Bundle differences">
      <p>
        <strong>! The loaded bundle was trained with other values.</strong>{' '}
        <span className="differences-promise">
          The config’s are in force; the bundle’s files are never changed.
        </span>
      </p>
      <Button
        small
        title="One update of the config; the bundle’s files are never changed"
        onClick={() => callOrToast('config.take-bundle', {})}
      >
        Take the bundle’s values
      </Button>
      <ul className="differences-list">
        {differences.map(({ path, bundle, config }) => (
          <li key={path}>
            {labelOf(path)}: bundle {wordsAt(path, bundle)}, config {wordsAt(path, config)}
          </li>
        ))}
      </ul>
    </div>
  );
}
