import { Slider as Radix } from 'radix-ui';
import { useRef } from 'react';
import './slider.css';

interface SliderProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** The value in words for screen readers. */
  readonly valueText: string;
  onChange(value: number, by: SliderInput): void;
}

/** What moved the thumb. */
export type SliderInput = 'pointer' | 'keyboard';

/** One thumb on a track. A value outside the track's range is shown at its end. */
export function Slider({ label, value, min, max, step, valueText, onChange }: SliderProps) {
  const held = useRef(false);
  const letGo = () => {
    held.current = false;
  };
  return (
    <Radix.Root
      className="slider"
      onPointerDown={() => {
        held.current = true;
      }}
      onPointerUp={letGo}
      onPointerCancel={letGo}
      min={min}
      max={max}
      step={step}
      value={[Math.min(max, Math.max(min, value))]}
      onValueChange={([next]) => {
        if (next !== undefined) onChange(next, held.current ? 'pointer' : 'keyboard');
      }}
    >
      <Radix.Track className="slider-track">
        <Radix.Range className="slider-range" />
      </Radix.Track>
      <Radix.Thumb className="slider-thumb" aria-label={label} aria-valuetext={valueText} />
    </Radix.Root>
  );
}
