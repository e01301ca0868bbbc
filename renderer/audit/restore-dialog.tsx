import { useState } from 'react';
import { DifferenceTable } from '../config/difference-table.tsx';
import { changesOf } from '../config/differences.ts';
import { effectsInWords, problemsInWords } from '../config/dry-run-words.ts';
import { useDryRun } from '../config/use-dry-run.ts';
import { call, inWords } from '../desk.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { closeVersion, type VersionView } from './version-store.ts';

/** What a restore changes and costs, before it is done. */
export function RestoreDialog({ view }: { view: Extract<VersionView, { kind: 'restore' }> }) {
  const { version, paths, differences } = view;
  const [problem, setProblem] = useState<string | null>(null);
  const forAll = differences.filter(({ symbol }) => symbol === null);
  const would = useDryRun(changesOf(forAll));
  const problems = problemsInWords(would?.problems ?? []);

  async function restore() {
    const result = await call('audit.restore', paths ? { version, paths: [...paths] } : { version });
    if (result.ok) closeVersion();
    else setProblem(inWords(result.problem));
  }

  return (
    <Dialog
      title={paths ? `Restore from v${version}` : `Restore v${version}`}
      onClose={closeVersion}
      actions={
        <>
          <Button onClick={closeVersion}>Cancel</Button>
          <Button look="primary" data-focus-first="" disabled={problems.length > 0} onClick={restore}>
            Restore
          </Button>
        </>
      }
    >
      <div className="dry-run">
        <DifferenceTable label="What would change" differences={differences} from="Now" to={`v${version}`} />
        <p className="quiet">
          {forAll.length > 0 && (would ? effectsInWords(would) : 'Looking at what it does…')} It becomes a new
          version and can be undone.
        </p>
        {[...problems, ...(problem === null ? [] : [problem])].map((text) => (
          <p key={text} className="field-error" role="alert">
            {text}
          </p>
        ))}
      </div>
    </Dialog>
  );
}
