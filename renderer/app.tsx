import { useStore } from 'zustand';
import { ActivityPanel } from './activity/activity-panel.tsx';
import { ApiDialog } from './api/api-dialog.tsx';
import './app.css';
import { VersionDialogs } from './audit/version-dialogs.tsx';
import { CachesPanel } from './caches/caches-panel.tsx';
import { useShortcuts } from './commands/shortcuts.ts';
import { ParametersPanel } from './config/parameters-panel.tsx';
import { DataScreen } from './data/data-screen.tsx';
import { DropZone } from './data/drop-zone.tsx';
import { ImportDialog } from './data/import-dialog.tsx';
import { Dialogs } from './dialogs/dialogs.tsx';
import { ExperimentsScreen } from './experiments/experiments-screen.tsx';
import { DeskLayout } from './layout/desk-layout.tsx';
import { PredictionPanel } from './prediction/prediction-panel.tsx';
import { ProfilesDialog } from './profiles/profiles-dialog.tsx';
import { deskStore } from './store.ts';
import { JobStrip } from './top-bar/job-strip.tsx';
import { TopBar } from './top-bar/top-bar.tsx';
import { TrialDialog } from './trial/trial-dialog.tsx';
import { ErrorBoundary } from './ui/error-boundary.tsx';
import { Toasts } from './ui/toasts.tsx';
import { TooltipProvider } from './ui/tooltip.tsx';
import { useView } from './view.ts';

export function App() {
  const ready = useStore(deskStore, (state) => state.mirror !== null);
  const refusal = useStore(deskStore, (state) => state.refusal);
  return (
    <TooltipProvider delayDuration={350} skipDelayDuration={200}>
      {ready ? <Desk /> : refusal ? <CannotStart reason={refusal} /> : <Waiting />}
      <Toasts />
    </TooltipProvider>
  );
}

function Waiting() {
  return <p className="app-waiting">Waiting for the engine…</p>;
}

function CannotStart({ reason }: { reason: string }) {
  return (
    <main className="app-waiting" aria-label="Cannot start">
      <div className="app-refusal" role="alert">
        <h1>Ensemble Desk cannot start</h1>
        <p className="reason">{reason}</p>
        <p>Close this window, put that right, and start the desk again. Nothing that was saved is lost.</p>
      </div>
    </main>
  );
}

function Desk() {
  const view = useView();
  useShortcuts();
  return (
    <div className="app">
      <TopBar />
      <JobStrip />
      {view === 'desk' ? (
        <DeskLayout
          parameters={<ParametersPanel />}
          prediction={
            <ErrorBoundary>
              <PredictionPanel />
            </ErrorBoundary>
          }
          caches={<CachesPanel />}
          activity={<ActivityPanel />}
        />
      ) : (
        <ErrorBoundary key={view}>{view === 'data' ? <DataScreen /> : <ExperimentsScreen />}</ErrorBoundary>
      )}
      <ImportDialog />
      <ProfilesDialog />
      <TrialDialog />
      <VersionDialogs />
      <ApiDialog />
      <Dialogs />
      <DropZone />
    </div>
  );
}
