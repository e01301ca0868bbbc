import { percent } from '../format.ts';
import './meter.css';

interface MeterProps {
  readonly label: string;
  /** 0…1 */
  readonly value: number;
  readonly thin?: boolean;
}

/** How far some work has come. */
export function Progress({ label, value, thin }: MeterProps) {
  return (
    <div
      className="meter"
      data-thin={thin || undefined}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(value * 100)}
    >
      <Fill value={value} />
    </div>
  );
}

/** How full something is. */
export function Gauge({ label, value }: MeterProps) {
  return (
    <div className="meter">
      <meter className="hidden-text" aria-label={label} min={0} max={1} value={value}>
        {percent(value, 0)}
      </meter>
      <Fill value={value} />
    </div>
  );
}

function Fill({ value }: { value: number }) {
  return <div className="meter-fill" style={{ width: `${Math.min(1, Math.max(0, value)) * 100}%` }} />;
}
