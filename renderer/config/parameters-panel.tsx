import { RotateCcw } from 'lucide-react';
import type { Category } from '../../shared/parameters.ts';
import { allParameters, categories, weightKeys } from '../../shared/parameters.ts';
import { callOrToast } from '../desk.ts';
import { TrialBar } from '../trial/trial-bar.tsx';
import { IconButton } from '../ui/button.tsx';
import { Panel } from '../ui/panel.tsx';
import { PanelTools } from './panel-tools.tsx';
import { ParameterRow } from './parameter-row.tsx';
import './parameters.css';
import { ReceiptLine } from './receipt-line.tsx';
import { WeightsControl } from './weights-control.tsx';

/** Every parameter of the table, by category. What is tuned most, the models, stands last there and first here. */
export function ParametersPanel() {
  return (
    <Panel
      title="Parameters"
      className="parameters"
      tools={<PanelTools />}
      top={<TrialBar />}
      foot={<ReceiptLine />}
    >
      {categories.toReversed().map((category) => (
        <CategorySection key={category} category={category} />
      ))}
    </Panel>
  );
}

function CategorySection({ category }: { category: Category }) {
  const title = `${category.charAt(0).toUpperCase()}${category.slice(1)}`;
  const rows = allParameters().filter((row) => row.category === category && !isWeight(row.key));
  return (
    <section className="category" aria-label={`${title} parameters`}>
      <header className="category-head">
        <h3>{title}</h3>
        <IconButton
          small
          label={`Reset ${category} parameters`}
          onClick={() => callOrToast('config.reset', { category })}
        >
          <RotateCcw />
        </IconButton>
      </header>
      {category === 'model' && <WeightsControl />}
      {rows.map(({ key, parameter }) => (
        <ParameterRow key={key} category={category} name={key} parameter={parameter} />
      ))}
    </section>
  );
}

function isWeight(key: string): boolean {
  return (weightKeys as readonly string[]).includes(key);
}
