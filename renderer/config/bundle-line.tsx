import { callOrToast } from '../desk.ts';
import { useDesk } from '../store.ts';
import { Button } from '../ui/button.tsx';
import './bundle-differences.css';
import { labelOf, wordsAt } from './parameter-words.ts';

/**
 * The bundle's values against those in force, in one line that is always there: a warning that came and
 * went with an edit would resize the chart below it, which costs more than a frame.
 */
export function BundleLine() {
  const differences = useDesk((desk) => desk.models.differences);
  const loaded = useDesk((desk) => desk.models.active !== null);
  if (!loaded) return null;
  if (differences.length === 0) {
    return (
      <p className="bundle-line quiet">The values in force are those the loaded bundle was trained with.</p>
    );
  }
  const words = differences
    .map(
      ({ path, bundle, config }) =>
        `${labelOf(path)}: bundle ${wordsAt(path, bundle)}, config ${wordsAt(path, config)}`,
    )
    .join(' · ');
  return (
    <div className="bundle-line" data-differs="" role="note" aria-label="Bundle differences">
      <p className="bundle-words" title={`The loaded bundle was trained with other values. ${words}`}>
        <strong>! Bundle trained with other values.</strong> {words}
      </p>
      <Button
        small
        title="One update of the config; the bundle’s files are never changed"
        onClick={() => callOrToast('config.take-bundle', {})}
      >
        Take the bundle’s values
      </Button>
    </div>
  );
}
