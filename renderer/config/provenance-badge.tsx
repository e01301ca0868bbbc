import type { Layer, Provenance } from '../../shared/config.ts';
import type { Parameter, ParameterValue } from '../../shared/parameters.ts';
import { decimal } from '../format.ts';
import { Tooltip } from '../ui/tooltip.tsx';

const names: Readonly<Record<Layer, string>> = {
  default: 'default',
  environment: 'environment',
  stored: 'saved',
};

/** Which layer a value comes from; the tooltip tells the layers and what reset brings back. */
export function ProvenanceBadge({ parameter, provenance }: { parameter: Parameter; provenance: Provenance }) {
  return (
    <Tooltip text={explanation(parameter, provenance)}>
      <button
        type="button"
        className="badge"
        data-tone={provenance.layer === 'default' ? 'plain' : 'accent'}
        aria-label={`${parameter.label} comes from: ${names[provenance.layer]}`}
      >
        {provenance.layer === 'environment' ? 'env' : names[provenance.layer]}
      </button>
    </Tooltip>
  );
}

/** What reset of this value restores: the highest layer under the saved one. */
export function restoredByReset(provenance: Provenance): ParameterValue {
  return provenance.environment ?? provenance.default;
}

/** A value as people read it, with its unit. */
export function valueInWords(parameter: Parameter, value: ParameterValue): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return parameter.unit ? `${decimal(value)} ${parameter.unit}` : decimal(value);
}

function explanation(parameter: Parameter, provenance: Provenance): string {
  const { stored, environment } = provenance;
  const lines = [
    stored === undefined ? 'Saved: nothing' : `Saved: ${valueInWords(parameter, stored)}`,
    environment === undefined
      ? `Environment (${parameter.env}): not set`
      : `Environment (${parameter.env}): ${valueInWords(parameter, environment)}`,
    `Default: ${valueInWords(parameter, provenance.default)}`,
  ];
  if (stored !== undefined) {
    lines.push(`Reset restores ${valueInWords(parameter, restoredByReset(provenance))}.`);
  }
  return lines.join('\n');
}
