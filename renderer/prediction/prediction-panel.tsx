import { Undo2 } from 'lucide-react';
import { useEffect } from 'react';
import { BundleLine } from '../config/bundle-line.tsx';
import { utcMinute } from '../format.ts';
import { useDesk } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { ChartPanel } from './chart-panel.tsx';
import { backToCurrent, inspectBar, useInspection } from './inspector-store.ts';
import './prediction.css';
import { PredictionView } from './prediction-view.tsx';
import { SilentState } from './silent-state.tsx';

/** What the ensemble says, now or at the inspected bar, over the chart. */
export function PredictionPanel() {
  const inspection = useInspection();
  const hasMarket = useDesk((desk) => desk.market.active !== null);
  return (
    <div className="prediction">
      <BundleLine />
      {inspection ? <InspectedPrediction /> : <CurrentPrediction />}
      {hasMarket && <ChartPanel />}
    </div>
  );
}

function CurrentPrediction() {
  const said = useDesk((desk) => desk.prediction);
  return (
    <section
      className="panel prediction-now"
      data-empty={said === null || undefined}
      aria-label="Current prediction"
    >
      {said ? <PredictionView said={said} /> : <SilentState />}
    </section>
  );
}

function InspectedPrediction() {
  const inspection = useInspection();
  const active = useDesk((desk) => desk.market.active);
  const values = useDesk((desk) => desk.config.values);
  const symbols = useDesk((desk) => desk.config.symbols);
  const barTime = inspection?.barTime;
  // The config in force has changed: what is shown must be what it says now.
  useEffect(() => {
    if (barTime !== undefined && values && symbols) inspectBar(barTime);
  }, [barTime, values, symbols]);
  useEffect(() => (active === null ? undefined : backToCurrent), [active]);
  if (!inspection) return null;
  return (
    <section className="panel prediction-now" data-inspected="" aria-label="Inspected prediction">
      <header className="inspected-head">
        <span>Inspecting the bar of {utcMinute(inspection.barTime)}</span>
        <Button small onClick={backToCurrent}>
          <Undo2 /> Back to current
        </Button>
      </header>
      {inspection.said && <PredictionView said={inspection.said} />}
      {inspection.reason && <p className="inspected-reason">{inspection.reason}</p>}
    </section>
  );
}
