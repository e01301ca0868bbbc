import { ToggleGroup } from 'radix-ui';
import type { ReactNode } from 'react';
import { Tooltip } from './tooltip.tsx';
import './segments.css';

interface Option<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly hint?: string;
  readonly icon?: ReactNode;
  /** Takes the label's place in a narrow window. */
  readonly narrowIcon?: ReactNode;
}

interface SegmentsProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly Option<T>[];
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
            aria-label={option.icon || option.narrowIcon ? option.label : undefined}
            data-state={option.value === value ? 'on' : 'off'}
          >
            {option.icon ?? (
              <span className={option.narrowIcon ? 'segment-wide' : undefined}>{option.label}</span>
            )}
            {option.narrowIcon && <span className="segment-narrow">{option.narrowIcon}</span>}
          </ToggleGroup.Item>
        </Tooltip>
      ))}
    </ToggleGroup.Root>
  );
}
