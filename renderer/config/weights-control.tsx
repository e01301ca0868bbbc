import { Pin, RotateCcw, Timer } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { parameters, weightKeys } from '../../shared/parameters.ts';
import type { Result } from '../../shared/result.ts';
import type { Weights } from '../../shared/weights.ts';
import { CopyAsCurl } from '../api/copy-as-curl.tsx';
import { call, callOrToast, inWords } from '../desk.ts';
import { decimal, percent } from '../format.ts';
import { deskNow, useDesk } from '../store.ts';
import { askTrial } from '../trial/trial-store.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { NumberField } from '../ui/number-field.tsx';
import type { SliderInput } from '../ui/slider.tsx';
import { Slider } from '../ui/slider.tsx';
import { parseDraft } from './draft.ts';
import { ProvenanceBadge, restoredByReset } from './provenance-badge.tsx';
import { useSliderGesture } from './use-slider-gesture.ts';
import type { Pins, WeightIndex } from './weights.ts';
import { greatestWeight, moveWeight } from './weights.ts';

const indexes = [0, 1, 2] as const;

/** The three weights as one control: move one and the others give way; the sum is always 1. */
export function WeightsControl() {
  const values = useDesk((desk) => desk.config.values.model);
  const provenance = useDesk((desk) => desk.config.provenance.model);
  const [pins, setPins] = useState<Pins>([false, false, false]);
  const [error, setError] = useState<string | null>(null);
  const [refusedAt, setRefusedAt] = useState<WeightIndex | null>(null);
  const errorId = useId();
  const gesture = useSliderGesture('model', (problem) => setError(problem && inWords(problem)));
  /** The weights when the movement began: proportions are taken from them, so that nothing drifts. */
  const start = useRef<Weights | null>(null);
  const forgetStart = () => {
    start.current = null;
  };

  const weights = weightKeys.map((key) => gesture.draft?.[key] ?? values[key]) as unknown as Weights;

  function slide(index: WeightIndex, value: number, by: SliderInput) {
    setRefusedAt(index);
    start.current ??= weights;
    const from = start.current;
    const moved = moveWeight(from, pins, index, Math.min(value, greatestWeight(from, pins, index)));
    if (moved.ok) gesture.move(asChanges(moved.value), by);
    else setError(moved.problem.message);
  }

  async function submit(index: WeightIndex, text: string): Promise<boolean> {
    setRefusedAt(index);
    const parsed = parseDraft(parameters.model[weightKeys[index]], text);
    if (!parsed.ok) return refused(parsed);
    if (parsed.value === weights[index]) return true;
    const moved = moveWeight(weights, pins, index, Number(parsed.value));
    if (!moved.ok) return refused(moved);
    return update(moved.value);
  }

  async function update(next: Weights): Promise<boolean> {
    const result = await call('config.update', { category: 'model', changes: asChanges(next) });
    if (!result.ok) return refused(result);
    setError(null);
    return true;
  }

  function refused(result: Result<unknown>): false {
    if (!result.ok) setError(inWords(result.problem));
    return false;
  }

  const trial = useDesk((desk) => desk.config.trial);
  const onTrial = trial?.changes.some(
    ({ key, symbol }) => symbol === null && weightKeys.some((weight) => weight === key),
  );
  const saved = weightKeys.some((key) => provenance[key]?.layer === 'stored');
  const sum = weights[0] + weights[1] + weights[2];
  return (
    <fieldset
      className="weights"
      data-trial={onTrial || undefined}
      aria-describedby={errorId}
      onPointerDownCapture={forgetStart}
      onKeyDownCapture={(event) => event.repeat || forgetStart()}
    >
      <legend className="hidden-text">Weights</legend>
      <div className="parameter-head">
        <span className="parameter-label">Weights</span>
        <span className="quiet weights-sum">sum {decimal(sum)}</span>
        <span className="parameter-side">
          <CopyAsCurl category="model" keys={weightKeys} what="weights" />
          {!trial && (
            <IconButton
              small
              data-on-demand=""
              label="Try other weights for a while"
              onClick={() => askTrial(['model.weight_1h'])}
            >
              <Timer />
            </IconButton>
          )}
          <IconButton small label="Reset weights" disabled={!saved} onClick={resetWeights(update)}>
            <RotateCcw />
          </IconButton>
        </span>
      </div>
      <WeightsBar weights={weights} />
      {indexes.map((index) => {
        const key = weightKeys[index];
        const parameter = parameters.model[key];
        const from = provenance[key];
        return (
          <div className="weight" data-parameter={`model.${key}`} key={key}>
            <span className="weight-label" data-weight={index}>
              {parameter.label.replace(' weight', '')}
            </span>
            <Slider
              label={`${parameter.label} slider`}
              value={weights[index]}
              {...parameter.slider}
              valueText={percent(weights[index])}
              onChange={(value, by) => slide(index, value, by)}
            />
            <NumberField
              label={parameter.label}
              value={weights[index]}
              step={parameter.slider.step}
              describedBy={errorId}
              invalid={error !== null && refusedAt === index}
              onSubmit={(text) => submit(index, text)}
              onRestore={() => setError(null)}
            />
            <Button
              small
              look="quiet"
              data-icon=""
              aria-label={`Pin ${parameter.label}`}
              aria-pressed={pins[index]}
              title="A pinned weight does not give way"
              onClick={() => setPins(pins.map((pin, at) => (at === index ? !pin : pin)) as unknown as Pins)}
            >
              <Pin />
            </Button>
            {from && <ProvenanceBadge parameter={parameter} provenance={from} onTrial={onTrial} />}
          </div>
        );
      })}
      <p className="field-error" id={errorId} role={error ? 'alert' : undefined}>
        {error}
      </p>
    </fieldset>
  );
}

function WeightsBar({ weights }: { weights: Weights }) {
  return (
    <div className="weights-bar" aria-hidden="true">
      {indexes.map((index) => (
        <span key={index} data-weight={index} style={{ flexGrow: weights[index] }} />
      ))}
    </div>
  );
}

/**
 * One weight cannot be reset alone without breaking the sum, so all three go back together: with their
 * category where nothing else of it is saved, otherwise by an update to what lies under them.
 */
function resetWeights(update: (weights: Weights) => unknown) {
  return () => {
    const { model } = deskNow().config.provenance;
    const others = Object.entries(model).filter(([key]) => !weightKeys.some((weight) => weight === key));
    if (others.every(([, from]) => from.layer !== 'stored')) {
      void callOrToast('config.reset', { category: 'model' });
      return;
    }
    const restored = weightKeys.map((key) => {
      const from = model[key];
      return from ? restoredByReset(from) : parameters.model[key].default;
    });
    update(restored.map(Number) as unknown as Weights);
  };
}

function asChanges(weights: Weights): Record<string, number> {
  return Object.fromEntries(indexes.map((index) => [weightKeys[index], weights[index]]));
}
