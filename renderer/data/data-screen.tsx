import { Bundles } from './bundles.tsx';
import './data.css';
import { Datasets } from './datasets.tsx';
import { TrainForm } from './train-form.tsx';

/** The screen of data and models. */
export function DataScreen() {
  return (
    <main className="data-view" aria-label="Data and models">
      <div className="data-column">
        <Datasets />
        <TrainForm />
      </div>
      <Bundles />
    </main>
  );
}
