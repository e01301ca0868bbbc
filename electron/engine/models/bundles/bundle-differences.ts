import type { BundleDifference } from '../../../../shared/models.ts';
import { type TradingConfig, weightKeys } from '../../../../shared/parameters.ts';
import type { LoadedBundle } from './bundle-schema.ts';

/**
 * The parameters whose value at training differs from the present configuration. Weights are compared as written, not
 * normalised.
 */
export function bundleDifferences(
  bundle: Pick<LoadedBundle, 'weights' | 'agreement_bonus' | 'use_regime_adjustment'>,
  config: TradingConfig,
): BundleDifference[] {
  const { model } = config;
  const pairs: [string, number | boolean | null, number | boolean][] = [
    ...weightKeys.map((key, i): [string, number, number] => [`model.${key}`, bundle.weights[i], model[key]]),
    ['model.agreement_bonus', bundle.agreement_bonus, model.agreement_bonus],
    ['model.use_regime_adjustment', bundle.use_regime_adjustment, model.use_regime_adjustment],
  ];
  return pairs.flatMap(([path, trained, now]) =>
    trained === null || isSame(trained, now) ? [] : [{ path, bundle: trained, config: now }],
  );
}

/** Ignores the rounding errors that sliders and normalising leave. */
function isSame(a: number | boolean, b: number | boolean): boolean {
  return typeof a === 'number' && typeof b === 'number' ? Math.abs(a - b) < 1e-9 : a === b;
}
