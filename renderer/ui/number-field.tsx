import { useRef, useState } from 'react';
import { decimal } from '../format.ts';

interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly unit?: string;
  /** What arrow up and down add to the draft. */
  readonly step: number;
  /** Id of the element that holds the error and says what is valid. */
  readonly describedBy?: string;
  readonly invalid?: boolean;
  /** Takes what was typed; answers whether it was accepted. A refused draft stays in the field. */
  onSubmit(text: string): boolean | Promise<boolean>;
  /** The draft was thrown away. */
  onRestore?(): void;
}

/** A number typed as text: Enter or leaving the field submits it, Escape brings the value in force back. */
export function NumberField(props: NumberFieldProps) {
  const { label, value, unit, step, describedBy, invalid, onSubmit, onRestore } = props;
  const [draft, setDraft] = useState<string | null>(null);
  const refused = useRef<string | null>(null);

  async function submit() {
    if (draft === null || draft === refused.current) return;
    refused.current = draft;
    if (await onSubmit(draft)) restore();
  }

  function restore() {
    refused.current = null;
    setDraft(null);
  }

  function stepBy(direction: 1 | -1) {
    const from = Number(draft ?? value);
    if (Number.isFinite(from)) setDraft(decimal(from + direction * step));
  }

  return (
    <span className="field" data-invalid={invalid || undefined}>
      <input
        aria-label={label}
        aria-describedby={describedBy}
        aria-invalid={invalid || undefined}
        inputMode="decimal"
        spellCheck={false}
        autoComplete="off"
        value={draft ?? decimal(value)}
        onChange={(event) => setDraft(event.target.value)}
        onFocus={(event) => event.target.select()}
        onBlur={submit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') submit();
          else if (event.key === 'Escape') {
            restore();
            onRestore?.();
          } else if (event.key === 'ArrowUp') stepBy(1);
          else if (event.key === 'ArrowDown') stepBy(-1);
          else return;
          event.preventDefault();
        }}
      />
      {unit && <span className="field-unit">{unit}</span>}
    </span>
  );
}
