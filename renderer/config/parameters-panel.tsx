import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import type { Category } from '../../shared/parameters.ts';
import { allParameters, categories, weightKeys } from '../../shared/parameters.ts';
import { callOrToast } from '../desk.ts';
import { useDesk } from '../store.ts';
import { Badge } from '../ui/badge.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/dialog.tsx';
import { Panel } from '../ui/panel.tsx';
import { ParameterRow } from './parameter-row.tsx';
import './parameters.css';
import { WeightsControl } from './weights-control.tsx';

/** Every parameter of the table, by category. What is tuned most, the models, stands last there and first here. */
export function ParametersPanel() {
  const [asking, setAsking] = useState(false);
  const preview = useDesk((desk) => desk.config.preview);
  return (
    <Panel
      title="Parameters"
      className="parameters"
      tools={
        <>
          {preview && <Badge tone="warning">preview, not saved</Badge>}
          <Button small look="quiet" onClick={() => setAsking(true)}>
            <RotateCcw /> Reset all
          </Button>
        </>
      }
    >
      {categories.toReversed().map((category) => (
        <CategorySection key={category} category={category} />
      ))}
      {asking && (
        <ConfirmDialog
          title="Reset all parameters"
          question="Every saved value is dropped; the environment’s values and the defaults hold again."
          action="Reset all"
          onConfirm={() => callOrToast('config.reset', {})}
          onClose={() => setAsking(false)}
        />
      )}
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
