import type { Reproduction } from '../../../shared/experiments/experiment-file.ts';
import { count, utcMinute } from '../../format.ts';
import { Button } from '../../ui/button.tsx';
import { forgetCheck, useExperimentCheck } from './experiment-check-store.ts';

/** What running an opened experiment again has shown; nothing before one was opened. */
export function ExperimentCheck() {
  const { found } = useExperimentCheck();
  if (!found) return null;
  const { file, same, differences } = found;
  return (
    <section className="check" aria-label="Experiment file" data-same={same}>
      <header className="check-head">
        <strong data-testid="check-verdict">{verdict(found)}</strong>
        <Button small onClick={forgetCheck}>
          Close
        </Button>
      </header>
      <p className="quiet">
        {file.label} on {count(file.data.bars)} bars of {file.data.dataset} with {file.bundle.id}, seed{' '}
        {file.seed}, {count(file.results.trades.length)} trades, saved {utcMinute(file.saved_at)}.
      </p>
      {differences.length > 0 && (
        <div className="check-differences">
          <table className="readings" aria-label="Differences">
            <thead>
              <tr>
                <th scope="col">What</th>
                <th scope="col" className="number">
                  In the file
                </th>
                <th scope="col" className="number">
                  Now
                </th>
              </tr>
            </thead>
            <tbody>
              {differences.map(({ path, recorded, now }) => (
                <tr key={path}>
                  <th scope="row">{path}</th>
                  <td className="number" title={recorded}>
                    {recorded}
                  </td>
                  <td className="number" title={now}>
                    {now}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function verdict({ same, differences }: Reproduction): string {
  if (same) return '✓ Run again, it comes out the same to the last bit.';
  const number = differences.length >= mostListed ? `at least ${mostListed}` : count(differences.length);
  return `✗ Run again, it differs in ${number} ${differences.length === 1 ? 'value' : 'values'}:`;
}

/** As many as the engine lists. */
const mostListed = 50;
