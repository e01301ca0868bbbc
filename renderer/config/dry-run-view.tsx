import type { DryRun } from '../../shared/audit.ts';
import './dry-run.css';
import { DifferenceTable } from './difference-table.tsx';
import { effectsInWords, problemsInWords } from './dry-run-words.ts';

interface DryRunViewProps {
  readonly would: DryRun;
  /** What stands where nothing differs. */
  readonly nothing: string;
}

/** What an update would do: the values that change, what speaks against it, what the caches lose. */
export function DryRunView({ would, nothing }: DryRunViewProps) {
  const problems = problemsInWords(would.problems);
  if (problems.length > 0) {
    return (
      <div className="dry-run-problems copyable" role="alert">
        <p>This cannot be applied:</p>
        <ul>
          {problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      </div>
    );
  }
  if (would.differences.length === 0) return <p className="quiet">{nothing}</p>;
  return (
    <div className="dry-run">
      <DifferenceTable label="What would change" differences={would.differences} from="Now" to="Afterwards" />
      <p className="quiet">{effectsInWords(would)}</p>
    </div>
  );
}
