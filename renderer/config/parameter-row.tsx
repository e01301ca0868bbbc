import { RotateCcw, Timer } from 'lucide-react';
import { memo, useId, useState } from 'react';
import type { Category, Parameter } from '../../shared/parameters.ts';
import { CopyAsCurl } from '../api/copy-as-curl.tsx';
import { call, inWords } from '../desk.ts';
import { useDesk } from '../store.ts';
import { askTrial } from '../trial/trial-store.ts';
import { IconButton } from '../ui/button.tsx';
import { NumberField } from '../ui/number-field.tsx';
import { Slider } from '../ui/slider.tsx';
import { Switch } from '../ui/switch.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import { parseDraft } from './draft.ts';
import { valueInWords } from './parameter-words.ts';
import { ProvenanceBadge, restoredByReset } from './provenance-badge.tsx';
import { useSliderGesture } from './use-slider-gesture.ts';

interface RowProps {
  readonly category: Category;
  readonly name: string;
  readonly parameter: Parameter;
}

/** One parameter: its control, where the value comes from, reset, and what is wrong with a draft. */
export const ParameterRow = memo(function ParameterRow({ category, name, parameter }: RowProps) {
  const value = useDesk((desk) => (desk.config.values[category] as Record<string, number | boolean>)[name]);
  const [error, setError] = useState<string | null>(null);
  const errorId = useId();
  const path = `${category}.${name}`;
  const gesture = useSliderGesture(category, (problem) => setError(problem && inWords(problem, path)));

  async function update(next: number | boolean): Promise<boolean> {
    const result = await call('config.update', { category, changes: { [name]: next } });
    setError(result.ok ? null : inWords(result.problem, path));
    return result.ok;
  }

  function submit(text: string): boolean | Promise<boolean> {
    const parsed = parseDraft(parameter, text);
    if (parsed.ok) return parsed.value === value || update(parsed.value);
    setError(parsed.problem.message);
    return false;
  }

  const shown = gesture.draft?.[name] ?? value;
  const onTrial = useOnTrial(path);
  return (
    <div className="parameter" data-parameter={path} data-trial={onTrial || undefined}>
      <ParameterHead category={category} name={name} parameter={parameter} onProblem={setError}>
        {typeof shown === 'boolean' && (
          <Switch label={parameter.label} checked={shown} describedBy={errorId} onChange={update} />
        )}
      </ParameterHead>
      {typeof shown === 'number' && (
        <div className="parameter-controls">
          <Slider
            label={`${parameter.label} slider`}
            value={shown}
            {...parameter.slider}
            valueText={valueInWords(parameter, shown)}
            onChange={(next, by) => gesture.move({ [name]: tidy(next) }, by)}
          />
          <NumberField
            label={parameter.label}
            value={shown}
            unit={parameter.unit}
            step={parameter.slider.step}
            describedBy={errorId}
            invalid={error !== null}
            onSubmit={submit}
            onRestore={() => setError(null)}
          />
        </div>
      )}
      <p className="field-error" id={errorId} role={error ? 'alert' : undefined}>
        {error}
      </p>
    </div>
  );
});

interface HeadProps extends RowProps {
  readonly children?: React.ReactNode;
  onProblem(message: string | null): void;
}

function ParameterHead({ category, name, parameter, onProblem, children }: HeadProps) {
  const provenance = useDesk((desk) => desk.config.provenance[category][name]);
  const trialRuns = useDesk((desk) => desk.config.trial !== null);
  const onTrial = useOnTrial(`${category}.${name}`);
  if (!provenance) return null;

  async function reset() {
    const result = await call('config.reset', { category, key: name });
    onProblem(result.ok ? null : inWords(result.problem, `${category}.${name}`));
  }

  return (
    <div className="parameter-head">
      <Tooltip text={`${parameter.description}\nValid: ${parameter.valid}.`}>
        <span className="parameter-label">{parameter.label}</span>
      </Tooltip>
      <ProvenanceBadge parameter={parameter} provenance={provenance} onTrial={onTrial} />
      <span className="parameter-side">
        <CopyAsCurl category={category} keys={[name]} what={parameter.label} />
        {!trialRuns && (
          <IconButton
            small
            data-on-demand=""
            label={`Try another value of ${parameter.label} for a while`}
            onClick={() => askTrial([`${category}.${name}`])}
          >
            <Timer />
          </IconButton>
        )}
        {children}
        <IconButton
          small
          label={`Reset ${parameter.label}`}
          hint={`Reset to ${valueInWords(parameter, restoredByReset(provenance))}`}
          disabled={provenance.layer !== 'stored'}
          onClick={reset}
        >
          <RotateCcw />
        </IconButton>
      </span>
    </div>
  );
}

function useOnTrial(path: string): boolean {
  return useDesk(
    ({ config }) =>
      config.trial?.changes.some(
        ({ category, key, symbol }) => symbol === null && `${category}.${key}` === path,
      ) ?? false,
  );
}

/** Slider arithmetic leaves tails such as 0.30000000000000004. */
function tidy(value: number): number {
  return Number(value.toFixed(6));
}
