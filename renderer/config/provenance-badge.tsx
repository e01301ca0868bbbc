import type { Layer, Provenance } from '../../shared/config.ts';
import type { Parameter, ParameterValue } from '../../shared/parameters.ts';
import { Tooltip } from '../ui/tooltip.tsx';
import { valueInWords } from './parameter-words.ts';

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

function explanation(parameter: Parameter, provenance: Provenance): string {
  const { stored, environment } = provenance;
  return [
    `In force: the ${names[provenance.layer]} value`,
    stored === undefined ? 'Saved: nothing' : `Saved: ${valueInWords(parameter, stored)}`,
    environment === undefined
      ? `Environment (${parameter.env}): not set`
      : `Environment (${parameter.env}): ${valueInWords(parameter, environment)}`,
    `Default: ${valueInWords(parameter, provenance.default)}`,
    stored === undefined
      ? 'Nothing is saved: reset would change nothing.'
      : `Reset restores ${valueInWords(parameter, restoredByReset(provenance))}, the ${environment === undefined ? 'default' : 'environment’s value'}.`,
  ].join('\n');
}
