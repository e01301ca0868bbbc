import { RotateCw } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { VersionResult } from '../../../shared/experiments/version-results.ts';
import { VersionButton } from '../../audit/version-button.tsx';
import { utcMinute } from '../../format.ts';
import { createLongRun } from '../../runs/long-run.ts';
import { RunLine } from '../../runs/run-line.tsx';
import { deskNow, useDesk } from '../../store.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/panel.tsx';
import { useSlowed } from '../../ui/use-slowed.ts';
import { NothingToTry } from '../subject/nothing-to-try.tsx';
import './version-results.css';
import { VersionResultsTable } from './version-results-table.tsx';
import { versionsNote } from './version-results-words.ts';

/** The question is when it was asked: the version then in force, and the last bar closed. */
interface Asked {
  readonly version: number;
  readonly barTime: number | null;
}

const versionsRun = createLongRun('experiments.versions', 'Results of versions', (_asked: Asked) => ({}));

function ask(): void {
  const { config, replay } = deskNow();
  void versionsRun.start({ version: config.version, barTime: replay.bar_time });
}

/** What each version of the configuration earned while it was in force. */
export function VersionResultsTab() {
  const run = versionsRun.use();
  const ready = useDesk((desk) => desk.market.active !== null && desk.models.active !== null);
  useAskedForEveryVersion(run.running !== null, ready);
  const { answered } = run;
  if (!ready && !answered) return <NothingToTry problem={null} waiting="" />;
  return (
    <section className="versions" aria-label="Results of versions">
      <div className="versions-head">
        <Button disabled={run.running !== null} onClick={ask}>
          <RotateCw /> Look again
        </Button>
        {answered && answered.question.barTime !== null && (
          <span className="quiet">
            Up to the bar of {utcMinute(answered.question.barTime)}; it does not move with the replay.
          </span>
        )}
        <RunLine run={run} store={versionsRun} label="Trading every version again" />
      </div>
      {answered && <Answer results={answered.answer} />}
    </section>
  );
}

/** Asks when the tab is opened and for each new version; one that failed is not asked for twice. */
function useAskedForEveryVersion(isRunning: boolean, ready: boolean): void {
  const version = useSlowed((desk) => desk.config.version);
  const asked = useRef<number | null>(null);
  useEffect(() => {
    if (isRunning || !ready || asked.current === version) return;
    asked.current = version;
    ask();
  }, [version, isRunning, ready]);
}

function Answer({ results }: { results: readonly VersionResult[] }) {
  const openData = useDesk((desk) => desk.market.active);
  const unit = useDesk((desk) => desk.market.asset?.unit) ?? 'pips';
  const version = useDesk((desk) => desk.config.version);
  if (results.length === 0) {
    return (
      <EmptyState title="No bar has closed under a version yet">
        <p className="empty-text">
          Every bar that the replay closes is booked on the version then in force (now{' '}
          <VersionButton version={version} />
          ). Play or step the replay, change a value, play on: here stands what each version earned on its
          bars, and what the one before it would have earned on the same. A jump books nothing.
        </p>
      </EmptyState>
    );
  }
  return (
    <>
      <p className="quiet versions-note">
        {versionsNote(results)} These are the bars that the replay closed, also those that the models were
        trained on; what is tried above plays no part. Stretches whose data or models are gone are left out.
      </p>
      <div className="versions-scroll">
        <VersionResultsTable results={results} openData={openData} unit={unit} />
      </div>
    </>
  );
}
