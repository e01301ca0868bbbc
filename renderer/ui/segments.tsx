import { ToggleGroup } from 'radix-ui';
import type { ReactNode } from 'react';
import { Tooltip } from './tooltip.tsx';
import './segments.css';

interface SegmentsProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { value: T; label: string; hint?: string; icon?: ReactNode }[];
  onChange(value: T): void;
}

/** One choice out of a few, all in sight. An option with an icon shows only that, its label as name. */
export function Segments<T extends string>({ label, value, options, onChange }: SegmentsProps<T>) {
  return (
    <ToggleGroup.Root
      type="single"
      className="segments"
      aria-label={label}
      value={value}
      onValueChange={(next) => {
        const option = options.find((candidate) => candidate.value === next);
        if (option) onChange(option.value);
      }}
    >
      {options.map((option) => (
        <Tooltip key={option.value} text={option.hint ?? option.label}>
          <ToggleGroup.Item
            className="segment"
            value={option.value}
            aria-label={option.icon ? option.label : undefined}
            data-state={option.value === value ? 'on' : 'off'}
          >
            {option.icon ?? option.label}
          </ToggleGroup.Item>
        </Tooltip>
      ))}
    </ToggleGroup.Root>
  );
}
