import type { Prediction } from '../../../shared/prediction.ts';
import type { ConfigChange } from '../../engine/config/trading-config.ts';
import type { Ready } from '../../engine/start-up.ts';

/** The line that says the desk is ready. */
export function readyLine({ data, bars, model, config_version, prediction }: Ready): string {
  const first = prediction ? spoken(prediction) : 'none';
  return `ready: data ${data}, ${bars} bars, model ${model ?? 'none'}, config v${config_version}, first prediction ${first}`;
}

/** One prediction, one line. */
export function predictionLine(prediction: Prediction): string {
  return `prediction: ${prediction.symbol} ${spoken(prediction)}, config v${prediction.config_version}${prediction.preview ? ' (preview)' : ''}`;
}

/** One accepted change of the configuration, one line. */
export function configLine({ receipt }: ConfigChange): string | null {
  if (!receipt) return null;
  const changes = receipt.changes.map(
    (change) => `${change.category}.${change.key} ${change.old} → ${change.new}`,
  );
  return `config: v${receipt.version} by ${receipt.by}: ${changes.join(', ') || 'no value changed'}; ${receipt.summary}`;
}

function spoken({ bar_time, direction, confidence, should_trade }: Prediction): string {
  const side = direction === 1 ? 'long' : 'short';
  const trade = should_trade ? 'trade' : 'no trade';
  return `${side} ${confidence.toFixed(4)} at ${new Date(bar_time).toISOString().slice(0, 16)}Z (${trade})`;
}
