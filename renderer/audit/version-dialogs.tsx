import type { ConfigDifference, VersionValues } from '../../shared/audit.ts';
import { DifferenceTable } from '../config/difference-table.tsx';
import { allPaths, differencesInForce } from '../config/differences.ts';
import { labelOf, valueAt, wordsAt } from '../config/parameter-words.ts';
import { utcSecond } from '../format.ts';
import { useDesk } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { RestoreDialog } from './restore-dialog.tsx';
import './version-dialogs.css';
import { askRestore, closeVersion, useVersionView } from './version-store.ts';

/** Whatever is asked of earlier versions, over the window; nothing while nothing is asked. */
export function VersionDialogs() {
  const view = useVersionView();
  if (!view) return null;
  if (view.kind === 'values') return <ValuesDialog key={view.made.version} made={view.made} />;
  if (view.kind === 'restore') return <RestoreDialog view={view} />;
  return <CompareDialog {...view} />;
}

function ValuesDialog({ made }: { made: VersionValues }) {
  const values = useDesk((desk) => desk.config.values);
  const symbols = useDesk((desk) => desk.config.symbols);
  const current = useDesk((desk) => desk.config.version);
  const { version } = made;
  const differing = differencesInForce(made, { values, symbols });
  return (
    <Dialog
      title={`Config v${version}`}
      onClose={closeVersion}
      actions={
        <>
          {differing.length > 0 && <Button onClick={() => askRestore(version)}>Restore v{version}…</Button>}
          <Button look="primary" data-focus-first="" onClick={closeVersion}>
            Close
          </Button>
        </>
      }
    >
      <div className="version-values">
        <p className="quiet">
          Made {utcSecond(made.at)}.{' '}
          {differing.length === 0
            ? version === current
              ? 'It is in force.'
              : 'Its values are those in force now.'
            : `${differing.length} of its values ${differing.length === 1 ? 'differs' : 'differ'} from what is in force now.`}
        </p>
        {differing.length > 0 && (
          <>
            <h3>What differs from now</h3>
            <DifferenceTable
              label="What differs from now"
              differences={differing}
              from={`v${version}`}
              to="Now"
            />
          </>
        )}
        <h3>All values</h3>
        <table className="difference-table" aria-label={`Values of v${version}`}>
          <tbody>
            {allPaths.map((path) => {
              const value = valueAt(made.values, path);
              return (
                <tr key={path}>
                  <th scope="row" title={path}>
                    {labelOf(path)}
                  </th>
                  <td className="number copyable">{value === undefined ? 'none' : wordsAt(path, value)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </Dialog>
  );
}

interface CompareProps {
  readonly from: number;
  readonly to: number;
  readonly differences: readonly ConfigDifference[];
}

function CompareDialog({ from, to, differences }: CompareProps) {
  const current = useDesk((desk) => desk.config.version);
  const name = (version: number) => (version === current ? `v${version} (now)` : `v${version}`);
  return (
    <Dialog
      title={`v${from} compared with ${name(to)}`}
      onClose={closeVersion}
      actions={
        <>
          {differences.length > 0 && <Button onClick={() => askRestore(from)}>Restore v{from}…</Button>}
          <Button look="primary" data-focus-first="" onClick={closeVersion}>
            Close
          </Button>
        </>
      }
    >
      {differences.length === 0 ? (
        <p>{from === to ? `v${from} is in force: nothing differs.` : 'Both hold the same values.'}</p>
      ) : (
        <DifferenceTable label="Differences" differences={differences} from={name(from)} to={name(to)} />
      )}
    </Dialog>
  );
}
