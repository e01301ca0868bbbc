import type { Profile } from '../../../shared/audit.ts';
import type { TradingConfig } from '../../../shared/parameters.ts';
import { weightPaths } from '../../config/parameter-words.ts';
import { type InForce, valuesOnData } from '../../config/values-for.ts';
import type { DeskMirror } from '../../store.ts';
import type { Subject } from './subject.ts';
import { scopeOf, sourceOf } from './subject.ts';

type What = Pick<DeskMirror, 'market' | 'models' | 'profiles'> & { readonly config: InForce };

/**
 * A text that changes exactly when an experiment on this subject has to be run again: the subject itself, the
 * open data and bundle, and the values of its configuration for their symbol that can matter. The weights of the configuration
 * in force count only where `weights` says so: a triangle holds them all.
 */
export function subjectKey(
  { market, models, profiles, config }: What,
  subject: Subject,
  weights: boolean,
): string {
  const data = market.datasets.find(({ id }) => id === (subject.dataset ?? market.active));
  const { from } = subject;
  const inForce = valuesOnData({ market, config }, subject.dataset);
  const values =
    from === 'current'
      ? {
          trading: inForce.trading,
          model: weights ? inForce.model : withoutWeights(inForce.model),
        }
      : 'profile' in from
        ? onTop(inForce, profiles.find(({ name }) => name === from.profile)?.values)
        : null;
  return JSON.stringify([
    scopeOf(subject),
    sourceOf(subject),
    data?.id,
    // A simulated market grows while it plays; what is stored of it for experiments does not.
    data?.source === 'imported' ? [data.bars, data.to] : null,
    models.active,
    // Also a bundle that is named already may still be on its way.
    models.silent_because,
    models.bundles.find(({ id }) => id === models.active)?.hash,
    values,
  ]);
}

/** A profile may hold some of the values only: the others are those in force. */
function onTop({ trading, model }: TradingConfig, profile: Profile['values'] | undefined) {
  return profile && { trading: { ...trading, ...profile.trading }, model: { ...model, ...profile.model } };
}

function withoutWeights(model: object): object {
  return Object.fromEntries(Object.entries(model).filter(([key]) => !weightPaths.includes(`model.${key}`)));
}
