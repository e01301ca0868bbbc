import { X } from 'lucide-react';
import { useState } from 'react';
import type { Parameter, ParameterValue } from '../../../shared/parameters.ts';
import { allParameters, parameterOf } from '../../../shared/parameters.ts';
import { parseDraft } from '../../config/draft.ts';
import { isWeightPath, valueAt, valueInWords } from '../../config/parameter-words.ts';
import { valuesOnData } from '../../config/values-for.ts';
import { deskNow } from '../../store.ts';
import { IconButton } from '../../ui/button.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { Select } from '../../ui/select.tsx';
import { Slider } from '../../ui/slider.tsx';
import { Switch } from '../../ui/switch.tsx';
import { setSubject } from '../experiments-store.ts';
import type { Subject } from './subject.ts';
import { withChange } from './subject.ts';

/** Values tried on top of the chosen configuration; nothing in force changes by them. */
export function SubjectChanges({ subject }: { subject: Subject }) {
  const changed = Object.entries(subject.changes).flatMap(([category, own]) =>
    Object.entries(own).flatMap(([name, value]) => {
      const parameter = parameterOf(category, name);
      return parameter ? [{ category, name, value, parameter }] : [];
    }),
  );
  const free = offered.filter(({ category, key }) => subject.changes[category]?.[key] === undefined);
  return (
    <div className="subject-line">
      <Select
        label="Try another value of"
        value=""
        disabled={free.length === 0}
        options={[
          { value: '', text: 'Try another value of…' },
          ...free.map(({ category, key, parameter }) => ({
            value: `${category}.${key}`,
            text: parameter.label,
          })),
        ]}
        onChange={(path) => {
          const [category = '', key = ''] = path.split('.');
          const value = valueAt(valuesOnData(deskNow(), subject.dataset), path);
          if (value !== undefined) setSubject(withChange(subject, category, key, value));
        }}
      />
      {changed.length === 0 && (
        <span className="quiet">Nothing here touches the configuration in force until you apply it.</span>
      )}
      {changed.map((change) => (
        <TriedValue
          key={`${change.category}.${change.name}`}
          {...change}
          onChange={(value) => setSubject(withChange(subject, change.category, change.name, value))}
        />
      ))}
    </div>
  );
}

/** What can matter to a trade; the weights are the triangle's own. */
const offered = allParameters().filter(
  ({ category, key }) => category !== 'cache' && !isWeightPath(`${category}.${key}`),
);

interface TriedValueProps {
  readonly parameter: Parameter;
  readonly value: ParameterValue;
  onChange(value: ParameterValue | null): void;
}

function TriedValue({ parameter, value, onChange }: TriedValueProps) {
  const [error, setError] = useState<string | null>(null);
  const { label } = parameter;

  function submit(text: string): boolean {
    const parsed = parseDraft(parameter, text);
    setError(parsed.ok ? null : parsed.problem.message);
    if (parsed.ok) onChange(parsed.value);
    return parsed.ok;
  }

  return (
    <span className="change" title={error ?? undefined}>
      {label}
      {typeof value === 'boolean' ? (
        <Switch label={`${label}, tried`} checked={value} onChange={onChange} />
      ) : (
        <>
          <Slider
            label={`${label}, tried, slider`}
            value={value}
            {...parameter.slider}
            valueText={valueInWords(parameter, value)}
            onChange={(next) => onChange(Number(next.toFixed(6)))}
          />
          <NumberField
            label={`${label}, tried`}
            value={value}
            unit={parameter.unit}
            step={parameter.slider.step}
            invalid={error !== null}
            onSubmit={submit}
            onRestore={() => setError(null)}
          />
        </>
      )}
      <IconButton small label={`Do not try another ${label}`} onClick={() => onChange(null)}>
        <X />
      </IconButton>
    </span>
  );
}
