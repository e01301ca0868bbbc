import { Switch as Radix } from 'radix-ui';
import './switch.css';

interface SwitchProps {
  readonly label: string;
  readonly checked: boolean;
  readonly describedBy?: string;
  onChange(checked: boolean): void;
}

export function Switch({ label, checked, describedBy, onChange }: SwitchProps) {
  return (
    <Radix.Root
      className="switch"
      aria-label={label}
      aria-describedby={describedBy}
      checked={checked}
      onCheckedChange={onChange}
    >
      <Radix.Thumb className="switch-thumb" />
    </Radix.Root>
  );
}
