import type { Layer, Provenance } from '../../shared/config.ts';
import type { Parameter, ParameterValue } from '../../shared/parameters.ts';
import { Tooltip } from '../ui/tooltip.tsx';
import { valueInWords } from './parameter-words.ts';

const names: Readonly<Record<Layer, string>> = {
  default: 'default',
  environment: 'environment',
  stored: 'saved',
  symbol: 'saved for the symbol',
};

interface BadgeProps {
  readonly parameter: Parameter;
  readonly provenance: Provenance;
  /** The saved value goes back by itself unless it is kept. */
  readonly onTrial?: boolean;
}

/** Which layer a value comes from; the tooltip tells the layers and what reset brings back. */
export function ProvenanceBadge({ parameter, provenance, onTrial }: BadgeProps) {
  const source = names[provenance.layer];
  return (
    <Tooltip text={explanation(parameter, provenance, onTrial)}>
      <button
        type="button"
        className="badge"
        data-tone={onTrial ? 'warning' : provenance.layer === 'default' ? 'plain' : 'accent'}
        aria-label={`${parameter.label} comes from: ${onTrial ? `${source}, on trial` : source}`}
      >
        {onTrial ? 'trial' : provenance.layer === 'environment' ? 'env' : source}
      </button>
    </Tooltip>
  );
}

/** What reset of this value restores: the highest layer under the saved one. */
export function restoredByReset(provenance: Provenance): ParameterValue {
  return provenance.environment ?? provenance.default;
}

function explanation(parameter: Parameter, provenance: Provenance, onTrial?: boolean): string {
  const { stored, environment } = provenance;
  return [
    `In force: the ${names[provenance.layer]} value${onTrial ? ', on trial: it goes back unless kept' : ''}`,
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
