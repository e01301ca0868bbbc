import { X } from 'lucide-react';
import { useState } from 'react';
import type { Parameter, ParameterValue } from '../../shared/parameters.ts';
import { parameterOf } from '../../shared/parameters.ts';
import type { Weights } from '../../shared/weights.ts';
import { parseDraft } from '../config/draft.ts';
import { isWeightPath, valueInWords, weightPaths } from '../config/parameter-words.ts';
import type { WeightIndex } from '../config/weights.ts';
import { moveWeight } from '../config/weights.ts';
import { IconButton } from '../ui/button.tsx';
import { NumberField } from '../ui/number-field.tsx';
import { Slider } from '../ui/slider.tsx';
import { Switch } from '../ui/switch.tsx';
import type { TrialDraft } from './trial-draft.ts';

interface TrialValuesProps {
  readonly draft: TrialDraft;
  onChange(draft: TrialDraft): void;
  /** Removes the parameter at a path from the trial. */
  onRemove(path: string): void;
}

/** The chosen parameters, with the controls they have in the panel. Sends nothing to the desk. */
export function TrialValues({ draft, onChange, onRemove }: TrialValuesProps) {
  function set(path: string, value: ParameterValue) {
    onChange({
      ...draft,
      ...(isWeightPath(path) ? movedWeights(draft, path, Number(value)) : { [path]: value }),
    });
  }
  return (
    <ul className="trial-list" aria-label="Values to try">
      {Object.entries(draft).map(([path, value]) => {
        const [category = '', key = ''] = path.split('.');
        const parameter = parameterOf(category, key);
        return (
          parameter && (
            <TrialValue
              key={path}
              parameter={parameter}
              value={value}
              onChange={(next) => set(path, next)}
              onRemove={() => onRemove(path)}
            />
          )
        );
      })}
    </ul>
  );
}

interface TrialValueProps {
  readonly parameter: Parameter;
  readonly value: ParameterValue;
  onChange(value: ParameterValue): void;
  onRemove(): void;
}

function TrialValue({ parameter, value, onChange, onRemove }: TrialValueProps) {
  const [error, setError] = useState<string | null>(null);
  function submit(text: string): boolean {
    const parsed = parseDraft(parameter, text);
    setError(parsed.ok ? null : parsed.problem.message);
    if (parsed.ok) onChange(parsed.value);
    return parsed.ok;
  }
  return (
    <li>
      <div className="trial-value">
        <span>{parameter.label}</span>
        {typeof value === 'boolean' ? (
          <Switch label={`Try ${parameter.label}`} checked={value} onChange={onChange} />
        ) : (
          <>
            <Slider
              label={`Try ${parameter.label} slider`}
              value={value}
              {...parameter.slider}
              valueText={valueInWords(parameter, value)}
              onChange={(next) => onChange(Number(next.toFixed(6)))}
            />
            <NumberField
              label={`Try ${parameter.label}`}
              value={value}
              unit={parameter.unit}
              step={parameter.slider.step}
              invalid={error !== null}
              onSubmit={submit}
              onRestore={() => setError(null)}
            />
          </>
        )}
        <IconButton small label={`Remove ${parameter.label} from the trial`} onClick={onRemove}>
          <X />
        </IconButton>
      </div>
      {error && (
        <p className="field-error" role="alert">
          {error}
        </p>
      )}
    </li>
  );
}

/** The three weights after one was set; the other two are adjusted. */
function movedWeights(draft: TrialDraft, path: string, value: number): TrialDraft {
  const before = weightPaths.map((own) => Number(draft[own])) as unknown as Weights;
  const moved = moveWeight(before, [false, false, false], weightPaths.indexOf(path) as WeightIndex, value);
  if (!moved.ok) return {};
  return Object.fromEntries(weightPaths.map((own, index) => [own, moved.value[index as WeightIndex]]));
}
